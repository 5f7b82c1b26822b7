import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const FOLDERS = ['src', 'commands', 'listeners', 'tasks', 'web'];
/** Where patterns are put together while running, and from what. */
const PUT_TOGETHER: Readonly<Record<string, string>> = {
  'src/http/problems.ts': 'routes of ours, anchored, in which a parameter is everything up to the next slash',
};

interface Pattern {
  readonly file: string;
  readonly regex: RegExp;
}

function sourceFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
      .map((name) => `${folder}/${name}`),
  );
}

const patterns: Pattern[] = [];
const putTogether = new Set<string>();

function read(file: string): void {
  const source = ts.createSourceFile(file, readFileSync(new URL(file, ROOT), 'utf8'), ts.ScriptTarget.ESNext);
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      patterns.push({ file, regex: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)) });
    }
    const made = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (made && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') putTogether.add(file);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

for (const file of sourceFiles()) read(file);

const LENGTH = 25_000;
/** Milliseconds of processor time: what is linear takes less than one, what is not takes hundreds. */
const MOST_MS = 80;
const SAMPLES = [
  ...Array.from('aZ0 \t\n-_.,:;!?@#/\\^<>[]()"\'*~|=+&%$'),
  ...['é', '\u0301', '\u200b', '\u00a0', '§', '🙏', '\ud800', ' -', '^1', '<@', '1.', 'a.', '/a', '::', 'ß'],
];
const ENDS = ['', '\u0000'];

/** Texts that match, from which what repeats is found; none where the pattern can't be read for that. */
function matches(regex: RegExp): string[] {
  try {
    return fc.sample(fc.stringMatching(regex, { size: 'xsmall' }), { numRuns: 4, seed: 1 });
  } catch {
    return [];
  }
}

/** Texts on which a pattern that goes back takes long: a piece of what it matches many times over, and then no match. */
function* trials(regex: RegExp): Generator<string> {
  for (const sample of SAMPLES) for (const end of ENDS) yield repeated('', sample, end);
  for (const match of new Set(matches(regex).map((text) => text.slice(0, 12)))) {
    for (let from = 0; from < match.length; from += 1) {
      for (const to of [from + 1, from + 2, match.length]) {
        const piece = match.slice(from, to);
        for (const end of ENDS) yield repeated(match.slice(0, from), piece, end);
      }
    }
  }
}

function repeated(begin: string, piece: string, end: string): string {
  return begin + piece.repeat(Math.ceil(LENGTH / piece.length)) + end;
}

/** The least processor time of three runs, in ms; that of one is enough where it is little. */
function costOf(regex: RegExp, text: string): number {
  let least = Infinity;
  for (let run = 0; run < 3 && least > MOST_MS; run += 1) {
    const before = process.cpuUsage();
    text.replace(new RegExp(regex.source, `${regex.flags.replace('g', '')}g`), '');
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** The first text a pattern takes too long on; tried short first, so that the worst of them end, too. */
function slowOn(regex: RegExp): string | null {
  for (const text of trials(regex)) {
    for (const length of [20, 23, 26, Infinity]) {
      const tried = length === Infinity ? text : `${text.slice(0, length)}\u0000`;
      if (costOf(regex, tried) > MOST_MS) return JSON.stringify(text.slice(0, 12));
    }
  }
  return null;
}

describe('the patterns of the code', { timeout: 120_000 }, () => {
  it('are found', () => {
    expect(patterns.length).toBeGreaterThan(50);
    expect([...putTogether]).toEqual(Object.keys(PUT_TOGETHER));
  });

  it.each(patterns)('$regex of $file takes time in proportion to the text', ({ regex }) => {
    expect(slowOn(regex)).toBeNull();
  });

  it.each([/[.!]+$/, /\s+$/, /(?:a+)+b/, /(\d+)-(\d+)x/, /^(?:a|a)*$/, /<[^>]*>/])(
    '%s would be told',
    (regex) => expect(slowOn(regex)).not.toBeNull(),
  );
});
