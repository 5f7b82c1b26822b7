import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, test } from 'vitest';

// The real configuration, without type information: the files linted here exist only in this test.
const virtual = [
  tseslint.configs.disableTypeChecked,
  { languageOptions: { parserOptions: { projectService: false } } },
] as ESLint.Options['overrideConfig'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({ cwd: root, overrideConfig: virtual });

async function rulesBroken(filePath: string, source: string, linter = eslint): Promise<string[]> {
  const [result] = await linter.lintText(source, { filePath });
  const fatal = result?.messages.find((message) => message.fatal);
  if (!result || fatal) throw new Error(fatal?.message ?? `${filePath} was not linted`);
  return result.messages.map((message) => message.ruleId ?? 'unknown');
}

const value = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;

// Loading the plugins takes longer than any one test should.
beforeAll(async () => {
  await eslint.calculateConfigForFile('src/app.ts');
}, 60_000);

describe('arrows between our folders', () => {
  test.each([
    ['src/domain/clock.ts', '../messages/en/messages.js'],
    ['src/domain/clock.ts', '../config/config.js'],
    ['src/domain/time/zone.ts', '../../persistence/store.js'],
    ['src/messages/names.ts', '../services/preview-campaign.js'],
    ['src/messages/names.ts', '../channels/channel.js'],
    ['src/channels/discord.ts', '../persistence/ledger.js'],
    ['src/channels/pacing.ts', '../services/create-campaign.js'],
    ['src/dispatch/deliver.ts', '../discord/client.js'],
    ['src/dispatch/deliver.ts', '../config/config.js'],
    ['src/persistence/stores/store.ts', '../../dispatch/dispatcher.js'],
    ['src/persistence/engine/database.ts', '../stores/job-store.js'],
    ['src/persistence/file/backup.ts', '../engine/database.js'],
    ['src/services/create-campaign.ts', '../upkeep/back-up.js'],
    ['src/upkeep/back-up.ts', '../services/create-campaign.js'],
    ['src/channels/pacing.ts', '../vault/vault.js'],
    ['src/dispatch/deliver.ts', '../services/create-campaign.js'],
    ['src/scheduling/wake-ups.ts', '../dispatch/dispatcher.js'],
    ['src/persistence/stores/store.ts', '../../vault/vault.js'],
    ['src/vault/vault.ts', '../persistence/store.js'],
    ['src/presence/voice.ts', '../discord/client.js'],
    ['src/services/create-campaign.ts', '../discord/presenters/preview.js'],
    ['src/services/create-campaign.ts', '../http/server.js'],
    ['src/services/create-campaign.ts', '../../commands/promote.js'],
    ['src/services/create-campaign.ts', '../config/config.js'],
    ['src/services/create-campaign.ts', '../observability/logger.js'],
    ['src/services/create-campaign.ts', '../app.js'],
    ['src/http/server.ts', '../discord/client.js'],
    ['src/discord/client.ts', '../http/server.js'],
    ['src/discord/client.ts', '../../commands/promote.js'],
    ['src/inbound/telegram.ts', '../discord/client.js'],
    ['src/config/config.ts', '../messages/en/messages.js'],
    ['src/observability/log.ts', '../services/create-campaign.js'],
    ['commands/promote.ts', './availability.js'],
    ['commands/promote.ts', '../tasks/promotion-job.js'],
    ['commands/promote.ts', '../src/http/server.js'],
    ['commands/promote.ts', '../src/app.js'],
    ['listeners/ready.ts', '../commands/promote.js'],
    ['tasks/promotion-job.ts', '../src/config/config.js'],
    ['migrations/0001-start.ts', '../src/persistence/engine/dialect.js'],
    ['migrations/0001-start.ts', './0000-earlier.js'],
    ['src/contract/campaign.ts', '../services/campaign-status.js'],
    ['src/contract/campaign.ts', '../messages/en/messages.js'],
    ['src/contract/campaign.ts', '../http/server.js'],
    ['src/dispatch/deliver.ts', '../contract/campaign.js'],
    ['src/services/create-campaign.ts', '../contract/promotions.js'],
    ['web/src/page/day.ts', '../../../src/contract/availability.js'],
    ['web/src/page/day.ts', '../../../src/services/set-availability.js'],
    ['web/src/page/day.ts', '../../../src/messages/en/messages.js'],
    ['src/messages/en/web.ts', './phrases.js'],
    ['src/messages/en/web.ts', '../names.js'],
    ['src/messages/en/words.ts', './phrases.js'],
    ['web/src/page/day.ts', '../../../src/messages/en/words.js'],
    ['src/http/server.ts', '../../web/src/api.js'],
  ])('%s may not import %s', async (file, target) => {
    expect(await rulesBroken(file, value(target))).toContain('muster/layers');
  });

  test.each([
    ['src/domain/campaign/status.ts', '../clock.js'],
    ['src/messages/names.ts', '../domain/clock.js'],
    ['src/messages/en/alerts.ts', '../catalog.js'],
    ['src/channels/discord.ts', './channel.js'],
    ['src/channels/discord/send.ts', '../pacing.js'],
    ['src/channels/pacing.ts', '../domain/clock.js'],
    ['src/dispatch/deliver.ts', './recovery.js'],
    ['src/dispatch/deliver.ts', '../persistence/ledger-store.js'],
    ['src/dispatch/deliver.ts', '../channels/registry.js'],
    ['src/dispatch/deliver.ts', '../messages/en/messages.js'],
    ['src/presence/voice.ts', './presence.js'],
    ['src/persistence/engine/data-source.ts', '../../../migrations/0001-start.js'],
    ['src/persistence/engine/database.ts', '../file/sqlite-file.js'],
    ['src/persistence/stores/store.ts', '../engine/database.js'],
    ['src/upkeep/back-up.ts', '../persistence/file/backup.js'],
    ['src/services/create-campaign.ts', '../dispatch/dispatcher.js'],
    ['src/services/create-campaign.ts', '../persistence/store.js'],
    ['src/http/server.ts', '../services/create-campaign.js'],
    ['src/http/server.ts', '../contract/campaign.js'],
    ['src/contract/campaign.ts', './common.js'],
    ['src/contract/campaign.ts', '../domain/campaign.js'],
    ['src/discord/presenters/preview.ts', '../../messages/en/messages.js'],
    ['src/observability/log.ts', '../domain/events.js'],
    ['src/config/config.ts', '../domain/clock.js'],
    ['commands/promote.ts', '../src/services/create-campaign.js'],
    ['commands/promote.ts', '../src/discord/presenters/preview.js'],
    ['tasks/promotion-job.ts', '../src/dispatch/dispatcher.js'],
    ['migrations/0001-start.ts', './support/append-only.js'],
    ['web/src/page/day.ts', '../api.js'],
    ['web/src/page/day.ts', '../../../src/domain/availability.js'],
    ['web/src/texts.ts', '../../src/messages/en/web.js'],

    ['src/messages/en/web.ts', './words.js'],
    ['src/app.ts', './persistence/store.js'],
    ['src/app.ts', './config/config.js'],
    ['src/main.ts', './app.js'],
    ['src/cli/check.ts', '../config/config.js'],
    ['demo/run.ts', '../src/app.js'],
    ['tests/domain/clock.test.ts', '../../src/domain/clock.js'],
  ])('%s may import %s', async (file, target) => {
    expect(await rulesBroken(file, value(target))).not.toContain('muster/layers');
  });

  test.each([
    ['a type', "import type { X } from '../services/a.js';\nexport type Y = X;\n"],
    ['a type in place', "export type Y = import('../services/a.js').X;\n"],
    ['a re-export', "export { x } from '../services/a.js';\n"],
    ['a re-export of everything', "export * from '../services/a.js';\n"],
    ['a side effect', "import '../services/a.js';\n"],
    ['a dynamic import', "export const y = import('../services/a.js');\n"],
    ['a namespace', "import * as a from '../services/a.js';\nexport const y = a;\n"],
    ['a require', "import a = require('../services/a.js');\nexport const y = a;\n"],
  ])('%s counts like a value', async (_, source) => {
    expect(await rulesBroken('src/domain/a.ts', source)).toContain('muster/layers');
  });

  test.each([
    ['a type', "import type { X } from '../../src/contract/a.js';\nexport type Y = X;\n"],
    ['a type in place', "export type Y = import('../../src/contract/a.js').X;\n"],
  ])('where only types may be had, %s is', async (_, source) => {
    expect(await rulesBroken('web/src/a.ts', source)).not.toContain('muster/layers');
  });

  test.each([
    ['a value', value('../../src/contract/a.js')],
    [
      'a type that leaves an import behind',
      "import { type X } from '../../src/contract/a.js';\nexport type Y = X;\n",
    ],
    ['a dynamic import', "export const y = import('../../src/contract/a.js');\n"],
    ['a side effect', "import '../../src/contract/a.js';\n"],
  ])('where only types may be had, %s is not', async (_, source) => {
    expect(await rulesBroken('web/src/a.ts', source)).toContain('muster/layers');
  });
});

describe('packages that belong to one part', () => {
  test.each([
    ['src/domain/clock.ts', 'pino'],
    ['web/src/format.ts', 'luxon'],
    ['web/src/format.ts', 'zod'],
    ['src/contract/common.ts', 'luxon'],
    ['src/contract/common.ts', 'node:crypto'],
    ['src/messages/en/web.ts', 'luxon'],
    ['src/http/server.ts', 'lit'],
    ['src/domain/clock.ts', 'node:crypto'],
    ['src/domain/clock.ts', 'discord.js'],
    ['src/messages/en/alerts.ts', 'node:fs'],
    ['src/config/schema.ts', 'typeorm'],
    ['src/services/create-campaign.ts', 'discord.js'],
    ['src/services/create-campaign.ts', 'discord-api-types/v10'],
    ['src/services/create-campaign.ts', 'typeorm'],
    ['src/services/create-campaign.ts', 'pino'],
    ['src/channels/telegram.ts', 'discord.js'],
    ['src/channels/pacing.ts', 'discord.js'],
    ['src/presence/game-server.ts', 'discord.js'],
    ['src/dispatch/deliver.ts', '@discordjs/rest'],
    ['src/http/server.ts', 'discord.js'],
    ['src/discord/client.ts', 'fastify'],
    ['src/services/create-campaign.ts', '@fastify/cookie'],
    ['src/vault/vault.ts', 'typeorm'],
    ['src/persistence/stores/store.ts', 'better-sqlite3'],
    ['src/persistence/stores/store.ts', 'pg'],
    ['commands/promote.ts', 'typeorm'],
    ['migrations/0001-start.ts', 'discord.js'],
    ['src/dispatch/deliver.ts', 'node:timers/promises'],
    ['src/http/server.ts', 'node:perf_hooks'],
  ])('%s may not import %s', async (file, name) => {
    expect(await rulesBroken(file, value(name))).toContain('muster/layers');
  });

  test.each([
    ['src/domain/clock.ts', 'zod'],
    ['web/src/page/day.ts', 'lit'],
    ['src/domain/clock.ts', 'luxon'],
    ['src/contract/common.ts', 'zod'],
    ['src/config/schema.ts', 'zod'],
    ['src/config/environment.ts', 'node:fs'],
    ['src/observability/logger.ts', 'pino'],
    ['commands/promote.ts', 'discord.js'],
    ['commands/promote.ts', '@sapphire/plugin-subcommands'],
    ['listeners/ready.ts', '@sapphire/framework'],
    ['tasks/promotion-job.ts', '@sapphire/plugin-scheduled-tasks'],
    ['src/discord/client.ts', 'discord.js'],
    ['src/channels/discord.ts', 'discord.js'],
    ['src/channels/discord-rest.ts', '@discordjs/rest'],
    ['src/channels/discord/send.ts', 'discord.js'],
    ['src/presence/voice.ts', 'discord.js'],
    ['src/presence/voice-states.ts', 'discord.js'],
    ['src/http/server.ts', '@fastify/cookie'],
    ['src/persistence/stores/store.ts', 'typeorm'],
    ['src/persistence/file/sqlite-file.ts', 'better-sqlite3'],
    ['src/persistence/engine/postgres-connection.ts', 'pg'],
    ['migrations/0001-start.ts', 'typeorm'],
    ['src/dispatch/deliver.ts', 'node:crypto'],
    ['src/app.ts', 'typeorm'],
    ['src/main.ts', 'discord.js'],
  ])('%s may import %s', async (file, name) => {
    expect(await rulesBroken(file, value(name))).not.toContain('muster/layers');
  });
});

describe('the Clock is a port', () => {
  const asking = [
    'export const t = Date.now();\n',
    'export const t = new Date();\n',
    'export const t = Date();\n',
    'export const t = performance.now();\n',
    'export const t = process.hrtime();\n',
    "import { DateTime } from 'luxon';\nexport const t = DateTime.now();\n",
    "import { DateTime } from 'luxon';\nexport const t = DateTime.local();\n",
    "import { DateTime } from 'luxon';\nexport const t = DateTime.utc();\n",
    "import { DateTime } from 'luxon';\nexport const t = DateTime.local({ zone: 'utc' });\n",
    'setTimeout(() => undefined, 1);\n',
    'setInterval(() => undefined, 1);\n',
    'globalThis.setTimeout(() => undefined, 1);\n',
  ];

  test.each(asking)('refused in the application: %s', async (source) => {
    for (const file of ['src/services/a.ts', 'src/app.ts', 'commands/a.ts', 'listeners/a.ts', 'tasks/a.ts']) {
      expect(await rulesBroken(file, source), file).toContain('no-restricted-syntax');
    }
  });

  test.each(asking)('allowed in the clock and in tests: %s', async (source) => {
    for (const file of ['src/scheduling/system-clock.ts', 'tests/a.test.ts', 'demo/a.ts']) {
      expect(await rulesBroken(file, source), file).toEqual([]);
    }
  });

  test.each([
    'export const t = new Date(0);\n',
    "import { DateTime } from 'luxon';\nexport const t = DateTime.utc(2027, 3, 28);\n",
    "import { DateTime } from 'luxon';\nexport const t = DateTime.fromISO('2027-03-28');\n",
    'export const t = (clock: { now(): Date }) => clock.now();\n',
  ])('an instant from somewhere is fine: %s', async (source) => {
    expect(await rulesBroken('src/services/a.ts', source)).toEqual([]);
  });
});

describe('whoever is waited for has a deadline of ours', () => {
  const native = [
    'export const s = AbortSignal.timeout(1);\n',
    'export const s = AbortSignal.any([]);\n',
    "export const s = AbortSignal['any']([]);\n",
    'export const s = globalThis.AbortSignal.timeout(1);\n',
    'export const { timeout } = AbortSignal;\n',
  ];

  test.each(native)('refused everywhere: %s', async (source) => {
    for (const file of [
      'src/services/a.ts',
      'src/scheduling/system-clock.ts',
      'commands/a.ts',
      'listeners/a.ts',
      'tasks/a.ts',
      'web/src/a.ts',
      'deploy/a.mjs',
      'demo/a.ts',
      'tests/a.test.ts',
    ]) {
      expect(await rulesBroken(file, source), file).toEqual(['muster/one-deadline']);
    }
  });

  test('a signal that has aborted is fine', async () => {
    expect(await rulesBroken('src/services/a.ts', 'export const s = AbortSignal.abort();\n')).toEqual([]);
  });
});

describe('what the domain answers is asked there', () => {
  const asking = [
    "import { addDays, localDate } from '../domain/local-time.js';\nexport const y = [addDays, localDate];\n",
    "import { IANAZone } from 'luxon';\nexport const y = IANAZone.isValidZone('UTC');\n",
  ];

  test.each(asking)('refused elsewhere: %s', async (source) => {
    for (const file of ['src/services/a.ts', 'src/app.ts', 'src/inbound/a.ts']) {
      expect(await rulesBroken(file, source), file).toContain('no-restricted-syntax');
    }
  });

  test.each(asking)('allowed in the domain: %s', async (source) => {
    const inside = source.replace('../domain/', './');
    expect(await rulesBroken('src/domain/a.ts', inside)).toEqual([]);
  });
});

describe('the other house rules', () => {
  const print = "console.log('x');\n";
  test.each([
    ['src/services/a.ts', ['no-console']],
    ['commands/a.ts', ['no-console']],
    ['tests/a.test.ts', ['no-console']],
    ['src/cli/check.ts', []],
    ['scripts/a.mjs', []],
    ['demo/a.ts', []],
  ])('console in %s: %j', async (file, broken) => {
    expect(await rulesBroken(file, print)).toEqual(broken);
  });

  test.each([
    ['src/services/a.ts', ['muster/no-default-export']],
    ['tests/a.ts', ['muster/no-default-export']],
    ['vitest.config.ts', []],
    ['eslint.config.js', []],
  ])('a default export in %s: %j', async (file, broken) => {
    expect(await rulesBroken(file, 'export default 1;\n')).toEqual(broken);
  });

  test('no barrels', async () => {
    expect(await rulesBroken('src/services/a.ts', "export { x } from './b.js';\n")).toEqual([
      'no-restricted-syntax',
    ]);
  });

  test('an exemption carries its reason', async () => {
    const bare = `// eslint-disable-next-line no-console\n${print}`;
    const reasoned = `// eslint-disable-next-line no-console -- the logger is not up yet\n${print}`;
    expect(await rulesBroken('src/services/a.ts', bare)).toEqual(['muster/disable-with-reason']);
    expect(await rulesBroken('src/services/a.ts', reasoned)).toEqual([]);
  });

  test.each(['circle-value-a.ts', 'circle-type-a.ts'])('imports do not run in a circle: %s', async (file) => {
    // The fixtures import each other, so `eslint .` leaves their folder out.
    const unignored = new ESLint({ cwd: root, overrideConfig: virtual, ignore: false });
    const results = await unignored.lintFiles([`tests/lint/fixtures/${file}`]);
    expect(results[0]?.messages.map((message) => message.ruleId)).toEqual(['muster/no-cycle']);
  });

  test('importing a file that is in a circle is not being in it', async () => {
    expect(await rulesBroken('tests/lint/a.ts', value('./fixtures/circle-value-a.js'))).toEqual([]);
  });
});
