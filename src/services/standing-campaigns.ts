import { nameOfPlayer } from '../dispatch/promoter-notices.js';
import { clockOn, eveningAt } from '../domain/evening.js';
import type { GuildMember } from '../domain/guild-directory.js';
import { addDays } from '../domain/local-time.js';
import { mayPromote } from '../domain/promoters.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import { type Weekday, weekdayOf } from '../domain/session-plan.js';
import { WEEK, weeklyUntil } from '../domain/standing-answers.js';
import type { NotOutReason, StandingWish } from '../domain/standing-campaigns.js';
import { standingKey } from '../domain/event-key.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import {
  findProposal,
  keepStanding,
  type ProposalRecord,
  removeStanding,
  saveStanding,
  standingWeek,
  stopProposal,
  toldUnder,
} from '../persistence/stores/standing-campaign-store.js';
import { linkThatCounts, requireMember, requirePromoter, requirePromoterNow } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf, doerOf, stillWanted } from './said-since.js';

/** A weekday whose campaign goes out by itself, as promoters see it. */
export interface StandingDay extends StandingWish {
  readonly day: Weekday;
  /** What the player of whoever set it is called; `null`: they have none. */
  readonly name: string | null;
  /** Whether it is the viewer's own. */
  readonly isOwn: boolean;
  /** Whether the plan has a session that day. */
  readonly hasSession: boolean;
}

/** What promoters were told of today, and what became of it. Instants in milliseconds. */
export interface StandingTonight {
  readonly date: string;
  /** `open`: it is still to go out; `made`: its campaign was created; `off`: it does not go out. */
  readonly state: 'open' | 'made' | 'off';
  readonly at: number;
  readonly startAt: number;
  /** Why it does not go out. */
  readonly reason: NotOutReason | null;
  /** What the player of whoever stopped it is called. */
  readonly stoppedBy: string | null;
  readonly campaignId: string | null;
}

/** The standing campaigns that count today or later. */
export interface StandingCampaigns {
  readonly today: string;
  /** From Monday on. */
  readonly days: readonly StandingDay[];
  /** The last date they count for, unless a promoter keeps them; `null`: there are none. */
  readonly until: string | null;
  readonly tonight: StandingTonight | null;
  /** So many have to be looking for a game. */
  readonly threshold: number;
}

/** What a promoter wants to go out every week. */
export interface StandingRequest {
  readonly days: readonly Weekday[];
  readonly includeAvailable: boolean;
  readonly includeMaybe: boolean;
}

/** What came of a "no" to tonight's: it was in time, it was off before, or its campaign had been created. */
export interface StoppedStanding {
  readonly outcome: 'stopped' | 'off' | 'made';
  readonly proposal: ProposalRecord;
  /** What the player of whoever stopped it is called. */
  readonly stoppedBy: string | null;
  /** Whether it is theirs to cancel what was created. */
  readonly mayCancel: boolean;
}

/** The standing campaigns, for promoters. */
export async function showStandingCampaigns(
  context: ServiceContext,
  actor: Actor,
): Promise<Result<StandingCampaigns>> {
  const known = await requirePromoter(context, actor);
  return known.ok ? ok(await standingCampaignsOf(context, actor.userId)) : known;
}

/** {@link showStandingCampaigns} without asking for rights. */
export async function standingCampaignsOf(
  { database, clock, settings }: ServiceContext,
  userId: string,
): Promise<StandingCampaigns> {
  const { view } = database;
  const today = eveningAt(clock.now(), settings);
  const week = (await standingWeek(view)).filter(({ until }) => until >= today);
  const days: StandingDay[] = [];
  for (const day of WEEK) {
    const found = week.find(({ weekday }) => weekday === day);
    if (!found) continue;
    const { setBy, includeAvailable, includeMaybe } = found;
    const name = await nameOfPlayer(view, setBy);
    const hasSession = clockOn(nextOf(day, today), settings) !== null;
    days.push({ day, setBy, includeAvailable, includeMaybe, name, isOwn: setBy === userId, hasSession });
  }
  const until =
    week
      .map((each) => each.until)
      .sort()
      .at(-1) ?? null;
  const tonight = await tonightOf(view, today);
  return { today, days, until, tonight, threshold: settings.sessionReadyThreshold };
}

/** Lets weekdays' campaigns go out by themselves in a promoter's name, in place of what was set; all count for eight weeks. */
export async function setStandingCampaigns(
  context: ServiceContext,
  actor: Actor,
  { days, includeAvailable, includeMaybe }: StandingRequest,
): Promise<Result<StandingCampaigns>> {
  const { database, clock, settings } = context;
  const { userId } = actor;
  const arrival = arrivalOf(context, actor);
  // Checked first: a request that fails here costs no fresh question to Discord.
  const known = await requirePromoter(context, actor);
  if (!known.ok) return known;
  if (days.length === 0) return refuse({ code: 'invalid_weekdays', input: '' });
  const promoter = await requirePromoterNow(context, actor);
  if (!promoter.ok) return promoter;
  const done = await database.withTransaction(async (tx): Promise<Result<null>> => {
    const wanted = await stillWanted(context, userId, ['standing campaigns'], arrival);
    if (!wanted.ok) return wanted;
    const link = await linkThatCounts(context, tx, userId);
    if (!link.ok) return link;
    const now = clock.now();
    const until = weeklyUntil(eveningAt(now, settings));
    for (const weekday of new Set(days))
      await saveStanding(tx, { weekday, setBy: userId, includeAvailable, includeMaybe, until }, now);
    await keep(context, tx);
    const metadata = { days: days.join(' '), ...flags({ includeAvailable, includeMaybe }) };
    await appendAudit(tx, { userId, action: 'standing_campaign_set', actorId: userId, metadata }, now);
    return ok(null);
  });
  if (!done.ok) return done;
  context.events.emit({ type: 'standing_campaign_changed', what: 'set', actorId: userId, date: null });
  return ok(await standingCampaignsOf(context, userId));
}

/**
 * Lets no campaign of these weekdays go out by itself any more, whoever set it. For promoters; while Discord gives no answer,
 * for admins and for what is one's own.
 */
export async function removeStandingCampaigns(
  context: ServiceContext,
  actor: Actor,
  days: readonly Weekday[] | null,
): Promise<Result<{ readonly removed: readonly Weekday[]; readonly left: StandingCampaigns }>> {
  const { database, clock, waysOut } = context;
  const { userId } = actor;
  const arrival = arrivalOf(context, actor);
  const member = await requireMember(context, actor);
  const may = mayStop(context, actor, member);
  if (!member.ok && member.refusal.code !== 'directory_unavailable') return member;
  if (member.ok && !may) return refuse({ code: 'not_promoter' });
  const removed = await database.withTransaction(async (tx) => {
    await waysOut.note(userId, ['standing campaigns'], arrival);
    const week = await standingWeek(tx);
    const theirs = week.filter(
      ({ weekday, setBy }) => (days === null || days.includes(weekday)) && (may || setBy === userId),
    );
    const gone = await removeStanding(
      tx,
      theirs.map(({ weekday }) => weekday),
    );
    const doer = await doerOf(context, userId, arrival);
    for (const { weekday, setBy } of theirs) {
      const metadata = { days: weekday };
      const line = { userId: setBy, action: 'standing_campaign_removed', actorId: doer, metadata } as const;
      await appendAudit(tx, line, clock.now());
    }
    return gone;
  });
  if (removed.length === 0)
    return member.ok ? refuse({ code: 'standing_not_found' }) : refuse({ code: 'directory_unavailable' });
  context.events.emit({ type: 'standing_campaign_changed', what: 'removed', actorId: userId, date: null });
  context.sweep();
  return ok({
    removed: WEEK.filter((day) => removed.includes(day)),
    left: await standingCampaignsOf(context, userId),
  });
}

/** Keeps all standing campaigns for eight weeks from now. For promoters. */
export async function keepStandingCampaigns(
  context: ServiceContext,
  actor: Actor,
): Promise<Result<StandingCampaigns>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const { userId } = actor;
  const arrival = arrivalOf(context, actor);
  const kept = await context.database.withTransaction(async (tx) => {
    if (!(await keep(context, tx))) return false;
    const actorId = await doerOf(context, userId, arrival);
    const line = { userId: actorId, action: 'standing_campaigns_kept', actorId, metadata: {} } as const;
    await appendAudit(tx, line, context.clock.now());
    return true;
  });
  if (!kept) return refuse({ code: 'standing_not_found' });
  context.events.emit({ type: 'standing_campaign_changed', what: 'kept', actorId: userId, date: null });
  return ok(await standingCampaignsOf(context, userId));
}

/**
 * A promoter says no to what goes out on a date by itself. It is in time as long as no campaign was created; afterwards it
 * changes nothing, and says whose campaign it is. While Discord gives no answer it is open to admins and to those who were
 * told of it.
 */
export async function stopStandingCampaign(
  context: ServiceContext,
  actor: Actor,
  date: string,
): Promise<Result<StoppedStanding>> {
  const { clock, database } = context;
  const { userId } = actor;
  const arrival = arrivalOf(context, actor);
  const member = await requireMember(context, actor);
  if (!member.ok && member.refusal.code !== 'directory_unavailable') return member;
  const may = mayStop(context, actor, member) || (!member.ok && (await wasTold(database.view, userId, date)));
  if (!may) {
    if (member.ok) return refuse({ code: 'not_promoter' });
    const isThere = (await findProposal(database.view, date)) !== null;
    return refuse(isThere ? member.refusal : { code: 'standing_not_found' });
  }
  const stopped = await database.withTransaction(async (tx) => {
    const now = clock.now();
    const doer = await doerOf(context, userId, arrival);
    const inTime = await stopProposal(tx, date, doer, now);
    const proposal = await findProposal(tx, date);
    if (!proposal) return null;
    await keep(context, tx);
    if (inTime) {
      const line = { userId: proposal.setBy, action: 'standing_campaign_stopped', actorId: doer } as const;
      await appendAudit(tx, { ...line, metadata: { date } }, now);
    }
    return { inTime, proposal };
  });
  if (!stopped) return refuse({ code: 'standing_not_found' });
  const { inTime, proposal } = stopped;
  if (inTime) {
    context.events.emit({ type: 'standing_campaign_changed', what: 'stopped', actorId: userId, date });
    context.sweep();
  }
  const outcome = inTime ? 'stopped' : proposal.state === 'made' ? 'made' : 'off';
  const stoppedBy = await nameOfPlayer(database.view, proposal.endedBy);
  const mayCancel = await mayCancelIt(context, actor, member, proposal);
  return ok({ outcome, proposal, stoppedBy, mayCancel });
}

/** What tonight's would be asked for with, for a promoter who looks at it; that keeps all of them. */
export async function lookAtStanding(
  context: ServiceContext,
  actor: Actor,
  date: string,
): Promise<Result<StandingWish>> {
  const promoter = await requirePromoter(context, actor);
  if (!promoter.ok) return promoter;
  const proposal = await findProposal(context.database.view, date);
  if (!proposal) return refuse({ code: 'standing_not_found' });
  await context.database.withTransaction((tx) => keep(context, tx));
  return ok(proposal);
}

/** Every press and every change of a promoter keeps all of them. */
async function keep({ clock, settings }: ServiceContext, tx: Tx): Promise<boolean> {
  const now = clock.now();
  const today = eveningAt(now, settings);
  return keepStanding(tx, today, weeklyUntil(today), now);
}

function flags({ includeAvailable, includeMaybe }: Pick<StandingWish, 'includeAvailable' | 'includeMaybe'>) {
  return { include_available: String(includeAvailable), include_maybe: String(includeMaybe) };
}

/** Whether somebody may promote, or is an admin by what the interaction says while Discord gives no answer. */
function mayStop({ settings }: ServiceContext, { attested }: Actor, member: Result<GuildMember>): boolean {
  return member.ok ? mayPromote(settings, member.value) : (attested?.isAdmin ?? false);
}

async function wasTold(view: View, userId: string, date: string): Promise<boolean> {
  return (await toldUnder(view, standingKey('proposal', date))).maybe.includes(userId);
}

async function mayCancelIt(
  { database }: ServiceContext,
  { userId, attested }: Actor,
  member: Result<GuildMember>,
  { campaignId }: ProposalRecord,
): Promise<boolean> {
  const campaign = campaignId === null ? null : await findCampaign(database.view, campaignId);
  if (!campaign) return false;
  const isAdmin = member.ok ? member.value.isAdmin : (attested?.isAdmin ?? false);
  return isAdmin || campaign.promoterId === userId;
}

async function tonightOf(view: View, today: string): Promise<StandingTonight | null> {
  const proposal = await findProposal(view, today);
  if (!proposal) return null;
  const { date, state, at, startAt, reason, endedBy, campaignId } = proposal;
  return {
    date,
    state: state === 'open' || state === 'made' ? state : 'off',
    at,
    startAt,
    reason,
    stoppedBy: await nameOfPlayer(view, endedBy),
    campaignId,
  };
}

/** The next date of a weekday, from a day on. */
function nextOf(day: Weekday, today: string): string {
  return (
    [0, 1, 2, 3, 4, 5, 6].map((ahead) => addDays(today, ahead)).find((date) => weekdayOf(date) === day) ??
    today
  );
}
