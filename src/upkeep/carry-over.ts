import { CANCELLED, closeOut } from '../dispatch/close-out.js';
import { refreshCampaignStatus } from '../dispatch/conclude.js';
import { endUnclear } from '../dispatch/restored.js';
import { type Campaign, ERASED_PREFIX } from '../domain/campaign.js';
import { eveningAt, type SessionTime } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import type { LostTime } from '../domain/restored.js';
import { withdrawAnswers } from '../persistence/stores/answer-store.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import { findCampaign, markCancelled } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { erase } from '../persistence/stores/erasure-store.js';
import { cancelJobs } from '../persistence/stores/job-store.js';
import {
  type CancelledSince,
  cancelledSince,
  carryAnswers,
  carryAvailability,
  carryCallOffs,
  carryContacts,
  carryLedger,
  carryOptOuts,
  carryPause,
  carryRestraints,
  carrySettings,
  carryUnlinks,
  goneSince,
  partedAt,
  renamedSince,
  sharesPast,
} from '../persistence/stores/replaced-database.js';
import { carryCaps, carrySignsOfLife } from '../persistence/stores/replaced-own-limits.js';
import {
  carryCalendars,
  carryConditions,
  carryStanding,
  carryStandingCampaigns,
  carryTombstones,
} from '../persistence/stores/replaced-standing.js';
import type { BlindIndex } from '../vault/blind-index.js';

/**
 * What a restore took over from the replaced database, in numbers. `null`: unknown, because the replaced
 * database is damaged there.
 */
export interface CarriedOver {
  readonly erased: number;
  /**
   * Whether that is everybody who was: where somebody is missing in the replaced database, that can't be told of one
   * that is no later state of the backup.
   */
  readonly erasedAll: boolean;
  readonly optedOut: number;
  /**
   * Discord off, quiet hours, the most calls a week, links released or changed, availability, weekly answers, absences, conditions,
   * standing campaigns, answers for evenings.
   */
  readonly otherWishes: number;
  /** Settings of the deployment that were changed. */
  readonly settings: number | null;
  readonly cancelled: number | null;
  readonly paused: boolean | null;
  /** Event keys of lost campaigns, person by person. */
  readonly guarded: number | null;
}

/** What carrying over needs to know of the deployment. */
export interface CarryOverContext extends SessionTime {
  readonly blindIndex: BlindIndex;
  readonly newId: () => string;
}

/**
 * How much to ask of the replaced database. `everything`: what it lacks counts too, as in a sound one.
 * `what_is_there`: only what it has. `preferences`: only that table, where the others are unreadable.
 */
export type Extent = 'everything' | 'what_is_there' | 'preferences';

/**
 * Takes over every no from the attached replaced database: each erasure, opt-out, switch-off, cancellation
 * and pause since the backup. Every yes since then is lost with the rest: people can say it again, and nobody
 * is called meanwhile. Addresses of calendars are those that work now, so that each shows what its person can see here.
 */
export async function carryOver(
  context: CarryOverContext,
  tx: Tx,
  lost: LostTime,
  extent: Extent,
): Promise<CarriedOver> {
  const now = lost.restoredAt;
  if (extent === 'preferences') {
    const optedOut = await carryOptOuts(tx, '', now);
    await carrySignsOfLife(tx, '');
    const restrained = (await carryRestraints(tx, '', now)) + (await carryCaps(tx, '', now));
    const otherWishes = restrained + (await carryContacts(tx, '', now));
    return { ...NOT_ASKED, optedOut, otherWishes };
  }
  const today = eveningAt(now, context);
  const parted = await partedAt(tx, lost.backupAt);
  const since = parted ?? '';
  const isOurs = await sharesPast(tx);
  const isLater = extent === 'everything' && parted === null && isOurs;
  const gone = extent === 'everything' ? await goneSince(tx) : null;
  const erased = new Set([...(await renamedSince(tx)), ...(isLater ? (gone ?? []) : [])]);
  for (const userId of erased) await eraseAgain(context, tx, userId, today, now);
  await carryTombstones(tx);
  const optedOut = await carryOptOuts(tx, since, now);
  const restrained = (await carryRestraints(tx, since, now)) + (await carryCaps(tx, since, now));
  await carrySignsOfLife(tx, since);
  const moved = await carryContacts(tx, since, now);
  const unlinked = await carryUnlinks(tx, since);
  const said = await carryAvailability(tx, { from: today, since, all: isLater }, now);
  const standing = await carryStanding(tx, { from: today, since, all: isLater }, now);
  const unconditional = await carryConditions(tx, { from: today, since, all: isLater });
  const standingEnded = await carryStandingCampaigns(tx, { since, all: isLater });
  const answered = await carryAnswers(tx, { from: today, since, all: isLater }, now);
  if (isOurs) await carryCalendars(tx);
  const cancelled = await cancelledSince(tx);
  for (const campaign of cancelled) await cancelAgain(tx, campaign, now);
  const guarded = await carryLedger(tx, lost.backupAt, now);
  // Whom it told by then is as unclear as whom a job told that the backup knows; but it was called off.
  for (const job of await carryCallOffs(tx, now)) await endUnclear(tx, job, now);
  return {
    erased: erased.size,
    erasedAll: isLater || gone?.length === 0,
    optedOut,
    otherWishes: restrained + moved + unlinked + said + standing + unconditional + standingEnded + answered,
    settings: await carrySettings(tx, { since, all: isLater }, now),
    cancelled: cancelled.length,
    paused: await carryPause(tx),
    guarded,
  };
}

const NOT_ASKED = {
  erased: 0,
  erasedAll: false,
  settings: null,
  cancelled: null,
  paused: null,
  guarded: null,
} as const;

async function eraseAgain(
  { blindIndex, newId }: CarryOverContext,
  tx: Tx,
  userId: string,
  today: string,
  now: number,
): Promise<void> {
  const standIn = `${ERASED_PREFIX}${newId()}`;
  const guardedDates = [today, addDays(today, -1)];
  await withdrawAnswers(tx, userId, addDays(today, -1), now);
  const digest = blindIndex.digest(userId);
  await erase(tx, { userId, standIn, digest, tombstone: blindIndex.tombstone(userId), guardedDates }, now);
  await appendAudit(tx, { userId: standIn, action: 'erased', actorId: standIn, metadata: {} }, now);
}

async function cancelAgain(
  tx: Tx,
  { id, slotFreed, followUpOnly }: CancelledSince,
  now: number,
): Promise<void> {
  const campaign = (await findCampaign(tx, id)) as Campaign;
  for (const job of await cancelJobs(tx, id, now)) await closeOut(tx, campaign, job, CANCELLED, now);
  if (followUpOnly) await refreshCampaignStatus(tx, id, now);
  else await markCancelled(tx, id, slotFreed, now);
}
