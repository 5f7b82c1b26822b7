import type { CampaignRequest, CampaignSchedule, SkipReason } from '../domain/campaign.js';
import { type JobType, kindOf, kindsForEverybody, runsOf } from '../domain/message-kinds.js';
import { CHANNEL_TYPES, type ChannelType, HAS_BUTTONS } from '../domain/channel-choice.js';
import { textOn } from '../domain/channel.js';
import type { Notice } from '../domain/notice.js';
import { isQuiet } from '../domain/quiet-hours.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { lastCallMoment, lastUsefulMoment, tooLateFor } from '../domain/schedule.js';
import { refusalsOn } from '../persistence/stores/availability-store.js';
import { peopleOf } from '../persistence/stores/audience-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import { type Audience, type AudienceMember, audienceOf, candidatesOf } from './audience.js';
import { requirePromoter } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import type { Note } from '../messages/texts/calls.js';
import { checkedRequest } from './checked-request.js';
import { planTonight } from './plan-tonight.js';

/** A message as one channel carries it. */
export interface ShownMessage {
  readonly text: string;
  /** The labels of its buttons; empty if the text says what they do. */
  readonly buttons: readonly string[];
}

type ShownMember = Omit<AudienceMember, 'person'>;

/** What a campaign would be if it were created now. Names are for the promoter's eyes only. */
export interface CampaignPreview {
  readonly request: CampaignRequest;
  readonly schedule: CampaignSchedule;
  readonly recipients: readonly ShownMember[];
  /** Who may be called where some of the recipients are missing, in the order of their turns. */
  readonly standbys: readonly ShownMember[];
  /** How many others were left out for their status, and what else keeps them from being standbys. */
  readonly noStandbys: Readonly<Partial<Record<SkipReason, number>>>;
  readonly channelsSummary: Readonly<Record<ChannelType, number>>;
  readonly excluded: Readonly<Partial<Record<SkipReason, number>>>;
  readonly forecast: {
    /** Recipients whose quiet hours cover the start. */
    readonly quietAtStart: number;
    /** When the last start message would leave, at the channels' pace; `null` when there is nobody. */
    readonly lastSendAt: number | null;
    /** How many would get that, or their reminder, after its last useful moment: they are left out. */
    readonly tooLate: Readonly<Partial<Record<JobType, number>>>;
  };
  /** The text of each job, as a recipient in the campaign's zone would read it. */
  readonly messages: Readonly<Partial<Record<JobType, string>>>;
  /** The same for every channel of the recipients, with its buttons. */
  readonly messagesByChannel: Readonly<
    Partial<Record<JobType, Readonly<Partial<Record<ChannelType, ShownMessage>>>>>
  >;
  readonly notices: readonly Notice[];
}

/** A start message that leaves this much after the start is worth a notice. */
const LATE_LAST_SEND_MS = 60_000;

/**
 * Shows a promoter who would be called, when and with what, and who would not. Changes nothing. `wordedFor`:
 * the channel for the texts; by default the first.
 */
export async function previewCampaign(
  context: ServiceContext,
  actor: Actor,
  asked: CampaignRequest,
  wordedFor: ChannelType = [...context.channels][0] ?? 'discord',
): Promise<Result<CampaignPreview>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const checked = checkedRequest(asked);
  if (!checked.ok) return checked;
  const request = checked.value;
  const { settings, clock, database } = context;
  const plan = shownPlan(context, clock.now(), request);
  if (!plan.ok) return plan;
  const { schedule, isPlanned } = plan.value;
  const note =
    request.note === undefined ? null : { text: request.note, by: promoter.value.member.displayName };
  const people = await peopleOf(
    database.view,
    schedule.date,
    settings.timezone,
    context.contacts,
    settings.playerLinkPolicy,
    lastCallMoment(schedule.startAt),
  );
  const members = await context.directory.membersAmong(candidatesOf(people, request, context.channels));
  if (!members.known) return refuse({ code: 'directory_unavailable' });
  const audience = audienceOf(people, members.value, request, context.channels);
  const forecast = forecastOf(context, audience, schedule);
  const refusals = await refusalsOn(database.view, schedule.date);
  const players = people.filter(({ status }) => status === 'LOOKING').length;
  return ok({
    request,
    schedule,
    recipients: audience.members.map(shown),
    standbys: audience.standbys.map(shown),
    noStandbys: audience.noStandbys,
    channelsSummary: audience.channelsSummary,
    excluded: { ...audience.excluded, ...(refusals > 0 && { not_playing: refusals }) },
    forecast,
    messages: forJobs(
      schedule,
      (jobType, now) => messageOf(context, actor, { schedule, players, note }, jobType, wordedFor, now).text,
    ),
    messagesByChannel: forJobs(schedule, (jobType, now) => {
      const used = CHANNEL_TYPES.filter((channel) => audience.channelsSummary[channel] > 0);
      return Object.fromEntries(
        used.map((channel) => [
          channel,
          messageOf(context, actor, { schedule, players, note }, jobType, channel, now),
        ]),
      );
    }),
    notices: [
      ...(isPlanned ? [] : [{ code: 'no_session', date: schedule.date, startAt: schedule.startAt } as const]),
      ...noticesOf(request, schedule, forecast, await promotionsPaused(database.view)),
    ],
  });
}

function shown({ person: _, ...member }: AudienceMember): ShownMember {
  return member;
}

/** {@link previewCampaign} for the creation dialogue: refused if no campaign can be created. */
export async function previewForCreation(
  context: ServiceContext,
  actor: Actor,
  request: CampaignRequest,
): Promise<Result<CampaignPreview>> {
  const preview = await previewCampaign(context, actor, request);
  if (!preview.ok) return preview;
  if (!context.settings.promotionsEnabled) return refuse({ code: 'promotions_disabled' });
  const unplanned = preview.value.notices.find(({ code }) => code === 'no_session');
  return unplanned ? refuse({ code: 'no_session', date: preview.value.schedule.date }) : preview;
}

/** The plan, or on a day without a session, where a preview tells that, what any other day would be like. */
function shownPlan(
  context: ServiceContext,
  now: number,
  request: CampaignRequest,
): Result<{ readonly schedule: CampaignSchedule; readonly isPlanned: boolean }> {
  const plan = planTonight(context, now, request);
  if (plan.ok) return ok({ schedule: plan.value, isPlanned: true });
  if (plan.refusal.code !== 'no_session') return plan;
  const { settings, presence } = context;
  const usual = planTonight({ settings: { ...settings, plan: null }, presence }, now);
  return usual.ok ? ok({ schedule: usual.value, isPlanned: false }) : plan;
}

function forecastOf(
  context: ServiceContext,
  audience: Audience,
  schedule: CampaignSchedule,
): CampaignPreview['forecast'] {
  const quietAtStart = audience.members.filter(({ person }) =>
    isQuiet(person.quietHours, person.timezone, schedule.startAt),
  ).length;
  const seconds = Object.entries(audience.channelsSummary).map(
    ([channel, count]) => Math.max(0, count - 1) / (context.messagesPerSecond[channel as ChannelType] ?? 1),
  );
  const lastSendAt =
    audience.members.length === 0 ? null : Math.round(schedule.startAt + Math.max(0, ...seconds) * 1000);
  const tooLate: Partial<Record<JobType, number>> = {};
  // These reach the whole snapshot, so their number of messages is known.
  for (const jobType of kindsForEverybody()) {
    const from = kindOf(jobType).runs?.(schedule) ?? null;
    tooLate[jobType] = from === null ? 0 : leftOut(context, audience, jobType, from, schedule);
  }
  return { quietAtStart, lastSendAt, tooLate };
}

/** How many a job that begins at `from` can't get to before its last useful moment. */
function leftOut(
  context: ServiceContext,
  { channelsSummary }: Audience,
  jobType: JobType,
  from: number,
  { startAt }: CampaignSchedule,
): number {
  const window = { from, expiresAt: lastUsefulMoment(jobType, startAt) };
  return CHANNEL_TYPES.reduce(
    (sum, channel) =>
      sum + tooLateFor(channelsSummary[channel], context.messagesPerSecond[channel] ?? 1, window),
    0,
  );
}

/** Calls `of` for each job, with the moment it runs. */
function forJobs<T>(
  schedule: CampaignSchedule,
  of: (jobType: JobType, now: number) => T,
): Partial<Record<JobType, T>> {
  const each: Partial<Record<JobType, T>> = {};
  for (const { jobType, runAt } of runsOf(schedule)) each[jobType] = of(jobType, runAt);
  return each;
}

/** A job's message on a channel, with the wording of the real one. */
function messageOf(
  context: ServiceContext,
  actor: Actor,
  {
    schedule,
    players,
    note,
  }: { readonly schedule: CampaignSchedule; readonly players: number; readonly note: Note | null },
  jobType: JobType,
  channel: ChannelType,
  now: number,
): ShownMessage {
  const message = context.messagesFor(actor.locale).campaignMessage({
    jobType,
    channel,
    campaignId: 'preview',
    startAt: schedule.startAt,
    now,
    timezone: schedule.timezone,
    locale: actor.locale,
    communityName: context.directory.guildName(),
    players,
    note,
    way: context.way(),
  });
  const { actions, links = [] } = message;
  return {
    text: textOn(channel, message),
    buttons: HAS_BUTTONS[channel] ? [...links, ...actions].map(({ label }) => label) : [],
  };
}

function noticesOf(
  request: CampaignRequest,
  schedule: CampaignSchedule,
  forecast: CampaignPreview['forecast'],
  paused: boolean,
): Notice[] {
  const notices = creationNotices(request, schedule, paused);
  if (forecast.quietAtStart > 0) notices.push({ code: 'quiet_at_start', count: forecast.quietAtStart });
  if (forecast.lastSendAt !== null && forecast.lastSendAt - schedule.startAt > LATE_LAST_SEND_MS) {
    notices.push({ code: 'late_last_send', at: forecast.lastSendAt });
  }
  for (const jobType of kindsForEverybody()) {
    const count = forecast.tooLate[jobType] ?? 0;
    const until = lastUsefulMoment(jobType, schedule.startAt);
    if (count > 0) notices.push({ code: 'too_late_for_some', jobType, count, until });
  }
  return notices;
}

/** Notices that don't depend on the recipients. */
export function creationNotices(
  request: CampaignRequest,
  schedule: CampaignSchedule,
  paused: boolean,
): Notice[] {
  const notices: Notice[] = [];
  if (request.dryRun) notices.push({ code: 'dry_run' });
  if (schedule.reminderAt === null) {
    notices.push({ code: 'no_reminder', reminderAt: schedule.reminderMoment });
  }
  if (schedule.followUpAt === null) notices.push({ code: 'no_follow_up' });
  if (paused) notices.push({ code: 'paused' });
  return notices;
}
