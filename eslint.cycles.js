/**
 * `muster/no-cycle`: imports never lead back to the file they start from. Types count like values, since two
 * files that need each other's types are one file in two halves.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** File → when it was read, and what it imports. Kept between files, and between runs of an editor. */
const known = new Map();

/** The file on disk that a relative import names: `./a.js` is `a.ts` where there is one. */
function resolve(from, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const target = path.resolve(path.dirname(from), specifier);
  return [target.replace(/\.js$/, '.ts'), target].find((file) => existsSync(file));
}

function importsOf(file) {
  const { mtimeMs } = statSync(file);
  const cached = known.get(file);
  if (cached?.mtimeMs === mtimeMs) return cached.imports;
  const imports = ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => resolve(file, fileName))
    .filter((target) => target?.endsWith('.ts'));
  known.set(file, { mtimeMs, imports });
  return imports;
}

/** The files from `start` to `goal`, or undefined. `visited` holds files known not to lead there. */
function pathTo(goal, start, visited) {
  if (start === goal) return [goal];
  if (visited.has(start)) return undefined;
  visited.add(start);
  for (const next of importsOf(start)) {
    const rest = pathTo(goal, next, visited);
    if (rest) return [start, ...rest];
  }
  return undefined;
}

export const noCycle = {
  meta: { type: 'problem', schema: [], messages: { cycle: 'This import leads back here: {{files}}.' } },
  create(context) {
    const file = context.filename;
    const visited = new Set();
    const check = (source) => {
      const target = typeof source?.value === 'string' ? resolve(file, source.value) : undefined;
      const found = target?.endsWith('.ts') ? pathTo(file, target, visited) : undefined;
      if (!found) return;
      const files = [file, ...found].map((each) => path.relative(context.cwd, each)).join(' → ');
      context.report({ node: source, messageId: 'cycle', data: { files } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
    };
  },
};
