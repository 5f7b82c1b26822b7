import type { Clock } from './clock.js';

/**
 * Which processes work on the database, and whose unfinished work may be taken. A process takes what is its own
 * and not under way, and what is of owners whose life is disproved; nothing else.
 */
export interface Liveness<Transaction> {
  /** This process's boot id, never the same twice: the owner of what it claims and reserves. */
  readonly me: string;
  /** Whether no other process can work on the database. */
  readonly isAlone: boolean;
  /**
   * Whether nobody can take this process for dead by now. Without it nothing is claimed, reserved or sent: another
   * process may be at work on the same.
   */
  isSure(): boolean;
  /**
   * Those of these owners whose life is disproved. Call it in the transaction that takes their work: the proof
   * holds until that ends. It never names `me`; an owner it can't tell of counts as alive.
   */
  deadAmong(tx: Transaction, owners: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * After so long without a sign of life others may take a process's work, in milliseconds; what it has reserved
 * and not sent by then may no longer leave. Long enough for a slow disk to go unnoticed, and far below the 120 s
 * for which we rely on a nonce to be known: docs/adr/0052.
 */
export const LIFE_TTL_MS = 10_000;

/**
 * So long (ms) after it sent its last acknowledged beat a process knows that nobody takes it for dead, with two seconds left
 * for what is on its way.
 */
export const SURE_FOR_MS = LIFE_TTL_MS - 2_000;

/**
 * Begins to watch how long something takes that began now. @returns how long it has taken (ms): the larger of
 * what the monotonic clock says, which may stand still while the machine sleeps, and the wall clock, which may
 * be set back.
 */
export function takingSince(clock: Clock): () => number {
  const [monotonic, wall] = [clock.monotonic(), clock.now()];
  return () => Math.max(clock.monotonic() - monotonic, clock.now() - wall);
}

/** What somebody asked for is not done, because this process was held up, and another may have taken over: see `isSure`. */
export class HeldUpError extends Error {
  override readonly name = 'HeldUpError';

  constructor() {
    super('this process was held up, and another may have taken over');
  }
}
