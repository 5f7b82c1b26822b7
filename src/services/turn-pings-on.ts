import { ok, type Result } from '../domain/refusal.js';
import { answerFor } from '../persistence/stores/standing-store.js';
import type { Actor, DirectMessageHindrance, ServiceContext } from './context.js';
import { updatePreferences } from './update-preferences.js';
import { type WhatFollows, whatFollows } from './what-follows.js';

/** Pings that were turned on. */
export interface TurnedOn {
  /** Why no direct message could be opened, where one is wanted. */
  readonly dmHindrance: DirectMessageHindrance | null;
  /** What will come of what they said about the day. */
  readonly follows: WhatFollows;
}

/** A member's yes to session pings, given beside their answer for a date (`YYYY-MM-DD`). */
export async function turnPingsOn(
  context: ServiceContext,
  actor: Actor,
  date: string,
): Promise<Result<TurnedOn>> {
  const updated = await updatePreferences(context, actor, { allowPromotions: true });
  if (!updated.ok) return updated;
  const { status } = await answerFor(context.database.view, actor.userId, date);
  const follows = await whatFollows(context, actor.userId, date, status ?? 'NOT_PLAYING');
  return ok({ dmHindrance: updated.value.dmHindrance, follows });
}
