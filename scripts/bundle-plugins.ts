/**
 * What the bundle of the programs takes from packages: each once, and nothing that Muster never calls. A bot that starts
 * reads all of it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { OnResolveArgs, Plugin, PluginBuild } from 'esbuild';

const WHERE_IT_LIES = 'import.meta.url';

/**
 * The files of ours below `root`, as the bundle has them: those that ask where they lie get the answer of their source, for
 * wherever a bundler puts it, every file of the code is two folders deep; and of discord.js each takes what it needs and no more.
 */
export const ownSources = (root: string): Plugin => ({
  name: 'own-sources',
  setup(building) {
    const originOf = partsOfDiscord();
    building.onLoad({ filter: /[\\/](src|commands|listeners|tasks)[\\/].*\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const source = readFileSync(path, 'utf8');
      const place = JSON.stringify(`../../${relative(root, path).replace(/\.ts$/, '.js')}`);
      const contents = source
        .replaceAll(WHERE_IT_LIES, `new URL(${place}, ${WHERE_IT_LIES}).href`)
        .replaceAll(FROM_DISCORD, (all: string, names: string) => fromParts(all, names, originOf));
      return { contents, loader: 'ts' };
    });
  },
});

/** An import of names from discord.js. */
const FROM_DISCORD = /^import \{([^}]*)\} from 'discord\.js';/gm;

/** What discord.js tells of its packages as if it were its own. */
const PARTS_OF_DISCORD = ['@discordjs/rest', 'discord-api-types/v10'];
/** Names of its own that are all of a file that needs no other. */
const ALONE_IN_DISCORD = { Events: 'util/Events.js', Status: 'util/Status.js' };

/** Where a name comes from. */
interface Origin {
  readonly file: string;
  /** It is all that the file exports, and not one name of some. */
  readonly isWhole: boolean;
}

/**
 * Whoever imports a name from discord.js loads all of it, which is most of what a start reads. So what it only hands on comes from
 * where it is, and is the very same: Muster can send before it has loaded what hears Discord.
 * @returns where such names come from.
 */
function partsOfDiscord(): ReadonlyMap<string, Origin> {
  const own = createRequire(import.meta.url);
  const index = own.resolve('discord.js');
  const all = own(index) as Record<string, unknown>;
  const parts = createRequire(index);
  const origins = new Map<string, Origin>();
  for (const part of PARTS_OF_DISCORD) {
    for (const [name, told] of Object.entries(parts(part) as object)) {
      if (all[name] === told) origins.set(name, { file: parts.resolve(part), isWhole: false });
    }
  }
  for (const [name, path] of Object.entries(ALONE_IN_DISCORD)) {
    const file = join(dirname(index), path);
    if (all[name] !== parts(file)) throw new Error(`${name} of discord.js is not in ${path} any more`);
    origins.set(name, { file, isWhole: true });
  }
  return origins;
}

/** The same import from where each name comes from, on as many lines; types are left out. */
function fromParts(all: string, names: string, originOf: ReadonlyMap<string, Origin>): string {
  const imports = names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => {
      const { file, isWhole } = originOf.get(name) ?? { file: 'discord.js', isWhole: false };
      return `import ${isWhole ? name : `{ ${name} }`} from ${JSON.stringify(file)};`;
    });
  return imports.join(' ') + '\n'.repeat(all.split('\n').length - 1);
}

/** An entry that is no file: these lines, as if they stood in `folder`. */
export const entryOf = (name: string, folder: string, lines: readonly string[]): Plugin => ({
  name,
  setup(building) {
    building.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: name }));
    building.onLoad({ filter: /.*/, namespace: name }, () => ({
      contents: lines.join('\n'),
      resolveDir: folder,
      loader: 'ts',
    }));
  },
});

/**
 * Packages that Sapphire imports and discord.js requires: they would be there in both of their shapes. All take the one that
 * `require` finds.
 */
const IN_TWO_SHAPES = [
  '@discordjs/builders',
  '@discordjs/collection',
  '@discordjs/formatters',
  '@discordjs/util',
  '@sapphire/shapeshift',
];

/** The size from which a second shape of a package is more than a door to the first, in bytes. */
const MORE_THAN_A_DOOR = 10_000;

/** What packages load when they start, though Muster never calls it. */
const NEVER_CALLED = [
  // Databases Muster knows nothing of.
  /[\\/]typeorm[\\/]driver[\\/](aurora-mysql|aurora-postgres|capacitor|cockroachdb|cordova|expo|mongodb|mysql|nativescript|oracle|react-native|sap|spanner|sqljs|sqlserver)[\\/]\w+Driver\.js$/,
  /[\\/]typeorm[\\/]entity-manager[\\/]MongoEntityManager\.js$/,
  // Statements in colours, for a log that Muster keeps silent, and migrations found by their file names.
  /[\\/]@sqltools[\\/]formatter[\\/]lib[\\/]\w+\.js$/,
  /[\\/]sql-highlight[\\/]lib[\\/]index\.js$/,
  /[\\/]tinyglobby[\\/]dist[\\/]index\.c?js$/,
  // The compilers of JSON schemas, where all schemas are zod's.
  /[\\/]@fastify[\\/](ajv-compiler|fast-json-stringify-compiler)[\\/]index\.js$/,
  // The document of the bridge as YAML.
  /[\\/]yaml[\\/]dist[\\/]index\.js$/,
];

/** Packages that only some deployments call: what others import of them is read at its first call. */
const READ_WHEN_CALLED: Readonly<Record<string, readonly string[]>> = {
  // Tasks on Redis; without, they run in the process.
  bullmq: ['Queue', 'Worker', 'isNotConnectionError'],
};

const WHEN_CALLED = 'when-called';

/** Takes each package once, and leaves out what is never called. An update that moves it ends the build. */
export const leanPackages: Plugin = {
  name: 'lean-packages',
  setup(building) {
    takeOneShape(building);
    const found = leaveOut(building);
    readWhenCalled(building);
    building.onEnd(({ metafile }) => {
      const gone = NEVER_CALLED.filter((files) => !found.has(files));
      const twice = inTwoShapes(Object.entries(metafile?.inputs ?? {}));
      const problems = [
        ...gone.map(({ source }) => `no file is like ${source} any more`),
        ...twice.map((name) => `${name} is bundled in two shapes`),
      ];
      return { errors: problems.map((text) => ({ text: `scripts/bundle-plugins.ts: ${text}` })) };
    });
  },
};

function takeOneShape(building: PluginBuild): void {
  const taken = 'taken';
  const ask = ({ path, importer, resolveDir, pluginData }: OnResolveArgs) =>
    pluginData === taken
      ? undefined
      : building.resolve(path, { kind: 'require-call', importer, resolveDir, pluginData: taken });
  building.onResolve({ filter: new RegExp(`^(${IN_TWO_SHAPES.join('|')})$`) }, ask);
  // The other way round: what requires luxon can do with the one that is imported.
  const luxon = createRequire(import.meta.url).resolve('luxon/package.json');
  building.onResolve({ filter: /^luxon$/ }, () => ({
    path: join(dirname(luxon), 'build/es6/luxon.mjs'),
    sideEffects: false,
  }));
}

/** @returns which of {@link NEVER_CALLED} there were, once it is built. */
function leaveOut(building: PluginBuild): ReadonlySet<RegExp> {
  const found = new Set<RegExp>();
  for (const files of NEVER_CALLED) {
    building.onLoad({ filter: files }, ({ path }) => {
      found.add(files);
      const where = JSON.stringify(path.replace(/^.*node_modules[\\/]/, ''));
      return {
        contents: `const leftOut = (name) => function () { throw new Error(name + ' of ' + ${where} + ' is not in the bundle'); };
          module.exports = new Proxy({}, { get: (_, name) => (typeof name === 'string' && name !== '__esModule' ? leftOut(name) : undefined) });`,
        loader: 'js',
      };
    });
  }
  return found;
}

function readWhenCalled(building: PluginBuild): void {
  for (const [name, exported] of Object.entries(READ_WHEN_CALLED)) {
    building.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind, namespace }) =>
      namespace === WHEN_CALLED || kind !== 'import-statement'
        ? undefined
        : { path: name, namespace: WHEN_CALLED },
    );
    building.onLoad({ filter: new RegExp(`^${name}$`), namespace: WHEN_CALLED }, () => ({
      contents: exported
        .map(
          (one) => `export function ${one}(...given) {
            const { ${one}: real } = require('${name}');
            return new.target ? new real(...given) : real(...given);
          }`,
        )
        .join('\n'),
      loader: 'js',
    }));
  }
}

function inTwoShapes(
  inputs: readonly (readonly [string, { bytes: number; format?: 'cjs' | 'esm' }])[],
): string[] {
  const sizes = new Map<string, { cjs: number; esm: number }>();
  for (const [file, { bytes, format }] of inputs) {
    const name = /^.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[0];
    if (!name || !format) continue;
    const size = sizes.get(name) ?? { cjs: 0, esm: 0 };
    size[format] += bytes;
    sizes.set(name, size);
  }
  return [...sizes].filter(([, { cjs, esm }]) => Math.min(cjs, esm) > MORE_THAN_A_DOOR).map(([name]) => name);
}
