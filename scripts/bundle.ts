/**
 * Bundles the programs with what they import, for a bot that reads a hundred files starts in two thirds of the time of
 * one that reads three thousand. `npm run build` calls it with `dist`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { entryOf, leanPackages, ownSources } from './bundle-plugins.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is started, also as a thread. */
const PROGRAMS = ['src/main.ts', 'src/cli/muster.ts', 'src/persistence/file/file-worker.js'];

/** Sapphire finds each piece as a file in its folder. */
const PIECES = ['commands', 'listeners', 'tasks', 'src/discord/interaction-handlers'];

/**
 * Where all code lies; at the places of the sources stand files of a line that lead here. The fewer entries the code has, the
 * fewer files it is cut into, and the fewer the bot has to read: 40 pieces by themselves cut it into 160.
 */
const CODE = 'src/code';

/** All pieces at once, as one entry. */
const ALL_PIECES = 'pieces';

/** What other packages would use where it is installed; Muster does not install it. */
export const NOT_INSTALLED = ['zlib-sync', 'pg-native', 'mysql', 'react-native-sqlite-storage'];

/** Packages that stay in `node_modules`. */
const OUTSIDE = [
  // Native code.
  'better-sqlite3',
  'better-sqlite3-napi',
  '@resvg/resvg-js',
  // Files of their own: fonts, and programs for threads.
  'dejavu-fonts-ttf',
  'pino',
  'pino-pretty',
  'bullmq',
  // BullMQ's as well.
  'ioredis',
  // Large, and read by few.
  'gamedig',
  'pg',
  ...NOT_INSTALLED,
];

/** CommonJS packages find in a module what Node gives them otherwise. */
const FOR_COMMONJS = `import { createRequire as createRequireOfFile } from 'node:module';
import { fileURLToPath as pathOfUrl } from 'node:url';
const require = createRequireOfFile(import.meta.url), __filename = pathOfUrl(import.meta.url), __dirname = pathOfUrl(new URL('.', import.meta.url));`;

/**
 * Node says nothing of old calls that packages in `node_modules` make, and whoever runs Muster can do nothing about them: bundled,
 * they make them still. Whoever runs it from source is told of ours.
 */
const FOR_PACKAGES = 'process.noDeprecation ??= true;';

/** A piece: its source, the name of its class, and that among all pieces. */
interface Piece {
  readonly file: string;
  readonly name: string;
  readonly alias: string;
}

function piecesOf(): Piece[] {
  return PIECES.flatMap((folder) => sourcesIn(folder)).map((file, index) => {
    const [name, ...more] = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^export class (\w+)/gm)];
    if (!name?.[1] || more.length > 0) throw new Error(`${file} has to export one class`);
    return { file, name: name[1], alias: `${name[1]}${String(index)}` };
  });
}

/**
 * Writes the programs, the pieces and what they share into `folder`, laid out as the sources are. Resolves with the files
 * of this project that it read, relative to its root.
 */
export async function bundlePrograms(folder: string): Promise<string[]> {
  const pieces = piecesOf();
  const { metafile } = await build({
    entryPoints: [
      ...PROGRAMS.map((file) => ({ in: file, out: codeOf(file) })),
      { in: ALL_PIECES, out: ALL_PIECES },
    ],
    absWorkingDir: ROOT,
    outdir: join(folder, CODE),
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: OUTSIDE,
    plugins: [
      ownSources(ROOT),
      entryOf(
        ALL_PIECES,
        ROOT,
        pieces.map(({ file, name, alias }) => `export { ${name} as ${alias} } from './${file}';`),
      ),
      leanPackages,
    ],
    banner: { js: `${FOR_COMMONJS}\n${FOR_PACKAGES}` },
    // Memory holds the text of what runs. Names stay, for stack traces and for TypeORM, which reads those of migrations.
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    // The packages stay beside the bundle, with their licences.
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  for (const file of PROGRAMS) {
    const start = readFileSync(join(ROOT, file), 'utf8').startsWith('#!') ? '#!/usr/bin/env node\n' : '';
    put(folder, file, (code) => `${start}import '${code}/${codeOf(file)}.js';\n`);
  }
  for (const { file, name, alias } of pieces)
    put(folder, file, (code) => `export { ${alias} as ${name} } from '${code}/${ALL_PIECES}.js';\n`);
  // Node looks here for how to read the files, wherever the folder lies.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  return Object.keys(metafile.inputs).filter((file) => !/node_modules|:/.test(file));
}

/** The name a program has among the code. */
function codeOf(file: string): string {
  return basename(file).replace(/\.[jt]s$/, '');
}

/** Writes the file that stands where a source stands; `text` gets the way from it to the code. */
function put(folder: string, source: string, text: (code: string) => string): void {
  const path = join(folder, source.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  const way = relative(dirname(path), join(folder, CODE)).replaceAll('\\', '/');
  writeFileSync(path, text(way.startsWith('.') ? way : `./${way}`));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) {
  await bundlePrograms(join(ROOT, 'dist'));
}
