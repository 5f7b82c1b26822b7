import type { DatabaseServer } from '../../config/config.js';
import { assertDirect } from '../../cluster/direct-way.js';
import type { Clock } from '../../domain/clock.js';
import { MIGRATIONS } from '../../persistence/engine/data-source.js';
import { lookAtServer, unfitness } from '../../persistence/engine/fitness.js';
import { PostgresConnection } from '../../persistence/engine/postgres-connection.js';
import { migrationsOn, processesOn } from '../../persistence/engine/postgres-upgrade.js';
import { inWords, nameOf, type ServerWay } from '../../persistence/engine/server-trouble.js';
import { StorageError } from '../../persistence/file/storage-error.js';
import { type Check, fault, type Finding, ok, warning } from './finding.js';

/** From here on (ms) a process that trusted its own clock would act noticeably early or late. */
const NOTICEABLE_MS = 2_000;
/** A process's connections: for writing, for views, for its life, and for the pace where there is no Redis. */
const CONNECTIONS_A_PROCESS = 4;
/** With fewer left a process that starts anew beside the one it replaces, and an admin, may find none. */
const FEW_CONNECTIONS = 2 * CONNECTIONS_A_PROCESS;

/** Looks at a PostgreSQL database through a connection of its own. */
type Look = (connection: PostgresConnection, what: string) => Promise<Finding | readonly Finding[]>;

/** Everything there is to look at where the database is on a server. Nothing in it is changed; Muster may run meanwhile. */
export function databaseServerChecks(server: DatabaseServer, clock: Clock): readonly Check[] {
  const on = checkOn(wayTo(server));
  return [
    ...servingChecks(server),
    on('database clock', (connection, what) => whatTimeItIs(connection, what, clock)),
    on('connections', howManyAreLeft),
    on('processes', whoIsAtWork),
  ];
}

/** Those of them that say whether Muster can start on it at all. */
export function servingChecks(server: DatabaseServer): readonly Check[] {
  const way = wayTo(server);
  return [
    checkOn(way)('database', (connection, what) => whetherItServes(connection, what, way)),
    { what: 'session', look: () => whetherSessionsLast('session', server) },
  ];
}

function wayTo({ url }: DatabaseServer): ServerWay {
  return { variable: 'DATABASE_URL', url };
}

function checkOn(way: ServerWay): (what: string, look: Look) => Check {
  return (what, look) => ({ what, look: (signal) => looking(way, what, signal, look) });
}

/** What is wrong with the database itself is told once, by the first check. */
async function looking(
  way: ServerWay,
  what: string,
  signal: AbortSignal,
  look: Look,
): Promise<Finding | readonly Finding[]> {
  try {
    return await inWords(way, async () => {
      const connection = await PostgresConnection.open({ url: way.url, readOnly: true, isPooled: true });
      signal.addEventListener('abort', () => connection.abandon(), { once: true });
      try {
        return await look(connection, what);
      } finally {
        await connection.close();
      }
    });
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return what === 'database' ? fault(what, error.message) : warning(what, 'not asked: see the database');
  }
}

async function whetherItServes(
  connection: PostgresConnection,
  what: string,
  way: ServerWay,
): Promise<Finding> {
  const facts = await lookAtServer(connection);
  const done = await migrationsOn(connection);
  const known = MIGRATIONS.map(({ name }) => name);
  const place = nameOf(way.url);
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return fault(what, `${place} was made by a newer release (${unknown.join(', ')}): use that release`);
  }
  const missing = known.length - done.length;
  const unfit = unfitness(facts, way, missing > 0);
  if (unfit) return fault(what, unfit.message);
  const said = `${place} is PostgreSQL ${facts.version}, and ${facts.user} may do there what it takes`;
  if (done.length === 0) return ok(what, `${said}; the first start makes the tables`);
  return ok(what, missing === 0 ? said : `${said}; the next start migrates it (${missing} steps)`);
}

async function whetherSessionsLast(what: string, { url, sessionUrl }: DatabaseServer): Promise<Finding> {
  try {
    await assertDirect({ url, sessionUrl });
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return fault(what, error.message);
  }
  return ok(
    what,
    sessionUrl === url
      ? 'lasts by DATABASE_URL'
      : 'lasts by DATABASE_SESSION_URL, which leads to the same database as DATABASE_URL',
  );
}

async function whatTimeItIs(connection: PostgresConnection, what: string, clock: Clock): Promise<Finding> {
  const asked = clock.now();
  const [row] = await connection.sql<{ said: number }>`
    SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS double precision) AS said`;
  if (!row) throw new Error('a row is always there');
  const aheadMs = (asked + clock.now()) / 2 - row.said;
  if (Math.abs(aheadMs) <= NOTICEABLE_MS) return ok(what, 'matches this machine’s (±2 s)');
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  return warning(
    what,
    `this machine’s is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} it; Muster goes by the database’s. Switch time ` +
      'synchronisation on at both (systemd-timesyncd, chrony)',
  );
}

async function howManyAreLeft(connection: PostgresConnection, what: string): Promise<Finding> {
  const [row] = await connection.sql<{ most: number; taken: number }>`
    SELECT CAST(current_setting('max_connections') AS integer)
        - CAST(current_setting('superuser_reserved_connections') AS integer) AS most,
      (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS taken`;
  if (!row) throw new Error('a row is always there');
  const left = Math.max(0, row.most - row.taken);
  const said = `${left} of ${row.most} are left, and a process of Muster’s takes ${CONNECTIONS_A_PROCESS}`;
  return left < FEW_CONNECTIONS ? warning(what, `${said}: raise max_connections`) : ok(what, said);
}

async function whoIsAtWork(connection: PostgresConnection, what: string): Promise<Finding> {
  const alive = await processesOn(connection);
  if (alive === 0) return ok(what, 'none is at work');
  const roles = await connection.sql<{ role: string }>`
    SELECT role FROM muster_roles JOIN muster_processes ON muster_processes.id = owner
    WHERE beat_at > clock_timestamp() - interval '10 seconds' ORDER BY role`;
  const held = roles.map(({ role }) => role).join(', ');
  const number = alive === 1 ? 'one is' : `${alive} are`;
  return ok(what, `${number} at work${held === '' ? '' : `, with ${held}`}`);
}
