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
import { LONGEST_WEEK_MS } from '../domain/own-cap.js';
import { MOST_UNANSWERED } from '../domain/question.js';
import { isTrue } from '../domain/ready.js';
import { findAnswer } from '../persistence/stores/answer-store.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import { hasTurned } from '../persistence/stores/condition-store.js';
import { type CallLook, lookAtCall } from '../persistence/stores/call-look-store.js';
import type { Tx } from '../persistence/engine/database.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';
import { unansweredQuestions } from '../persistence/stores/preference-store.js';
import { simulatedCallsTo } from '../persistence/stores/send-log-store.js';
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

/** Reads what a person is judged by, in the transaction that judges. */
export async function lookAt(context: DispatchContext, tx: Tx, candidate: Candidate): Promise<CallLook> {
  const { campaign, job, recipient } = candidate;
  const { blindIndex, contacts, liveness, timezone } = context;
  const eventKey = eventKeyOf(campaign, job);
  const isStandby = kindOf(job.jobType).whom === 'standbys';
  // Another campaign's call asked a standby to come already.
  const eventKeys = isStandby ? kindsThatCall().map((jobType) => keyOf(jobType, campaign.date)) : [eventKey];
  const as = (userId: string): Promise<CallLook> =>
    lookAtCall(
      tx,
      {
        jobId: job.id,
        owner: liveness.me,
        recipientId: recipient.id,
        userId,
        guards: [userId, ...blindIndex.all(userId)],
        eventKeys,
        restoredKey: `lost:${eventKey}`,
        date: campaign.date,
        countFrom: context.clock.now() - LONGEST_WEEK_MS,
      },
      timezone,
      contacts,
    );
  const look = await as(recipient.userId);
  const isKnownByAnother = look.userId !== recipient.userId && !look.userId.startsWith(ERASED_PREFIX);
  return isKnownByAnother ? as(look.userId) : look;
}

/** What holds up everybody of a job; `null`: nothing does. Ask it before judging anybody. */
export function standstill(
  { clock }: DispatchContext,
  job: CampaignJob,
  { isHeld, isPaused }: CallLook,
): Standstill | null {
  const now = clock.now();
  if (!isHeld) return { kind: 'stop', reason: 'claim_lost' };
  if (now >= job.expiresAt) return { kind: 'stop', reason: 'expired' };
  if (now < job.runAt) return { kind: 'not_yet', at: job.runAt, waitsFor: 'moment' };
  return isPaused ? { kind: 'stop', reason: 'paused' } : null;
}

/**
 * Whether to call a person now, by the one order of checks that real and dry runs share. `look` is what {@link lookAt} saw in this
 * transaction, and in it the row they already have in this job.
 */
export async function judge(
  context: DispatchContext,
  tx: Tx,
  { campaign, job, recipient, inGuild, rollcall }: Candidate,
  look: CallLook,
): Promise<Judgement> {
  const { userId, person } = look;
  const no = (reason: SkipReason): Judgement => ({ kind: 'no', userId, reason });
  if (userId.startsWith(ERASED_PREFIX)) return no('erased');
  const taken = look.own ? null : takenBy(campaign, look);
  if (taken) return no(taken);
  const seen = rollcall && (await rollcall.verdictOn(tx, userId));
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
  const { configured } = context.channels;
  if (kind.whom === 'standbys') {
    if (context.awaitsVoice()) return { kind: 'stop', reason: 'presence' };
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
  // A dry run keeps no row, so what it would have sent is in its log.
  const simulated = campaign.request.dryRun ? await simulatedCallsTo(tx, campaign.id, userId) : [];
  const limits = ownLimitsOf(context, job, look, { simulated, onGameServer: seen?.onServer ?? false });
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
function takenBy({ request }: Campaign, { isTaken, isRestored }: CallLook): SkipReason | null {
  if (request.dryRun) return null;
  if (isTaken) return 'already_contacted';
  return isRestored ? 'restored' : null;
}
