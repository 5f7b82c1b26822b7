import type { DatabaseFault } from '../../domain/database-fault.js';
import { databaseFault } from '../file/storage-error.js';

/** Why transactions fail, and the error that says so. */
export interface DatabaseTrouble {
  readonly fault: DatabaseFault;
  readonly error: unknown;
}

/** Hears of trouble when it begins or becomes another, and with `null` when it is over. */
export type OnTrouble = (trouble: DatabaseTrouble | null) => void;

/** Whether a database works, as transactions and views show it. */
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

  /** A transaction failed, or a view did. */
  failed(error: unknown): void {
    const fault = databaseFault(error);
    if (fault === null || fault === this.#fault) return;
    this.#fault = fault;
    this.#tell({ fault, error });
  }

  /** Something was read, outside of a transaction: the database can be reached. */
  read(): void {
    if (this.#fault === 'unreachable') this.went();
  }

  /** A transaction went well, and shows that the trouble is over. */
  went(): void {
    if (this.#fault === null) return;
    this.#fault = null;
    this.#tell(null);
  }

  #tell(trouble: DatabaseTrouble | null): void {
    for (const listener of this.#listeners) listener(trouble);
  }
}
