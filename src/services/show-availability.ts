import { AVAILABILITY_STATUSES, type AvailabilityStatus } from '../domain/availability.js';
import { displayName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { parseDateInput } from '../messages/typed-date.js';
import { linkCounts } from '../domain/player-link.js';
import { ok, type Result } from '../domain/refusal.js';
import { availabilityOn, type DaysAnswer } from '../persistence/stores/availability-store.js';
import { openConditionOf } from '../persistence/stores/condition-store.js';
import { findPlayerLink } from '../persistence/stores/player-link-store.js';
import { requireMember, requirePromoter } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { type DayBoard, dayBoardOf } from '../dispatch/day-board.js';

/** Who gave an answer, and whether it is theirs for the weekday. */
export interface AnsweredName {
  readonly name: string;
  readonly weekly: boolean;
}

/** A day's board: how many said what, and, where names may be shown, who. */
export interface AvailabilityBoard {
  readonly date: string;
  readonly counts: Readonly<Record<AvailabilityStatus, number>>;
  readonly own: AvailabilityStatus | null;
  /** Whether that is their answer for the weekday. */
  readonly ownIsWeekly: boolean;
  /** They are in as soon as so many are; `null` or left out: they made no condition, or it is met. */
  readonly ownAtLeast?: number | null;
  /** `null` when the viewer has no link that counts. */
  readonly names: Readonly<Record<AvailabilityStatus, readonly AnsweredName[]>> | null;
}

/** A day's board for a member; names only for linked ones. */
export async function showAvailability(
  context: ServiceContext,
  actor: Actor,
  dateInput?: string,
): Promise<Result<AvailabilityBoard>> {
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const link = await findPlayerLink(context.database.view, actor.userId);
  return boardOf(context, actor, dateInput, linkCounts(link, context.settings.playerLinkPolicy));
}

/** A day's board to be posted where everybody sees it: numbers, no names. For promoters and admins. */
export async function availabilityBoard(
  context: ServiceContext,
  actor: Actor,
  dateInput?: string,
): Promise<Result<DayBoard>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const date = parseDateInput(dateInput, eveningAt(context.clock.now(), context.settings));
  return date.ok ? ok(await dayBoardOf(context, date.value)) : date;
}

async function boardOf(
  context: ServiceContext,
  actor: Actor,
  dateInput: string | undefined,
  withNames: boolean,
): Promise<Result<AvailabilityBoard>> {
  const date = parseDateInput(dateInput, eveningAt(context.clock.now(), context.settings));
  if (!date.ok) return date;
  const entries = await availabilityOn(context.database.view, date.value, context.settings.playerLinkPolicy);
  const names = byStatus((status) => namesOf(entries, status));
  const own = entries.find((entry) => entry.userId === actor.userId);
  return ok({
    date: date.value,
    counts: byStatus((status) => names[status].length),
    own: own?.status ?? null,
    ownIsWeekly: own?.weekly ?? false,
    ownAtLeast: await openConditionOf(context.database.view, actor.userId, date.value),
    names: withNames ? names : null,
  });
}

/** Who gave an answer, as the others see it. */
export function namesOf(answers: readonly DaysAnswer[], status: AvailabilityStatus): AnsweredName[] {
  return answers
    .filter((answer) => answer.status === status)
    .map(({ userName, weekly }) => ({ name: displayName(userName), weekly }));
}

function byStatus<T>(of: (status: AvailabilityStatus) => T): Record<AvailabilityStatus, T> {
  return Object.fromEntries(AVAILABILITY_STATUSES.map((status) => [status, of(status)])) as Record<
    AvailabilityStatus,
    T
  >;
}
