import { eveningAt } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import { ownStartsFrom } from '../persistence/stores/campaign-store.js';
import type { ServiceContext } from './context.js';

/** Takes in which starts the campaigns of the last evenings have of their own: at the start, and as they come and go. */
export async function loadOwnStarts({
  database,
  clock,
  settings,
}: Pick<ServiceContext, 'database' | 'clock' | 'settings'>): Promise<void> {
  // An evening's start may be on the day after its date, and what comes after it on the next.
  const from = addDays(eveningAt(clock.now(), settings), -2);
  settings.ownStarts?.adopt(await ownStartsFrom(database.view, from));
}
