/**
 * Which processes work on the database, and whose unfinished work may be taken. A process takes what is its own
 * and not under way, and what is of owners whose life is disproved; nothing else.
 */
export interface Liveness<Transaction> {
  /** This process's boot id, never the same twice: the owner of what it claims and reserves. */
  readonly me: string;
  /**
   * Those of these owners whose life is disproved. Call it in the transaction that takes their work: the proof
   * holds until that ends. It never names `me`; an owner it can't tell of counts as alive.
   */
  deadAmong(tx: Transaction, owners: readonly string[]): Promise<ReadonlySet<string>>;
}
