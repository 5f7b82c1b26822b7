import { type DatabasePlace, loadConfig } from '../../config/config.js';
import { secretsIn } from '../../config/secrets.js';
import type { Clock } from '../../domain/clock.js';
import { redactor } from '../../observability/redact.js';
import { databaseCheck } from '../check/database.js';
import { fault, type Finding } from '../check/finding.js';
import { runChecks } from '../check/run.js';
import type { Conversation } from '../conversation.js';
import { STAND_INS, whatIsWrongWith } from './answers.js';

/** The ways to the database, as they stand in a `.env`. Secrets: they may hold a password. */
export interface Ways {
  /** Absent: the usual file. */
  readonly DATABASE_URL: string | undefined;
  readonly DATABASE_SESSION_URL: string | undefined;
}

/**
 * What `check` says of the database these ways lead to; nothing in it is changed. In words that hold no password.
 */
export async function lookAtDatabase(ways: Ways, clock: Clock): Promise<readonly Finding[]> {
  const loaded = loadConfig({ ...STAND_INS, ...ways });
  if (!loaded.ok) return loaded.faults.map(({ name, reason }) => fault('configuration', `${name} ${reason}`));
  const { database } = loaded.config;
  const checks =
    database.kind === 'sqlite'
      ? [databaseCheck(database.path)]
      : // Only who names a server loads its driver.
        (await import('../check/database-server.js')).servingChecks(database);
  const redact = redactor(secretsIn({ ...ways }));
  const found = await runChecks(checks, clock);
  return found.map((finding) => ({ ...finding, said: redact(finding.said) }));
}

/** A line for each, but what two of them stumbled over once. */
export function wordsOf(found: readonly Finding[]): readonly string[] {
  return found
    .filter(({ said }, index) => found.findIndex((other) => other.said === said) === index)
    .map(({ what, said }) => `${what}: ${said}`);
}

/** A place for people to read, without a user and a password. */
async function placeInWords(ways: Ways): Promise<string> {
  const loaded = loadConfig({ ...STAND_INS, ...ways });
  return loaded.ok ? inWords(loaded.config.database) : 'the one there is';
}

async function inWords(database: DatabasePlace): Promise<string> {
  if (database.kind === 'sqlite') return database.path;
  return (await import('../../persistence/engine/server-trouble.js')).nameOf(database.url);
}

/**
 * Asks where the database is, until what is answered will do, or shall be taken all the same.
 * @returns what to write into DATABASE_URL; `null`: it stays as it is.
 */
export async function askForDatabase(talk: Conversation, ways: Ways, clock: Clock): Promise<string | null> {
  const kept = await placeInWords(ways);
  for (;;) {
    // An address may hold a password, so it does not show.
    const typed = await talk.askSecret(`Address (it does not show as you type it) [${kept}]`);
    const wrong = typed === '' ? null : whatIsWrongWith('DATABASE_URL', typed);
    if (wrong !== null) {
      talk.say(`  The address ${wrong}.`);
      continue;
    }
    const answer = typed === '' ? null : typed;
    const found = await lookAtDatabase({ ...ways, ...(answer !== null && { DATABASE_URL: answer }) }, clock);
    for (const line of wordsOf(found)) talk.say(`  ${line}`);
    const isGood = found.every(({ state }) => state !== 'fault');
    if (isGood || (await talk.confirm('  Take it all the same?', false))) return answer;
  }
}
