/**
 * The layers of docs/architecture as one table, and the lint rule that holds them.
 *
 * Each entry names a set of files (by path prefix; the longest match wins), the folders of ours they may
 * import besides their own, and the packages they may import. Types and values count alike, but for the folders
 * under `types`: these give types only, by `import type`, which leaves nothing behind at run time. Folders that
 * are not listed (demo, tests, scripts, config files) are outside the application and import what they need.
 */
import path from 'node:path';
import { noCycle } from './eslint.cycles.js';

const DISCORD = ['discord.js', '@discordjs/', 'discord-api-types', '@sapphire/'];
/** What dispatch works with. */
const PLANT = [
  'src/scheduling/',
  'src/channels/',
  'src/pace/',
  'src/presence/',
  'src/pictures/',
  'src/persistence/',
  'src/vault/',
];
const MIDDLE = ['src/dispatch/', ...PLANT];
const BELOW_DOORS = ['src/services/', ...MIDDLE, 'src/messages/'];
/** What the bridge says and takes. */
const CONTRACT = 'src/contract/';

/** Packages that belong to one part. Whoever is not given one of them in LAYERS cannot import it. */
export const OWNED_PACKAGES = [
  ...DISCORD,
  'fastify',
  '@fastify/',
  'fastify-type-provider-zod',
  'typeorm',
  'better-sqlite3',
  'pg',
  'reflect-metadata',
  'bullmq',
  'ioredis',
  'cron-parser',
  'telegraf',
  'ws',
  'undici',
  'gamedig',
  '@resvg/',
  'lit',
  'jose',
  'fernet',
  'pino',
  'prom-client',
  // Timers and clocks by another name: the Clock port is the only one.
  'node:timers',
  'node:perf_hooks',
  'timers',
  'perf_hooks',
];

/** `packages: 'only'` lists everything from node_modules or node: there may be; else only owned ones count. */
export const LAYERS = [
  // Commands never import commands: a piece sees its own file only, so `ours` does not name its folder.
  { files: 'commands/', ours: ['src/discord/', ...BELOW_DOORS], packages: DISCORD, alone: true },
  { files: 'listeners/', ours: ['src/discord/', ...BELOW_DOORS], packages: DISCORD, alone: true },
  { files: 'tasks/', ours: ['src/discord/', ...BELOW_DOORS], packages: DISCORD, alone: true },
  {
    files: 'src/http/',
    // The document of the bridge tells the version it is of.
    ours: [...BELOW_DOORS, CONTRACT, 'src/version.js'],
    packages: ['fastify', '@fastify/', 'fastify-type-provider-zod', 'jose'],
  },
  { files: 'src/discord/', ours: BELOW_DOORS, packages: DISCORD },
  { files: 'src/inbound/', ours: BELOW_DOORS, packages: ['telegraf', 'ws'] },

  { files: 'src/services/', ours: [...MIDDLE, 'src/messages/'], types: [CONTRACT], packages: [] },
  // What operators do, or what is done for them: no door comes here.
  { files: 'src/upkeep/', ours: MIDDLE, types: ['src/services/context.js'], packages: [] },

  // Dispatch is the top of the middle: it works the stores and the channels. The others do not know each
  // other; where they meet, it is through a port in src/domain.
  { files: 'src/dispatch/', ours: [...PLANT, 'src/messages/'], packages: [] },
  // The scheduler stands in for @sapphire/plugin-scheduled-tasks and speaks its types.
  { files: 'src/scheduling/', ours: ['src/messages/'], packages: ['@sapphire/', 'bullmq', 'cron-parser'] },
  // The one file that may ask for the time, and so for its timers.
  {
    files: 'src/scheduling/system-clock.ts',
    ours: [],
    packages: ['node:timers', 'node:perf_hooks'],
    clock: true,
  },
  { files: 'src/channels/', ours: ['src/messages/'], packages: ['undici'] },
  { files: 'src/channels/discord', ours: ['src/messages/', 'src/channels/'], packages: DISCORD },
  { files: 'src/channels/telegram', ours: ['src/messages/', 'src/channels/'], packages: ['telegraf'] },
  { files: 'src/pace/', ours: [], packages: [] },
  // The two files that know where it lies what processes share.
  {
    files: 'src/pace/postgres-cells.ts',
    ours: ['src/pace/', 'src/persistence/engine/postgres-connection.js'],
    packages: [],
  },
  { files: 'src/pace/redis-cells.ts', ours: ['src/pace/'], packages: ['ioredis'] },
  // What several processes on one database agree on.
  { files: 'src/cluster/', ours: ['src/persistence/'], packages: [] },
  { files: 'src/presence/', ours: ['src/messages/'], packages: [] },
  { files: 'src/presence/voice', ours: ['src/messages/', 'src/presence/'], packages: DISCORD },
  { files: 'src/presence/game-server', ours: ['src/messages/', 'src/presence/'], packages: ['gamedig'] },
  // Numbers and words in, a picture out: it knows nothing of where they come from.
  { files: 'src/pictures/', ours: [], packages: [] },
  // The one file that loads the renderer.
  { files: 'src/pictures/png.ts', ours: ['src/pictures/'], packages: ['@resvg/'] },
  // The stores ask the engine, the engine opens the file, and the file knows neither.
  {
    files: 'src/persistence/stores/',
    ours: ['src/persistence/engine/', 'src/persistence/entities/', 'src/persistence/instants.js'],
    packages: ['typeorm'],
  },
  {
    files: 'src/persistence/engine/',
    // The data source lists the migrations it runs.
    ours: [
      'src/persistence/file/',
      'src/persistence/entities/',
      'src/persistence/instants.js',
      'migrations/',
    ],
    packages: ['typeorm', 'reflect-metadata', 'pg'],
  },
  {
    files: 'src/persistence/file/',
    ours: ['src/persistence/instants.js'],
    types: ['src/persistence/stores/system-state-store.js'],
    packages: [],
  },
  { files: 'src/persistence/entities/', ours: [], packages: ['typeorm'] },
  { files: 'src/persistence/instants.ts', ours: [], packages: [] },
  // The one file that knows which release of the driver this Node runs.
  { files: 'src/persistence/file/sqlite-file.ts', ours: [], packages: ['better-sqlite3'] },
  // A migration is frozen: it leans on nothing that goes on living, but on what lies beside it for that.
  { files: 'migrations/', ours: ['migrations/support/'], packages: ['typeorm'], alone: true },
  { files: 'src/vault/', ours: ['src/messages/'], packages: ['fernet'] },

  // What a browser loads: the words and the names of the domain, and nothing that needs a server. The rules of the
  // domain that need luxon would be most of the page's weight, and so would zod: of the contract, the types alone.
  // tests/web measures it.
  {
    files: 'web/',
    ours: ['src/messages/*/web.js', 'src/messages/answers-line.js'],
    types: [CONTRACT, 'src/messages/texts/'],
    packages: 'only',
    only: ['lit', 'qrcode'],
  },
  // What a browser loads of a language leans on types alone, and on nothing that is said elsewhere.
  {
    files: 'src/messages/*/web.ts',
    ours: ['src/messages/*/words.js'],
    types: ['src/messages/texts/'],
    packages: 'only',
    only: [],
    alone: true,
  },
  {
    files: 'src/messages/*/words.ts',
    ours: [],
    types: ['src/messages/texts/'],
    packages: 'only',
    only: [],
    alone: true,
  },

  { files: 'src/messages/', ours: [], packages: 'only', only: ['zod', 'luxon'] },
  { files: CONTRACT, ours: [], packages: 'only', only: ['zod'] },
  { files: 'src/domain/', ours: [], packages: 'only', only: ['zod', 'luxon'] },

  // Beside the layers: parts take the values and the events port they need, so only the root imports these.
  { files: 'src/config/', ours: ['src/domain/'], packages: 'only', only: ['zod', 'node:'] },
  { files: 'src/observability/', ours: ['src/messages/'], packages: ['pino', 'prom-client'] },

  // The composition root: the one place where ports meet their implementations. The clock still is a port.
  { files: 'src/app.ts', root: true },
  { files: 'src/root/', root: true },
  { files: 'src/main.ts', root: true },
  { files: 'src/process.ts', root: true },
  { files: 'src/cli/', root: true },
];

/** `*` in a prefix is any one folder. */
const inside = (file, prefix) => {
  const wanted = prefix.split('/');
  const parts = file.split('/').slice(0, wanted.length);
  return wanted.every((name, index) =>
    index === wanted.length - 1
      ? (parts[index] ?? '').startsWith(name)
      : name === '*' || name === parts[index],
  );
};

/** The most specific entry for a file (path relative to the repository, with forward slashes). */
export function layerOf(file) {
  return LAYERS.filter((layer) => inside(file, layer.files)).sort(
    (a, b) => b.files.length - a.files.length,
  )[0];
}

const isPackage = (specifier, name) =>
  name.endsWith('/') || name.endsWith(':')
    ? specifier.startsWith(name)
    : specifier === name || specifier.startsWith(`${name}/`);

/** Why `file` may not import `specifier`, or undefined when it may. `typeOnly`: nothing of it is left at run time. */
export function refusal(file, specifier, typeOnly = false) {
  const layer = layerOf(file);
  if (!layer) return undefined;

  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    if (layer.root) return undefined;
    if (inside(target, 'src/domain/')) return undefined;
    const home = layer.files.endsWith('/') ? layer.files : `${path.posix.dirname(layer.files)}/`;
    if (!layer.alone && inside(target, home)) return undefined;
    if (layer.ours.some((folder) => inside(target, folder))) return undefined;
    if (layer.types?.some((folder) => inside(target, folder))) {
      return typeOnly
        ? undefined
        : `${layer.files} may import only types from ${target}: write "import type".`;
    }
    return `${layer.files} may not import ${target}: arrows point down only.`;
  }
  if (layer.root) return undefined;
  if (layer.packages === 'only') {
    return layer.only.some((name) => isPackage(specifier, name))
      ? undefined
      : `${layer.files} may import only ${layer.only.join(', ')} and not ${specifier}.`;
  }
  if (!OWNED_PACKAGES.some((name) => isPackage(specifier, name))) return undefined;
  return layer.packages.some((name) => isPackage(specifier, name))
    ? undefined
    : `${layer.files} may not import ${specifier}: it belongs to another part.`;
}

const relativeName = (context) => path.relative(context.cwd, context.filename).split(path.sep).join('/');

const layers = {
  meta: { type: 'problem', schema: [], messages: { refused: '{{reason}}' } },
  create(context) {
    const file = relativeName(context);
    const check = (source, typeOnly = false) => {
      if (typeof source?.value !== 'string') return;
      const reason = refusal(file, source.value, typeOnly);
      if (reason) context.report({ node: source, messageId: 'refused', data: { reason } });
    };
    return {
      // Not `import { type X }`: that leaves an import for its side effects.
      ImportDeclaration: (node) => check(node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source, true),
      TSExternalModuleReference: (node) => check(node.expression),
    };
  },
};

/** An exemption without its reason is a riddle for whoever comes next. */
const disableWithReason = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { why: 'Say why after the rule: "eslint-disable-next-line <rule> -- <reason>".' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) {
            context.report({ loc: comment.loc, messageId: 'why' });
          }
        }
      },
    };
  },
};

const noDefaultExport = {
  meta: { type: 'suggestion', schema: [], messages: { name: 'Export it by its name.' } },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'name' });
    return {
      ExportDefaultDeclaration: report,
      'ExportSpecifier[exported.name="default"]': report,
    };
  },
};

const DEADLINE =
  'Wait with withDeadline (src/domain/deadline.ts; in a browser web/src/deadline.ts): a time-out of AbortSignal’s that ' +
  'is combined with another signal is lost at a garbage collection, and none bounds a body that nobody reads.';

/** One deadline for everybody who is waited for. */
const oneDeadline = {
  meta: { type: 'problem', schema: [], messages: { deadline: DEADLINE } },
  create(context) {
    const isAbortSignal = (node) =>
      node?.name === 'AbortSignal' ||
      (node?.type === 'MemberExpression' && node.property.name === 'AbortSignal');
    const isItsOwn = (key) => ['any', 'timeout'].includes(key?.name ?? key?.value);
    const check = (node, object, key) => {
      if (isAbortSignal(object) && isItsOwn(key)) context.report({ node, messageId: 'deadline' });
    };
    return {
      MemberExpression: (node) => check(node, node.object, node.property),
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern') return;
        for (const property of node.id.properties) check(property, node.init, property.key);
      },
    };
  },
};

export const musterPlugin = {
  rules: {
    layers,
    'no-cycle': noCycle,
    'no-default-export': noDefaultExport,
    'disable-with-reason': disableWithReason,
    'one-deadline': oneDeadline,
  },
};

const CLOCK =
  'Ask the Clock port: nothing but src/scheduling/system-clock.ts asks for the time or sets timers.';
const clock = (selector) => ({ selector, message: CLOCK });
const TIMERS = '/^(setTimeout|setInterval)$/';

/** `no-restricted-syntax` entries: every way we know to ask for the time without the Clock port. */
export const CLOCK_SYNTAX = [
  clock("MemberExpression[object.name='Date'][property.name='now']"),
  clock("MemberExpression[object.name='performance'][property.name='now']"),
  clock("MemberExpression[object.name='process'][property.name='hrtime']"),
  clock("NewExpression[callee.name='Date'][arguments.length=0]"),
  clock("CallExpression[callee.name='Date']"),
  clock("MemberExpression[object.name='DateTime'][property.name='now']"),
  clock(
    "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(local|utc)$/][arguments.length=0]",
  ),
  clock(
    "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(local|utc)$/][arguments.0.type='ObjectExpression']",
  ),
  clock(`CallExpression[callee.name=${TIMERS}]`),
  clock(`MemberExpression[object.name='globalThis'][property.name=${TIMERS}]`),
];

/** Two questions with one answer each: what day today is, and what a time zone is. src/domain answers them. */
export const ANSWERED_SYNTAX = [
  {
    selector: "ImportDeclaration[source.value=/local-time/] > ImportSpecifier[imported.name='localDate']",
    message:
      "What today is, eveningAt of src/domain/evening.ts says: after midnight it may be yesterday's evening.",
  },
  {
    selector: "MemberExpression[property.name='isValidZone']",
    message:
      'What a time zone is, src/domain/time-zone.ts says: Intl also takes offsets, on some versions of Node.',
  },
];

/** "No barrels": a name is imported from the file that defines it. */
export const BARREL_SYNTAX = [
  {
    selector: ':matches(ExportAllDeclaration, ExportNamedDeclaration[source])',
    message: 'No barrels: import the name from the file that defines it.',
  },
];
