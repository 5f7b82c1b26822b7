import { isYes, nudgeFor } from '../domain/answer.js';
import {
  type Campaign,
  type CampaignJob,
  type CampaignRecipient,
  ERASED_PREFIX,
  type SkipReason,
} from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { consentAtSend } from '../domain/eligibility.js';
import { eventKey as keyOf } from '../domain/event-key.js';
import { kindOf, kindsThatCall } from '../domain/message-kinds.js';
import { MOST_UNANSWERED } from '../domain/question.js';
import { isTrue } from '../domain/ready.js';
import { findAnswer } from '../persistence/stores/answer-store.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import { hasTurned } from '../persistence/stores/condition-store.js';
import { currentUserId } from '../persistence/stores/campaign-store.js';
import type { Tx } from '../persistence/engine/database.js';
import { holdsOf } from '../persistence/stores/job-store.js';
import { findReservation, type Reservation } from '../persistence/stores/ledger-store.js';
import { type KnownPerson, personFor } from '../persistence/stores/person-store.js';
import { unansweredQuestions } from '../persistence/stores/preference-store.js';
import { readState } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';
import { eventKeyOf } from './event-key-of.js';
import { ownLimitsOf } from './own-limits.js';
import { reachOf } from './reach.js';
import type { Rollcall } from './rollcall.js';
import { hasCome } from './standby-turns.js';

/** A person who may be called, or would be in a dry run. */
export interface Candidate {
  readonly campaign: Campaign;
  readonly job: CampaignJob;
  readonly recipient: CampaignRecipient;
  readonly inGuild: boolean;
  /** In a follow-up. */
  readonly rollcall: Rollcall | null;
}

/** What holds up everybody of a job. */
export type Standstill =
  | { readonly kind: 'stop'; readonly reason: 'claim_lost' | 'expired' | 'paused' }
  /** The wall clock was set back while the job ran: its moment is still to come. */
  | { readonly kind: 'not_yet'; readonly at: number; readonly waitsFor: 'moment' };

/** What a message to one person has to say beside what it says to all. */
export interface Particulars {
  /** Missing in voice, but seen on the game server. */
  readonly onGameServer: boolean;
  /** Missing, though they answered that they come. */
  readonly saidYes: boolean;
  /** Missing, while others who were called are there. */
  readonly othersThere: boolean;
  /** The last question that comes, unless they answer it. */
  readonly isLastQuestion: boolean;
  /** The last date on which their weekly answers count, where that is to be told; else `null`. */
  readonly weeklyEnds: string | null;
  /** Their maybe has become a yes, for enough are in. */
  readonly hasTurned: boolean;
  /** They have given no sign of life for so long that it asks whether they still want any. */
  readonly asksToStay: boolean;
  /** They may start the evening's pings. */
  readonly promotes: boolean;
}

/** How soon to look again whether enough are looking for a game, where they no longer are, in milliseconds. */
const LOOK_AGAIN_MS = 60_000;
/** How soon to look again at somebody to whom an earlier message is still under way, in milliseconds. */
const UNDER_WAY_RETRY_MS = 1_000;

/** Whether one person is called now. */
export type Judgement =
  | {
      readonly kind: 'yes';
      readonly userId: string;
      readonly person: KnownPerson;
      /** Best first; never empty. */
      readonly channels: readonly ChannelType[];
      readonly particulars: Particulars;
    }
  | { readonly kind: 'no'; readonly userId: string; readonly reason: SkipReason }
  | { readonly kind: 'not_yet'; readonly at: number; readonly waitsFor: 'moment' | 'start' | 'late' }
  /** Nobody knows now who has come. */
  | { readonly kind: 'stop'; readonly reason: 'presence' };

/** Call it before judging anybody of a job, in the same transaction; `null`: nothing holds it up. */
export async function standstill(
  { clock, liveness }: DispatchContext,
  tx: Tx,
  job: CampaignJob,
): Promise<Standstill | null> {
  const now = clock.now();
  const { isHeld, isPaused } = await holdsOf(tx, job.id, liveness.me);
  if (!isHeld) return { kind: 'stop', reason: 'claim_lost' };
  if (now >= job.expiresAt) return { kind: 'stop', reason: 'expired' };
  if (now < job.runAt) return { kind: 'not_yet', at: job.runAt, waitsFor: 'moment' };
  return isPaused ? { kind: 'stop', reason: 'paused' } : null;
}

/**
 * Whether to call a person now, by the one order of checks that real and dry runs share. `own` is the row
 * they already have in this job.
 */
export async function judge(
  context: DispatchContext,
  tx: Tx,
  { campaign, job, recipient, inGuild, rollcall }: Candidate,
  own: Reservation | null,
): Promise<Judgement> {
  const userId = (await currentUserId(tx, recipient.id)) ?? recipient.userId;
  const no = (reason: SkipReason): Judgement => ({ kind: 'no', userId, reason });
  if (userId.startsWith(ERASED_PREFIX)) return no('erased');
  const taken = own ? null : await takenBy(context, tx, { campaign, job }, userId);
  if (taken) return no(taken);
  const seen = await rollcall?.verdictOn(tx, userId);
  if (seen?.kind === 'start_open') return { kind: 'not_yet', at: job.expiresAt, waitsFor: 'start' };
  if (seen?.kind === 'too_soon') return { kind: 'not_yet', at: seen.until, waitsFor: 'moment' };
  if (seen?.kind === 'unknown') return { kind: 'stop', reason: 'presence' };
  if (seen?.kind === 'left_out') return no(seen.reason);
  const answer = seen?.kind === 'missing' ? await findAnswer(tx, userId, campaign.date) : null;
  const nudge = nudgeFor(answer, { now: context.clock.now(), expiresAt: job.expiresAt });
  // A dry run nudges nobody, so it tells at once whom it would.
  if (nudge.kind === 'later' && !campaign.request.dryRun)
    return { kind: 'not_yet', at: nudge.at, waitsFor: 'late' };
  if (nudge.kind === 'never') return no('later_than_useful');
  const kind = kindOf(job.jobType);
  const reach =
    kind.whom === 'reached' ? await reachOf(context, tx, campaign, { ...recipient, userId }) : null;
  if (reach?.kind === 'under_way')
    return { kind: 'not_yet', at: context.clock.now() + UNDER_WAY_RETRY_MS, waitsFor: 'moment' };
  if (reach?.kind === 'left_out') return no(reach.reason);
  const person = await personFor(tx, userId, campaign.date, context.timezone, context.contacts);
  const { configured } = context.channels;
  if (kind.whom === 'standbys') {
    if (hasCome(context, userId)) return no('present');
    // They come by themselves: nobody has to ask them to.
    if (isYes(await findAnswer(tx, userId, campaign.date))) return no('answered');
  }
  const { promotes = false } = recipient;
  const now = context.clock.now();
  const consent = consentAtSend({ ...person, inGuild }, now, configured, kind, promotes);
  if (!consent.go) return no(consent.reason);
  if (kind.whom === 'interested' && !(await isOn(context, tx, campaign)))
    return { kind: 'not_yet', at: now + LOOK_AGAIN_MS, waitsFor: 'moment' };
  const unanswered = kind.whom === 'silent' ? await unansweredQuestions(tx, userId) : 0;
  if (unanswered >= MOST_UNANSWERED) return no('questions_rest');
  const limits = await ownLimitsOf(context, tx, { campaign, job }, person, {
    own,
    onGameServer: seen?.onServer ?? false,
  });
  if (limits.reason) return no(limits.reason);
  return {
    kind: 'yes',
    userId,
    person,
    channels: consent.channels,
    particulars: {
      onGameServer: seen?.onServer ?? false,
      saidYes: isYes(answer),
      othersThere: seen?.kind === 'missing' && (rollcall?.isAnybodyThere ?? false),
      isLastQuestion: unanswered === MOST_UNANSWERED - 1,
      weeklyEnds: kind.whom === 'silent' ? (person.weeklyEnds ?? null) : null,
      hasTurned: kind.whom === 'interested' && (await hasTurned(tx, userId, campaign.date)),
      asksToStay: limits.asksToStay,
      promotes,
    },
  };
}

/** Whether enough are looking for a game: nobody is told what is no longer true. */
async function isOn({ settings }: DispatchContext, tx: Tx, { date }: Campaign): Promise<boolean> {
  return isTrue('ready', { looking: await lookingOn(tx, date), threshold: settings.sessionReadyThreshold });
}

/** Why the event key is taken, if it is. A dry run takes no key, so it checks none. */
async function takenBy(
  { blindIndex }: DispatchContext,
  tx: Tx,
  { campaign, job }: { campaign: Campaign; job: CampaignJob },
  userId: string,
): Promise<SkipReason | null> {
  if (campaign.request.dryRun) return null;
  const eventKey = eventKeyOf(campaign, job);
  const ids = [userId, ...blindIndex.all(userId)];
  // Another campaign's call asked a standby to come already.
  const calls = kindsThatCall().map((jobType) => keyOf(jobType, campaign.date));
  for (const key of kindOf(job.jobType).whom === 'standbys' ? calls : [eventKey])
    if (await findReservation(tx, ids, key)) return 'already_contacted';
  return (await readState(tx, `lost:${eventKey}`)) === null ? null : 'restored';
}
