import type { DatabaseFault } from '../../domain/database-fault.js';
import { databaseFault } from '../file/storage-error.js';

/** Why transactions fail, and the error that says so. */
export interface DatabaseTrouble {
  readonly fault: DatabaseFault;
  readonly error: unknown;
}

/** Hears of trouble when it begins or becomes another, and with `null` when it is over. */
export type OnTrouble = (trouble: DatabaseTrouble | null) => void;

/** What also befalls one who only reads: when that goes well, it is over. */
const SEEN_BY_READING: ReadonlySet<DatabaseFault> = new Set(['unreachable', 'read_only', 'locked']);

/** Whether transactions work, as far as they show it. */
export class Health {
  readonly #listeners: OnTrouble[] = [];
  #fault: DatabaseFault | null = null;

  /** Why the last transactions failed; `null`: they did not. */
  get fault(): DatabaseFault | null {
    return this.#fault;
  }

  watch(listener: OnTrouble): void {
    this.#listeners.push(listener);
  }

  /** Whether it takes a transaction that has written something to show that the trouble is over. */
  get asksForWriting(): boolean {
    return this.#fault !== null && !SEEN_BY_READING.has(this.#fault);
  }

  failed(error: unknown): void {
    const fault = databaseFault(error);
    if (fault === null || fault === this.#fault) return;
    this.#fault = fault;
    this.#tell({ fault, error });
  }

  went(): void {
    if (this.#fault === null) return;
    this.#fault = null;
    this.#tell(null);
  }

  #tell(trouble: DatabaseTrouble | null): void {
    for (const listener of this.#listeners) listener(trouble);
  }
}
