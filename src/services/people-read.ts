import type { Tx } from '../persistence/engine/database.js';
import type { CommitMark } from '../persistence/engine/engine.js';
import { peopleOf } from '../persistence/stores/audience-store.js';
import type { CallablePerson } from '../persistence/stores/person-store.js';
import type { ServiceContext } from './context.js';

type Context = Pick<ServiceContext, 'database' | 'settings' | 'contacts'>;

/** Everybody who plays on a date (see `peopleOf`), and all that this reading depends on. */
export interface PeopleRead {
  readonly people: readonly CallablePerson[];
  /** The newest commit before it. */
  readonly commit: CommitMark;
  readonly date: string;
  readonly timezone: string;
  readonly policy: string;
  readonly lastCallAt: number | null;
}

/** Reads everybody who plays on a date and would be called last at `lastCallAt` (ms; see `peopleOf`). Decide by it only through {@link peopleStill}. */
export async function readPeople(
  context: Context,
  date: string,
  lastCallAt: number | null = null,
): Promise<PeopleRead> {
  const { database, contacts } = context;
  const { timezone, playerLinkPolicy: policy } = context.settings;
  // Asked first: what is committed during the reading must count as committed after it.
  const commit = await database.lastCommit();
  const people = await peopleOf(database.view, date, timezone, contacts, policy, lastCallAt);
  return { people, commit, date, timezone, policy, lastCallAt };
}

/**
 * Everybody who plays on a date, to decide by in a transaction that has written nothing yet. Where nothing
 * was committed since `before`, that is what would be read now; else they are read again.
 */
export async function peopleStill(
  context: Context,
  tx: Tx,
  date: string,
  before: PeopleRead,
  lastCallAt: number | null = null,
): Promise<readonly CallablePerson[]> {
  const { timezone, playerLinkPolicy: policy } = context.settings;
  const sameQuestion =
    date === before.date &&
    timezone === before.timezone &&
    policy === before.policy &&
    lastCallAt === before.lastCallAt;
  if (sameQuestion && (await context.database.lastCommit()) === before.commit) return before.people;
  return peopleOf(tx, date, timezone, context.contacts, policy, lastCallAt);
}
