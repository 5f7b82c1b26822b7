import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../domain/availability.js';
import { eveningAt, sessionStart } from '../domain/evening.js';
import { addDays, daysBetween, isLocalDate } from '../domain/local-time.js';
import { parseDateInput } from '../messages/typed-date.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { answerOn, type EffectiveAnswer } from '../domain/standing-answers.js';
import type { View } from '../persistence/engine/database.js';
import {
  availabilityBetween,
  availabilityOf,
  countsBetween,
} from '../persistence/stores/availability-store.js';
import { conditionsOf } from '../persistence/stores/condition-store.js';
import { findStanding } from '../persistence/stores/standing-store.js';
import { accessOf } from './access.js';
import type { Actor, ServiceContext } from './context.js';
import { type AnsweredName, namesOf } from './show-availability.js';

/** The most days that are shown at once. */
export const MAX_RANGE_DAYS = 180;
/** How many days after the first are shown by default. */
const DEFAULT_DAYS_AFTER = 60;

/** One day: how many people said what and, if the viewer may see names, who. */
export interface AvailabilityDay {
  readonly date: string;
  readonly counts: Readonly<Record<AvailabilityStatus, number>>;
  readonly total: number;
  /** `undefined` where nobody is signed in. */
  readonly own?: EffectiveAnswer;
  /** They are in as soon as so many are; `null`: they made no condition, or it is met. */
  readonly ownAtLeast?: number | null;
  /** Only for linked viewers who ask for it. */
  readonly names?: Readonly<Record<AvailabilityStatus, readonly AnsweredName[]>>;
}

/** A stretch of days, and whether enough are looking for a game today. */
export interface AvailabilityDays {
  readonly days: readonly AvailabilityDay[];
  readonly viewer: { readonly authenticated: boolean; readonly linked: boolean };
  readonly sessionReady: {
    readonly date: string;
    readonly ready: boolean;
    readonly lookingCount: number;
    readonly threshold: number;
    /** When the session of that date starts: milliseconds since the epoch. */
    readonly startAt: number;
    /** The same for the same session: a page that has announced this key need not do so again. */
    readonly eventKey: string;
  };
}

/** Which days; dates as people type them, both included. */
export interface DaysAsked {
  readonly from?: string;
  readonly to?: string;
  readonly withNames: boolean;
}

/** Day by day, how many said what: for everybody, signed in or not. Names are for linked viewers. */
export async function availabilityDays(
  context: ServiceContext,
  actor: Actor | null,
  asked: DaysAsked,
): Promise<Result<AvailabilityDays>> {
  const access = actor && (await accessOf(context, actor));
  if (access && !access.ok) return access;
  const linked = access?.value.linked ?? false;
  const today = eveningAt(context.clock.now(), context.settings);
  const range = rangeOf(asked, today);
  if (!range.ok) return range;
  const { from, to } = range.value;
  const { view } = context.database;
  const counts = await countsBetween(view, from, to);
  const own = actor && (await ownAnswers(view, actor.userId, from));
  const conditions = new Map(
    actor
      ? (await conditionsOf(view, actor.userId, from)).map((each) => [
          each.date,
          each.hasTurned ? null : each.atLeast,
        ])
      : [],
  );
  const entries =
    linked && asked.withNames
      ? await availabilityBetween(view, from, to, context.settings.playerLinkPolicy)
      : null;
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index): AvailabilityDay => {
    const date = addDays(from, index);
    const ofDay = byStatus((status) => counts.get(date)?.[status] ?? 0);
    const said = (entries ?? []).filter((entry) => entry.date === date);
    return {
      date,
      counts: ofDay,
      total: AVAILABILITY_STATUSES.reduce((sum, status) => sum + ofDay[status], 0),
      ...(own && { own: own(date), ownAtLeast: conditions.get(date) ?? null }),
      ...(entries && { names: byStatus((status) => namesOf(said, status)) }),
    };
  });
  const sessionReady = await sessionReadyOn(context, today);
  return ok({ days, viewer: { authenticated: actor !== null, linked }, sessionReady });
}

/** Knows a person's answer for every date from one on. */
async function ownAnswers(
  view: View,
  userId: string,
  from: string,
): Promise<(date: string) => EffectiveAnswer> {
  const said = new Map((await availabilityOf(view, userId, from)).map(({ date, status }) => [date, status]));
  const standing = await findStanding(view, userId);
  return (date) => answerOn(date, { said: said.get(date) ?? null, ...standing });
}

async function sessionReadyOn(
  context: ServiceContext,
  date: string,
): Promise<AvailabilityDays['sessionReady']> {
  const threshold = context.settings.sessionReadyThreshold;
  const lookingCount = (await countsBetween(context.database.view, date, date)).get(date)?.LOOKING ?? 0;
  const ready = lookingCount >= threshold;
  const startAt = sessionStart(date, context.settings);
  return { date, ready, lookingCount, threshold, startAt, eventKey: `SESSION_READY:${date}` };
}

function rangeOf(asked: DaysAsked, today: string): Result<{ from: string; to: string }> {
  const from = parseDateInput(asked.from, today);
  if (!from.ok) return from;
  const to =
    asked.to === undefined ? ok(addDays(from.value, DEFAULT_DAYS_AFTER)) : parseDateInput(asked.to, today);
  if (!to.ok) return to;
  // Dates after the year 9999 have another form.
  const days = isLocalDate(to.value) ? daysBetween(from.value, to.value) + 1 : 0;
  if (days < 1 || days > MAX_RANGE_DAYS) return refuse({ code: 'invalid_range', maxDays: MAX_RANGE_DAYS });
  return ok({ from: from.value, to: to.value });
}

function byStatus<T>(of: (status: AvailabilityStatus) => T): Record<AvailabilityStatus, T> {
  return Object.fromEntries(AVAILABILITY_STATUSES.map((status) => [status, of(status)])) as Record<
    AvailabilityStatus,
    T
  >;
}
