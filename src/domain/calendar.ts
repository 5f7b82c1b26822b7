import { type EveningAnswerKind } from './answer.js';
import type { AvailabilityStatus } from './availability.js';
import { type SessionTime, startOn } from './evening.js';

/** How many days before today a person's calendar begins. */
export const CALENDAR_DAYS_BACK = 31;
/** How long an evening is in a calendar, in milliseconds: Muster knows when one starts, and nobody says when it ends. */
export const EVENING_LASTS_MS = 2 * 60 * 60_000;

/** What a person has said of one date (`YYYY-MM-DD`) themselves, and when (ms) they said the last of it. */
export interface SaidOfEvening {
  readonly date: string;
  /** `null`: nothing, or nothing but an answer for the evening. */
  readonly status: AvailabilityStatus | null;
  readonly answer: EveningAnswerKind | null;
  readonly saidAt: number;
}

/** A promoter's real campaign; instants in milliseconds. */
export interface EveningCampaign {
  readonly date: string;
  /** The start it has of its own; `null`: it starts when the session is planned to. */
  readonly ownStartAt: number | null;
  readonly createdAt: number;
  /** When it was cancelled, or those it had called were told that it is off; `null`: it stands. */
  readonly offAt: number | null;
}

/** An evening that a person has said yes to. */
export interface CalendarEvening {
  readonly date: string;
  readonly startAt: number;
  readonly said: 'yes' | 'available';
  readonly isOff: boolean;
  /** When (ms) this last became so. */
  readonly changedAt: number;
}

/**
 * Whether somebody said yes to an evening: that they look for a game, or that they come, sooner or later; `available`: that they
 * could be asked. A no takes it away, and a maybe is none.
 */
export function yesTo({
  status,
  answer,
}: Pick<SaidOfEvening, 'status' | 'answer'>): CalendarEvening['said'] | null {
  if (status === 'NOT_PLAYING' || answer === 'NOT_TONIGHT') return null;
  if (status === 'LOOKING' || answer === 'COMING' || answer === 'LATE') return 'yes';
  return status === 'AVAILABLE' ? 'available' : null;
}

/**
 * The evenings somebody said yes to, soonest first: without those that have no session. An evening is off once one of its
 * campaigns is and none of them stands. `timesChangedAt`: when (ms) the usual times of sessions were last set; `null`: never.
 */
export function calendarEvenings(
  said: readonly SaidOfEvening[],
  campaigns: readonly EveningCampaign[],
  { session, timesChangedAt }: { readonly session: SessionTime; readonly timesChangedAt: number | null },
): CalendarEvening[] {
  return said
    .flatMap((each): CalendarEvening[] => {
      const yes = yesTo(each);
      if (yes === null) return [];
      const ofDate = campaigns.filter(({ date }) => date === each.date);
      const standing = ofDate.filter(({ offAt }) => offAt === null);
      const isOff = ofDate.length > 0 && standing.length === 0;
      const startAt = startOfEvening(each.date, isOff ? ofDate : standing, session);
      if (startAt === null) return [];
      const changes = ofDate.flatMap(({ createdAt, offAt }) => [createdAt, offAt ?? createdAt]);
      const changedAt = Math.max(each.saidAt, timesChangedAt ?? 0, ...changes);
      return [{ date: each.date, startAt, said: yes, isOff, changedAt }];
    })
    .sort((a, b) => a.date.localeCompare(b.date));
}

/** When an evening starts by its campaigns, which for one of the past, or one that is off, nobody else knows any more. */
function startOfEvening(
  date: string,
  campaigns: readonly EveningCampaign[],
  session: SessionTime,
): number | null {
  const own = campaigns.flatMap(({ ownStartAt }) => (ownStartAt === null ? [] : [ownStartAt]));
  const last = own.length === 0 ? null : Math.max(...own);
  return startOn(date, { ...session, ownStarts: { on: () => last } });
}
