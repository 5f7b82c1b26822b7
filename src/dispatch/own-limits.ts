import type { CampaignJob, SkipReason } from '../domain/campaign.js';
import { CALLS_UNTIL_ASKED, freshnessOf } from '../domain/freshness.js';
import { asksToCome } from '../domain/message-kinds.js';
import { isOverOwnCap } from '../domain/own-cap.js';
import type { CallLook } from '../persistence/stores/call-look-store.js';
import type { DispatchContext } from './context.js';
import { hasCome } from './standby-turns.js';

/** What a person's own limits say of a call to them. */
export interface OwnLimits {
  /** Why it does not go; `null`: it may. */
  readonly reason: Extract<SkipReason, 'over_own_cap' | 'calls_rest'> | null;
  /** It asks whether they still want any. */
  readonly asksToStay: boolean;
}

const NONE: OwnLimits = { reason: null, asksToStay: false };

/**
 * Counts the calls a person has had, this week and without a sign of life, as `look` saw them in the transaction that
 * reserves. Ask it when all else speaks for the call: calls rest from the first that would have gone. `simulated`: when (ms) its
 * own dry run would have called them.
 */
export function ownLimitsOf(
  context: DispatchContext,
  { jobType }: Pick<CampaignJob, 'jobType'>,
  { userId, person, calls: kept }: CallLook,
  { simulated, onGameServer }: { readonly simulated: readonly number[]; readonly onGameServer: boolean },
): OwnLimits {
  if (!asksToCome(jobType)) return NONE;
  const now = context.clock.now();
  const { timezone: zone, callsPerWeek: cap } = person;
  const counted = person.callsCountedFrom ?? 0;
  const calls = [...kept, ...simulated.map((at) => ({ at, state: 'sent' as const }))];
  const all = calls.map(({ at }) => at);
  if (isOverOwnCap({ cap, zone }, all, now)) return { reason: 'over_own_cap', asksToStay: false };
  // Whoever is there at this moment gives a sign of life, unless their calls rest already.
  if (!person.callsHaveStopped && (onGameServer || hasCome(context, userId))) return NONE;
  // Of a call that left while the clock was ahead nobody knows whether it came before the last sign of life.
  const unanswered = calls.filter(({ at }) => at > counted && at <= now);
  const sent = unanswered.filter(({ state }) => state === 'sent').length;
  const freshness = freshnessOf({
    sent,
    underWay: unanswered.filter(({ state }) => state === 'open').length,
    isAsked: (person.callsRest ?? false) || (simulated.length > 0 && sent >= CALLS_UNTIL_ASKED),
  });
  return { reason: freshness === 'rest' ? 'calls_rest' : null, asksToStay: freshness === 'ask' };
}
