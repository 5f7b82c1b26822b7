import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config, DatabaseFile, DatabaseServer } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import { eveningAt } from '../domain/evening.js';
import { momentsOf } from '../domain/restored.js';
import { timezoneNamed } from '../domain/time-zone.js';
import { EXIT } from '../exit-codes.js';
import type { Connection } from '../persistence/engine/connection.js';
import { MIGRATIONS } from '../persistence/engine/data-source.js';
import { Database } from '../persistence/engine/database.js';
import { makeBackup } from '../persistence/file/backup.js';
import { AlreadyRunningError, ProcessLock } from '../persistence/file/process-lock.js';
import { importTarget, type ImportTarget, NOTHING_HERE } from '../persistence/stores/import-store.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { applyImport, type ApplyContext } from '../upkeep/import/apply.js';
import type { Source } from '../upkeep/import/original.js';
import { type ImportPlan, planImport, scopeOf } from '../upkeep/import/plan.js';
import { readCsv } from '../upkeep/import/read-csv.js';
import { BlindIndex } from '../vault/blind-index.js';
import { ContactVault } from '../vault/contact-vault.js';
import { configured, type Work, WrongUse } from './command.js';
import { linesOf } from './import/report.js';
import { settingsInForce } from './live-settings.js';
import { reading } from './reading.js';

const STILL_RUNNING =
  'Muster is running on this database. Stop it, import, and start it again; nothing was changed.';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Whoever moves here is written to in it until they say or press anything: then it is Discord's language of theirs. */
const LOCALE = 'en';

/**
 * `import <from>` says what the original website's database, a folder of CSV or a list of links would bring; with `--apply`
 * it does so, in one transaction, while no Muster works on the database. A file is backed up before.
 */
export const importCommunity: Work = async ({ words: [from], options, values }) => {
  if (from === undefined) throw new WrongUse('Say from where.');
  const zone = zoneIn(values.get('zone'));
  const { config } = configured();
  const clock = new SystemClock();
  const source = await sourceAt(from, zone);
  const context = await contextOf(config, clock, options.has('despite-lost-keys'));
  if (!options.has('apply')) {
    const plan = planImport(source, await targetFor(config, source, context), context);
    for (const line of linesOf(plan, source, false)) say(line);
    say('Nothing was changed. The same with --apply does it, while Muster is stopped.');
    return EXIT.ok;
  }
  const { database } = config;
  const plan =
    database.kind === 'sqlite'
      ? await applyToFile(database, clock, source, context)
      : await applyToServer(database, source, context);
  for (const line of linesOf(plan, source, true)) say(line);
  say(plan.changes.length > 0 ? 'It is done. Start Muster again.' : 'There was nothing to do.');
  return EXIT.ok;
};

/** @throws WrongUse for what is no time zone. */
function zoneIn(text: string | undefined): string | null {
  if (text === undefined) return null;
  const zone = timezoneNamed(text);
  if (zone === null) throw new WrongUse('--zone takes a name of the tz database, such as Europe/Ljubljana.');
  return zone;
}

async function sourceAt(from: string, zone: string | null): Promise<Source> {
  if (/^postgres(ql)?:/i.test(from)) {
    const { readPostgres } = await import('../upkeep/import/read-postgres.js');
    return readPostgres(from, zone);
  }
  // Not told back: it may hold a password.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(from)) {
    throw new WrongUse('An address has to begin with postgres://; whatever else is a folder or a file.');
  }
  return readCsv(from, zone);
}

async function contextOf(config: Config, clock: Clock, despiteLostKeys: boolean): Promise<ApplyContext> {
  const { contactKeys, discord, promotion, retentionDays } = config;
  const now = clock.now();
  const { values } = await settingsInForce(config);
  return {
    now,
    today: eveningAt(now, momentsOf(promotion.timezone, values)),
    retentionDays,
    // Before there was a contact key, digests were made with the bot's token.
    index: new BlindIndex([...contactKeys, discord.token]),
    vault: new ContactVault(contactKeys),
    newId: randomUUID,
    despiteLostKeys,
    locale: LOCALE,
  };
}

const MIGRATE_FIRST = 'The database is of another release. Bring it up to date first: npm run migrate.';

/** What is there, as far as anything is; reads beside a running Muster. */
async function targetFor(config: Config, source: Source, context: ApplyContext): Promise<ImportTarget> {
  const read = async (connection: Connection): Promise<ImportTarget> => {
    const done: { name: string }[] = await connection.sql`SELECT name FROM migrations`;
    const names = (migrations: readonly { name: string }[]): string =>
      migrations
        .map(({ name }) => name)
        .sort()
        .join();
    if (names(done) !== names(MIGRATIONS)) throw new Error(MIGRATE_FIRST);
    return importTarget(connection, scopeOf(source, context));
  };
  return (await reading(config.database, 'migrations', read)) ?? NOTHING_HERE;
}

async function applyToFile(
  { path, backups }: DatabaseFile,
  clock: Clock,
  source: Source,
  context: ApplyContext,
): Promise<ImportPlan> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = lockOf(path);
  try {
    const isThere = existsSync(path);
    if (isThere) {
      const { path: copy } = await makeBackup(path, backups.folder, 'manual', clock.now());
      say(`As it is now, the database is in ${copy}.`);
    }
    const database = await Database.open(path);
    try {
      return await database.withTransaction((tx) => applyImport(tx, source, context));
    } finally {
      await database.close();
    }
  } finally {
    lock.release();
  }
}

function lockOf(path: string): ProcessLock {
  try {
    return ProcessLock.acquire(path);
  } catch (error) {
    throw error instanceof AlreadyRunningError ? new Error(STILL_RUNNING, { cause: error }) : error;
  }
}

async function applyToServer(
  { url, sessionUrl }: DatabaseServer,
  source: Source,
  context: ApplyContext,
): Promise<ImportPlan> {
  const [{ assertDirect }, { PostgresEngine }, { processesOn }] = await Promise.all([
    import('../cluster/direct-way.js'),
    import('../persistence/engine/postgres-engine.js'),
    import('../persistence/engine/postgres-upgrade.js'),
  ]);
  await assertDirect({ url, sessionUrl });
  const database = new Database(await PostgresEngine.open({ url, sessionUrl }));
  try {
    return await database.withTransaction(async (tx) => {
      if ((await processesOn(tx)) > 0) throw new Error(STILL_RUNNING);
      return applyImport(tx, source, context);
    });
  } finally {
    await database.close();
  }
}
