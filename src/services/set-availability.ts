import { AVAILABILITY_STATUSES, type AvailabilityStatus, MAX_DAYS_AHEAD } from '../domain/availability.js';
import { isCondition, LEAST_CONDITION, MOST_CONDITION } from '../domain/conditional.js';
import { displayName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { daysBetween } from '../domain/local-time.js';
import { parseDateInput } from '../messages/typed-date.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { WeeklyStatus } from '../domain/standing-answers.js';
import {
  type AvailabilityEntry,
  availabilityOf,
  clearAvailability,
  saveAvailability,
} from '../persistence/stores/availability-store.js';
import { linkThatCounts, requireLinked, requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, stillWanted } from './said-since.js';
import { tellTurned, turnConditional } from './turn-conditional.js';
import { decline, weeklyLeft } from './way-out.js';
import { type WhatFollows, whatFollows } from './what-follows.js';

/** What was saved. */
export interface SetAvailability {
  readonly date: string;
  readonly status: AvailabilityStatus;
  /** They are in as soon as so many are, they among them; `null`: they made no condition, or it is met. */
  readonly atLeast: number | null;
  readonly follows: WhatFollows;
}

/**
 * Stores what a linked member says about a date: today up to 90 days ahead. A maybe may come with a condition: it turns into a
 * yes as soon as `ifAtLeast` are in, they among them, at once where they are. A no that replaces an earlier
 * entry is open to everybody, and does not wait for Discord: see {@link decline}.
 */
export async function setAvailability(
  context: ServiceContext,
  actor: Actor,
  input: { status: string; date?: string; ifAtLeast?: number | null },
): Promise<Result<SetAvailability>> {
  const status = AVAILABILITY_STATUSES.find((known) => known === input.status);
  if (status === 'NOT_PLAYING') return setNotPlaying(context, actor, input.date);
  const arrival = arrivalOf(context, actor);
  const linked = await requireLinked(context, actor);
  if (!linked.ok) return linked;
  if (!status) return refuse({ code: 'invalid_status', input: input.status });
  const date = dateToSet(context, input.date);
  if (!date.ok) return date;
  const { ifAtLeast: atLeast = null } = input;
  if (atLeast !== null && (status !== 'MAYBE' || !isCondition(atLeast)))
    return refuse({ code: 'invalid_condition', least: LEAST_CONDITION, most: MOST_CONDITION });
  const entry = {
    id: context.newId(),
    userId: actor.userId,
    userName: displayName(linked.value.member.displayName),
    date: date.value,
    status,
    atLeast,
  };
  const now = context.clock.now();
  const still = await context.database.withTransaction(async (tx) => {
    const wanted = await stillWanted(context, actor.userId, [`date ${date.value}`], arrival);
    if (!wanted.ok) return wanted;
    const link = await linkThatCounts(context, tx, actor.userId);
    if (!link.ok) return link;
    await saveAvailability(tx, entry, now);
    return ok(await turnConditional(context, tx, { answerer: actor.userId, date: date.value }, now));
  });
  if (!still.ok) return still;
  const turned = still.value;
  tellTurned(context, date.value, turned, actor.userId);
  const isIn = turned.userIds.includes(actor.userId);
  const said = isIn ? 'LOOKING' : status;
  context.events.emit({ type: 'availability_set', userId: actor.userId, date: date.value, status: said });
  return ok({
    date: date.value,
    status: said,
    atLeast: isIn ? null : atLeast,
    follows: await whatFollows(context, actor.userId, date.value, said),
  });
}

async function setNotPlaying(
  context: ServiceContext,
  actor: Actor,
  dateInput?: string,
): Promise<Result<SetAvailability>> {
  const date = dateToSet(context, dateInput);
  if (!date.ok) return date;
  const declined = await decline(context, actor, date.value);
  if (!declined.ok) return declined;
  return ok({ date: date.value, status: 'NOT_PLAYING', atLeast: null, follows: { kind: 'nothing' } });
}

/**
 * Takes back what somebody said about a date: a way out, so everybody can, and Discord isn't asked. `cleared` is false
 * when they had said nothing; `left`: the weekly answer that counts without it.
 */
export async function clearAvailabilityOn(
  context: ServiceContext,
  actor: Actor,
  dateInput?: string,
): Promise<Result<{ date: string; cleared: boolean; left: WeeklyStatus | null }>> {
  const date = dateToSet(context, dateInput);
  if (!date.ok) return date;
  const arrival = arrivalOf(context, actor);
  const cleared = await context.database.withTransaction(async (tx) => {
    await context.waysOut.note(actor.userId, [`date ${date.value}`], arrival);
    return clearAvailability(tx, actor.userId, date.value, context.clock.now());
  });
  context.events.emit({ type: 'availability_set', userId: actor.userId, date: date.value, status: 'none' });
  return ok({ date: date.value, cleared, left: await weeklyLeft(context, actor.userId, date.value) });
}

/** What a member has said, from today on. */
export async function ownAvailability(
  context: ServiceContext,
  actor: Actor,
): Promise<Result<AvailabilityEntry[]>> {
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const today = eveningAt(context.clock.now(), context.settings);
  return ok(await availabilityOf(context.database.view, actor.userId, today));
}

/** The date somebody may say something about: today up to 90 days ahead. Nothing given means today. */
export function dateToSet(context: ServiceContext, input: string | undefined): Result<string> {
  const today = eveningAt(context.clock.now(), context.settings);
  const date = parseDateInput(input, today);
  if (!date.ok) return date;
  const ahead = daysBetween(today, date.value);
  if (ahead < 0) return refuse({ code: 'date_past', date: date.value });
  if (ahead > MAX_DAYS_AHEAD)
    return refuse({ code: 'date_too_far', date: date.value, maxDays: MAX_DAYS_AHEAD });
  return date;
}
