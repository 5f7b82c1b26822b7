import {
  answersCountUntil,
  type EveningAnswer,
  isLateness,
  isSameAnswer,
  lateUntil,
  MOST_LATE_MINUTES,
} from '../domain/answer.js';
import type { Campaign } from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { displayName } from '../domain/display-name.js';
import { eveningAt, startOn } from '../domain/evening.js';
import { type EveningPress, pressOf } from '../domain/evening-buttons.js';
import { CHANGES } from '../domain/limits.js';
import { wallTime } from '../domain/local-time.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';
import { timeOfDay } from '../messages/moment.js';
import { findAnswer, keepAnswer } from '../persistence/stores/answer-store.js';
import { saveAvailability } from '../persistence/stores/availability-store.js';
import { findCampaign, slotOfDate } from '../persistence/stores/campaign-store.js';
import type { View } from '../persistence/engine/database.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import { finalOutcomeOf } from '../persistence/stores/send-log-store.js';
import { linkThatCounts, requireLinked, requireMember } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, stillWanted } from './said-since.js';
import { tellTurned, turnConditional } from './turn-conditional.js';

/** A yes to an evening, and how it is said. */
export interface Yes {
  /** So many minutes late; `null`: on time. */
  readonly minutesLate: number | null;
  /** Under a message of this campaign, and so for its evening; else for tonight. */
  readonly campaignId?: string;
  /** Where; `null`: that is not known. */
  readonly channel: ChannelType | null;
}

/** A yes that was kept. Instants in milliseconds. */
export interface KeptYes {
  readonly date: string;
  readonly answer: Extract<EveningAnswer, { kind: 'COMING' | 'LATE' }>;
  /** What they had answered before; `null`: nothing. */
  readonly before: EveningAnswer | null;
  /** When the session begins; whether it has. */
  readonly startAt: number;
  readonly hasBegun: boolean;
  /** The zone they read times in (IANA). */
  readonly timezone: string;
  /**
   * What of the evening's messages is left for them: something may still come; the start ping had its turn while they
   * said no; or there is nothing to say about it.
   */
  readonly next: 'comes' | 'was_missed' | 'nothing';
}

/** An evening that may still be answered for. */
interface Tonight {
  readonly date: string;
  readonly startAt: number;
  readonly campaign: Campaign | null;
}

/**
 * Says that somebody comes, on time or later: they look for a game that evening, whatever they had said, and their answer
 * counts in place of an earlier one. Like any yes it is for linked members; under a message, from wherever that is read.
 */
export async function comeTonight(context: ServiceContext, actor: Actor, yes: Yes): Promise<Result<KeptYes>> {
  const { minutesLate, campaignId, channel } = yes;
  const arrival = arrivalOf(context, actor);
  const tonight = await answerable(context, campaignId);
  if (!tonight.ok) return tonight;
  if (minutesLate !== null && !isLateness(minutesLate))
    return refuse({ code: 'invalid_lateness', most: MOST_LATE_MINUTES });
  const here = campaignId === undefined ? actor : { ...actor, guildId: context.settings.guildId };
  const linked = await requireLinked(context, here);
  if (!linked.ok) return linked;

  const { date, startAt, campaign } = tonight.value;
  const { userId } = actor;
  const now = context.clock.now();
  const answer: KeptYes['answer'] =
    minutesLate === null
      ? { kind: 'COMING' }
      : { kind: 'LATE', until: lateUntil(minutesLate, { now, startAt }) };
  const userName = displayName(linked.value.member.displayName);
  const entry = { id: context.newId(), userId, userName, date, status: 'LOOKING' } as const;
  const retryInMs = await context.limits.waitMs(CHANGES, userId);
  const kept = await context.database.withTransaction(async (tx) => {
    const wanted = await stillWanted(context, userId, [`date ${date}`], arrival);
    if (!wanted.ok) return wanted;
    const link = await linkThatCounts(context, tx, userId);
    if (!link.ok) return link;
    const before = await findAnswer(tx, userId, date);
    const isNew = !isSameAnswer(before, answer);
    if (isNew && retryInMs > 0) return refuse({ code: 'changed_too_often', retryInMs });
    await saveAvailability(tx, entry, now);
    await keepAnswer(tx, { userId, date, answer, channel, campaignId: campaignId ?? null }, now);
    return ok({ before, isNew, turned: await turnConditional(context, tx, { answerer: userId, date }, now) });
  });
  if (!kept.ok) return kept;
  const { before, isNew, turned } = kept.value;
  tellTurned(context, date, turned, userId);
  if (isNew) await context.limits.take(CHANGES, userId);
  context.events.emit({ type: 'availability_set', userId, date, status: 'LOOKING' });
  const { view } = context.database;
  const preferences = await findPreferences(view, userId);
  return ok({
    date,
    answer,
    before,
    startAt,
    hasBegun: now >= startAt,
    timezone: preferences?.timezone ?? campaign?.timezone ?? context.settings.timezone,
    next: campaign ? await nextFor(view, userId, campaign, preferences?.allowPromotions ?? false) : 'nothing',
  });
}

/** What somebody answered for tonight. Instants in milliseconds. */
export interface OwnAnswer {
  readonly date: string;
  readonly answer: EveningAnswer | null;
  /** Until when answers count; `null`: there is no session. */
  readonly until: number | null;
  /** Whether it may be answered now. */
  readonly isOpen: boolean;
}

/** What a member answered for tonight, by whichever door. */
export async function ownAnswer(context: ServiceContext, actor: Actor): Promise<Result<OwnAnswer>> {
  const member = await requireMember(context, actor);
  if (!member.ok) return member;
  const { clock, database, settings } = context;
  const now = clock.now();
  const date = eveningAt(now, settings);
  const campaign = await slotOfDate(database.view, date);
  const startAt = campaign?.startAt ?? startOn(date, settings);
  const until = startAt === null ? null : answersCountUntil(startAt);
  const answer = await findAnswer(database.view, actor.userId, date);
  return ok({ date, answer, until, isOpen: until !== null && now < until });
}

/** Whether a message's evening may still be answered for: asked before "how much later?" is. */
export async function mayStillAnswer(context: ServiceContext, campaignId: string): Promise<Result<null>> {
  const tonight = await answerable(context, campaignId);
  return tonight.ok ? ok(null) : tonight;
}

/**
 * The press whose buttons a person is shown when they leave the choice of minutes under a message: that of the answer they
 * have given for its evening, by whichever door.
 */
export async function pressShown(
  { database }: ServiceContext,
  userId: string,
  campaignId: string,
): Promise<EveningPress> {
  const campaign = await findCampaign(database.view, campaignId);
  return pressOf(campaign && (await findAnswer(database.view, userId, campaign.date)));
}

/** The evening of a message's campaign, or tonight; refused once no answer for it counts any more. */
async function answerable(
  { clock, database, settings }: ServiceContext,
  campaignId: string | undefined,
): Promise<Result<Tonight>> {
  const now = clock.now();
  const { view } = database;
  const today = eveningAt(now, settings);
  const campaign =
    campaignId === undefined ? await slotOfDate(view, today) : await findCampaign(view, campaignId);
  if (campaignId !== undefined && !campaign) return refuse({ code: 'campaign_not_found' });
  const date = campaign?.date ?? today;
  const startAt = campaign?.startAt ?? startOn(date, settings);
  if (startAt === null) return refuse({ code: 'no_session_tonight', date });
  const until = answersCountUntil(startAt);
  if (now >= until) return refuse({ code: 'evening_over', date, until });
  return ok({ date, startAt, campaign });
}

async function nextFor(
  view: View,
  userId: string,
  campaign: Campaign,
  allowPromotions: boolean,
): Promise<KeptYes['next']> {
  if (campaign.status === 'cancelled') return 'nothing';
  const jobs = await jobsOf(view, campaign.id);
  const start = jobs.find(({ jobType }) => jobType === 'start');
  // Without the start ping there is no follow-up.
  if (start && (await finalOutcomeOf(view, start.id, userId)) === 'skipped') return 'was_missed';
  const isOpen = jobs.some(({ status }) => status === 'pending' || status === 'running');
  return isOpen && allowPromotions ? 'comes' : 'nothing';
}

/** What they are told: on Discord in the reader's own time, elsewhere in theirs. */
export function keptYesWords({ wayOut }: Messages, kept: KeptYes, style: 'discord' | 'plain'): string {
  const { answer, before, startAt, hasBegun, timezone, next } = kept;
  const words = (instant: number): string =>
    style === 'discord' ? timeOfDay(instant, style) : wallTime(instant, timezone);
  const again = isSameAnswer(before, answer);
  if (answer.kind === 'LATE') return wayOut.late(words(answer.until), again);
  if (again) return wayOut.comingAlready;
  if (before?.kind !== 'NOT_TONIGHT' || next === 'nothing')
    return wayOut.coming(hasBegun ? null : words(startAt));
  return next === 'comes' ? wayOut.backIn : wayOut.backInLate(words(startAt));
}
