import type { DatabaseFault } from '../domain/database-fault.js';
import type { MusterEvent } from '../domain/events.js';
import { databaseFault } from '../persistence/file/storage-error.js';

/**
 * Hands events to `tell`, without the errors that say what has been told: while a database is in trouble each sweep fails for the
 * same reason.
 */
export function withoutRepeats(tell: (event: MusterEvent) => void): (event: MusterEvent) => void {
  let told: DatabaseFault | null = null;
  return (event) => {
    if (event.type === 'database_trouble') told = event.fault;
    if (event.type === 'database_well') told = null;
    if (told === null || !isOfTheDatabase(event)) tell(event);
  };
}

function isOfTheDatabase(event: MusterEvent): boolean {
  const mayBe =
    event.type === 'background_error' || event.type === 'job_error' || event.type === 'role_failed';
  return mayBe && databaseFault(event.error) !== null;
}
