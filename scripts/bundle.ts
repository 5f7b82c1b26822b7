/**
 * Bundles the programs with what they import, for a bot that reads a hundred files starts in two thirds of the time of
 * one that reads three thousand. `npm run build` calls it with `dist`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What is started, also as a thread. */
const PROGRAMS = ['src/main.ts', 'src/cli/muster.ts', 'src/persistence/file/file-worker.js'];

/** Sapphire finds each piece as a file in its folder. */
const PIECES = ['commands', 'listeners', 'tasks', 'src/discord/interaction-handlers'];

/** Where the code lies that several programs share, as deep as the folders of `src`. */
const CHUNKS = 'src/chunks';

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

const WHERE_IT_LIES = 'import.meta.url';

/** CommonJS packages find in a module what Node gives them otherwise. */
const FOR_COMMONJS = `import { createRequire as createRequireOfFile } from 'node:module';
import { fileURLToPath as pathOfUrl } from 'node:url';
const require = createRequireOfFile(import.meta.url), __filename = pathOfUrl(import.meta.url), __dirname = pathOfUrl(new URL('.', import.meta.url));`;

/**
 * Files that ask where they lie get the answer of their source. As entries they always are in a chunk, and every chunk is
 * two folders deep.
 */
const placesOf = (files: readonly string[]): Plugin => ({
  name: 'places',
  setup(building) {
    building.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const file = relative(ROOT, path);
      if (!files.includes(file)) return undefined;
      const place = JSON.stringify(`../../${file.replace(/\.ts$/, '.js')}`);
      const contents = readFileSync(path, 'utf8').replaceAll(
        WHERE_IT_LIES,
        `new URL(${place}, ${WHERE_IT_LIES}).href`,
      );
      return { contents, loader: 'ts' };
    });
  },
});

/**
 * Writes the programs, the pieces and what they share into `folder`, laid out as the sources are. Resolves with the files
 * of this project that it read, relative to its root.
 */
export async function bundlePrograms(folder: string): Promise<string[]> {
  const placed = sourcesIn('src').filter((file) =>
    readFileSync(join(ROOT, file), 'utf8').includes(WHERE_IT_LIES),
  );
  const { metafile } = await build({
    entryPoints: [...PROGRAMS, ...PIECES.flatMap((pieces) => sourcesIn(pieces)), ...placed],
    absWorkingDir: ROOT,
    outdir: folder,
    outbase: '.',
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: OUTSIDE,
    plugins: [placesOf(placed)],
    banner: { js: FOR_COMMONJS },
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
  // Node looks here for how to read the files, wherever the folder lies.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  return Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules'));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) {
  await bundlePrograms(join(ROOT, 'dist'));
}
