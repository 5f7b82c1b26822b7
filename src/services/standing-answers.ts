import { displayName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { ok, type Result } from '../domain/refusal.js';
import type { Weekday } from '../domain/session-plan.js';
import {
  changedWeek,
  endOfWeekly,
  isTakenBack,
  type Standing,
  WEEK,
  type WeeklyChanges,
  type WeeklyStatus,
} from '../domain/standing-answers.js';
import type { Tx } from '../persistence/engine/database.js';
import { countAnew } from '../persistence/stores/preference-store.js';
import { clearWeekdays, findStanding, saveWeek } from '../persistence/stores/standing-store.js';
import { linkThatCounts, requireLinked, requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { asLinked, type Chat, type LinkedAccount } from './link-channel.js';
import { arrivalOf, stillWanted } from './said-since.js';
import { notDoneFor } from './way-out.js';

/** What somebody says about weekdays and when they are away, as far as it counts today or later. Dates are `YYYY-MM-DD`. */
export interface StandingView {
  readonly today: string;
  /** From Monday on. */
  readonly week: readonly { readonly day: Weekday; readonly status: WeeklyStatus | null }[];
  /** The last date on which the week counts; `null`: it says nothing. */
  readonly weeklyUntil: string | null;
  /** The last date they are away; `null`: they are not. */
  readonly awayUntil: string | null;
}

/** What a member says about weekdays, and when they are away. */
export async function showStanding(context: ServiceContext, actor: Actor): Promise<Result<StandingView>> {
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  return ok(await standingOf(context, actor.userId));
}

/** {@link showStanding} without asking for rights. */
export async function standingOf(
  { database, clock, settings }: ServiceContext,
  userId: string,
): Promise<StandingView> {
  const today = eveningAt(clock.now(), settings);
  return viewOf(await findStanding(database.view, userId), today);
}

/** A standing as it is shown on a day. */
export function viewOf({ week, away }: Standing, today: string): StandingView {
  return {
    today,
    week: WEEK.map((day) => {
      const answer = week[day];
      return { day, status: answer && answer.until >= today ? answer.status : null };
    }),
    weeklyUntil: endOfWeekly(week, today),
    awayUntil: away && away.until >= today ? away.until : null,
  };
}

/**
 * Says what a linked member does on weekdays where they say nothing about the date. What only takes something back is open
 * to everybody and does not wait for Discord.
 */
export async function setWeekly(
  context: ServiceContext,
  actor: Actor,
  changes: WeeklyChanges,
): Promise<Result<StandingView>> {
  const days = WEEK.filter((day) => changes[day] !== undefined);
  if (days.length > 0 && isTakenBack(changes)) {
    const arrival = arrivalOf(context, actor);
    await context.database.withTransaction((tx) => takeBack(context, tx, actor.userId, days, arrival));
    return ok(await told(context, actor.userId, 'weekly'));
  }
  return change(context, actor, changes);
}

/** Keeps what a linked member says about weekdays for eight weeks from now. Without anything to keep it changes nothing. */
export function keepWeekly(context: ServiceContext, actor: Actor): Promise<Result<StandingView>> {
  return change(context, actor, {});
}

async function change(
  context: ServiceContext,
  actor: Actor,
  changes: WeeklyChanges,
): Promise<Result<StandingView>> {
  const arrival = arrivalOf(context, actor);
  const linked = await requireLinked(context, actor);
  if (!linked.ok) return linked;
  const { userId } = actor;
  const now = context.clock.now();
  const today = eveningAt(now, context.settings);
  const still = await context.database.withTransaction(async (tx) => {
    const wanted = await stillWanted(context, userId, ['weekly answers'], arrival);
    if (!wanted.ok) return wanted;
    const link = await linkThatCounts(context, tx, userId);
    if (!link.ok) return link;
    const { week } = await findStanding(tx, userId);
    const name = displayName(linked.value.member.displayName);
    await saveWeek(tx, userId, name, changedWeek(week, changes, today), now);
    await countAnew(tx, userId, now);
    return link;
  });
  if (!still.ok) return still;
  return ok(await told(context, userId, Object.keys(changes).length > 0 ? 'weekly' : 'kept'));
}

/**
 * Takes back what was said about weekdays, from a chat, for every account that was linked to it until now: a way out, open to
 * everybody.
 */
export async function clearWeeklyInChat(
  context: ServiceContext,
  chat: Chat,
  days: readonly Weekday[],
): Promise<Result<{ account: LinkedAccount; view: StandingView }>> {
  const arrival = arrivalOf(context, chat);
  const found = await asLinked(context, chat, async (tx, account) => {
    const done = notDoneFor(chat, account);
    for (const userId of done) await takeBack(context, tx, userId, days, arrival);
    return done;
  });
  if (!found.ok) return found;
  const { account, value: done } = found.value;
  for (const userId of done)
    context.events.emit({ type: 'standing_answers_changed', userId, what: 'weekly' });
  return ok({ account, view: await standingOf(context, account.userId) });
}

async function takeBack(
  context: ServiceContext,
  tx: Tx,
  userId: string,
  days: readonly Weekday[],
  arrival: number,
): Promise<void> {
  await context.waysOut.note(userId, ['weekly answers'], arrival);
  await clearWeekdays(tx, userId, days);
  await countAnew(tx, userId, context.clock.now());
}

async function told(context: ServiceContext, userId: string, what: 'weekly' | 'kept'): Promise<StandingView> {
  context.events.emit({ type: 'standing_answers_changed', userId, what });
  return standingOf(context, userId);
}
