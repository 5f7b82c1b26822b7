import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../../../src/domain/availability.js';

/** What somebody pressed before they could: it is done once they can. */
export interface Intention {
  readonly date: string;
  readonly status: AvailabilityStatus;
}

const KEY = 'muster-intention';
/** Whoever comes back later than this has forgotten what they pressed, in milliseconds. */
const GOOD_FOR_MS = 15 * 60_000;

/** What an intention is kept in: the tab's own storage, or a test's. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Remembers what was pressed, in this tab alone: it outlives the way to Discord and back. */
export function keepIntention(kept: Kept, intention: Intention, now: number): void {
  kept.setItem(KEY, JSON.stringify({ ...intention, at: now }));
}

/** What was pressed a moment ago, once: it is forgotten with this. `null` where there is nothing that still holds. */
export function takeIntention(kept: Kept, now: number): Intention | null {
  const text = kept.getItem(KEY);
  kept.removeItem(KEY);
  try {
    const { date, status, at } = JSON.parse(text ?? '{}') as Partial<Record<string, unknown>>;
    const known = AVAILABILITY_STATUSES.find((each) => each === status);
    const fresh = typeof at === 'number' && now - at < GOOD_FOR_MS;
    return known && fresh && typeof date === 'string' ? { date, status: known } : null;
  } catch {
    return null;
  }
}
