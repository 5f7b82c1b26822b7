import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { read, ROOT } from './documents.js';

/** What is shorter says nothing about a wording. */
const LEAST = 4;

/** Every piece of fixed text in the sources: strings, and what stands between the holes of templates. */
function fragments(): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const text = node.text.trim();
      if (text.length >= LEAST) found.add(text);
    }
    ts.forEachChild(node, visit);
  };
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    visit(ts.createSourceFile(file, read(join('src', file)), ts.ScriptTarget.Latest));
  }
  return found;
}

const FRAGMENTS = [...fragments()];

/** The words of a line the program is said to print, of four letters and more, that no text of its sources has. */
export function wordsNobodySays(line: string): string[] {
  const isSaid = new Uint8Array(line.length);
  for (const fragment of FRAGMENTS) {
    for (let at = line.indexOf(fragment); at >= 0; at = line.indexOf(fragment, at + 1)) {
      if (isWhole(line, at, fragment)) isSaid.fill(1, at, at + fragment.length);
    }
  }
  return [...line.matchAll(/\p{L}{4,}/gu)]
    .filter(({ 0: word, index }) => isSaid.subarray(index, index + word.length).includes(0))
    .map(([word]) => word);
}

/** What begins or ends with a letter does so in the line as well: "sent" is not said by "presented". */
function isWhole(line: string, at: number, fragment: string): boolean {
  const edges = [
    line.slice(Math.max(0, at - 1), at + 1),
    line.slice(at + fragment.length - 1, at + fragment.length + 1),
  ];
  return edges.every((edge) => !/^\p{L}{2}$/u.test(edge));
}
