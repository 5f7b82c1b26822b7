import { eveningAt } from '../domain/evening.js';
import { standingKey } from '../domain/event-key.js';
import { addDays } from '../domain/local-time.js';
import { linkCounts } from '../domain/player-link.js';
import { mayPromote } from '../domain/promoters.js';
import type { RefusalCode } from '../domain/refusal.js';
import {
  decideStanding,
  goingOutOn,
  hasLapsed,
  isLapseNear,
  type NotOutReason,
  type Setter,
  type StandingDecision,
  type StandingNotice,
  type StandingSituation,
  type StandingWish,
} from '../domain/standing-campaigns.js';
import { SYSTEM } from '../domain/system-campaigns.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { appendAudit } from '../persistence/stores/audit-store.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import { insertWaiting } from '../persistence/stores/ledger-store.js';
import { peopleToTell } from '../persistence/stores/person-store.js';
import { findPlayerLink } from '../persistence/stores/player-link-store.js';
import {
  closeStopped,
  dropProposal,
  findProposal,
  insertProposal,
  isEveningTaken,
  openProposalDates,
  type ProposalRecord,
  removeStandingOf,
  settleProposal,
  standingOn,
  standingWeek,
  toldUnder,
} from '../persistence/stores/standing-campaign-store.js';
import { promotionsPaused, readState, writeState } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';

/** What a date's situation was read from. */
interface Found {
  readonly situation: StandingSituation;
  readonly open: ProposalRecord | null;
}

/**
 * Looks after the standing campaigns: tells promoters of the one that goes out, makes its campaign, and says why where it
 * does not; and that they lapse. Any process may look at any time, as often as it likes: what it does is on record in the
 * transaction that decides.
 */
export async function tendStanding(context: DispatchContext): Promise<void> {
  const { database, clock, settings } = context;
  if (
    (await standingWeek(database.view)).length === 0 &&
    (await openProposalDates(database.view)).length === 0
  )
    return;
  const today = eveningAt(clock.now(), settings);
  const dates = new Set([today, addDays(today, 1), ...(await openProposalDates(database.view))]);
  for (const date of dates) await tend(context, date);
  await tendLapse(context);
}

async function tend(context: DispatchContext, date: string): Promise<void> {
  const { database, clock } = context;
  if (await tellOfStop(context, date)) return;
  const found = await situationOf(context, database.view, date, 'may');
  const wish = found.open ?? found.situation.standing;
  const likely = decideStanding(clock.now(), found.situation);
  if (likely.kind === 'nothing' && !dependsOnSetter(clock.now(), found.situation)) return;
  // No transaction waits for the network.
  const setter = wish === null || likely.kind === 'drop' ? 'may' : await setterOf(context, wish.setBy);
  const decision = decideStanding(clock.now(), { ...found.situation, setter });
  if (decision.kind === 'nothing') return;
  if (decision.kind === 'make') return make(context, date, setter);
  // Who was told that it goes out is on record.
  const promoters =
    likely.kind === 'drop' ? [] : await promotersToTell(context, date, wish === null ? [] : [wish.setBy]);
  if (promoters) await carryOut(context, date, { setBy: wish?.setBy ?? null, setter, decision, promoters });
}

/** Plans to tell those who were told that a promoter has said no, but for that promoter. @returns whether it did. */
async function tellOfStop(context: DispatchContext, date: string): Promise<boolean> {
  const { database, clock } = context;
  if ((await findProposal(database.view, date))?.state !== 'stopped') return false;
  await database.withTransaction(async (tx) => {
    const stopped = await findProposal(tx, date);
    if (!stopped || !(await closeStopped(tx, date, clock.now()))) return;
    await planNotOut(context, tx, date, stopped.endedBy === null ? [] : [stopped.endedBy]);
  });
  return true;
}

/** Whether it ends where whoever set it may not promote. */
function dependsOnSetter(now: number, situation: StandingSituation): boolean {
  return decideStanding(now, { ...situation, setter: 'left' }).kind === 'end';
}

async function situationOf(
  { settings }: DispatchContext,
  view: View,
  date: string,
  setter: Setter,
): Promise<Found> {
  const key = standingKey('proposal', date);
  const record = await findProposal(view, date);
  const open = record?.state === 'open' ? record : null;
  const isLost = (await readState(view, `lost:${key}`)) !== null;
  const situation = {
    date,
    goingOut: goingOutOn(date, settings),
    standing: await standingOn(view, date),
    proposal: open,
    isSettled: record !== null && open === null,
    isTaken: await isEveningTaken(view, date),
    isLost,
    isSwitchedOff: !settings.promotionsEnabled || (await promotionsPaused(view)),
    looking: await lookingOn(view, date),
    threshold: settings.sessionReadyThreshold,
    told: (await toldUnder(view, key)).sure,
    setter,
  };
  return { situation, open };
}

/** What Discord and their player's link say of whoever set it. */
async function setterOf({ directory, settings, database }: DispatchContext, userId: string): Promise<Setter> {
  const member = await directory.member(userId);
  if (!member.known) return 'unknown';
  if (!member.value) return 'left';
  const link = await findPlayerLink(database.view, userId);
  return mayPromote(settings, member.value) && linkCounts(link, settings.playerLinkPolicy)
    ? 'may'
    : 'may_not';
}

/**
 * The promoters who are told of standing campaigns: those who have set them, and of those who want to be told when enough are
 * looking whoever may promote now, by what Discord says. `null`: it says nothing now.
 */
async function promotersToTell(
  { database, directory, settings, timezone, contacts }: DispatchContext,
  date: string,
  setters: readonly string[],
): Promise<string[] | null> {
  const wanting = await peopleToTell(database.view, date, timezone, contacts, settings.playerLinkPolicy);
  const ids = [...new Set([...setters, ...wanting.map(({ userId }) => userId)])];
  const members = await directory.membersAmong(ids);
  if (!members.known) return null;
  const promoters: string[] = [];
  for (const id of ids.filter((each) => members.value.has(each))) {
    // Their roles came with the answer before.
    const member = await directory.member(id);
    if (!member.known) return null;
    if (member.value && mayPromote(settings, member.value)) promoters.push(id);
  }
  return promoters;
}

interface Verdict {
  /** Of whom `setter` was asked. */
  readonly setBy: string | null;
  readonly setter: Setter;
  readonly decision: StandingDecision;
  readonly promoters: readonly string[];
}

/** Puts on record what was decided, where the same is decided still. */
async function carryOut(
  context: DispatchContext,
  date: string,
  { setBy, setter, decision, promoters }: Verdict,
): Promise<void> {
  const { database, clock, events } = context;
  const done = await database.withTransaction(async (tx) => {
    const now = clock.now();
    const { situation, open } = await situationOf(context, tx, date, setter);
    const wish = open ?? situation.standing;
    // Somebody else may have set it meanwhile, of whom nothing has been asked yet.
    if ((wish?.setBy ?? null) !== setBy) return false;
    const still = decideStanding(now, situation);
    if (still.kind !== decision.kind) return false;
    switch (still.kind) {
      case 'propose':
        return propose(context, tx, situation, promoters);
      case 'drop':
        return drop(context, tx, date, still.reason);
      case 'end': {
        if (!wish) return false;
        const others = promoters.filter((userId) => userId !== wish.setBy);
        // Whoever was told that it goes out is told that it does not, where no other notice says so.
        if (await dropProposal(tx, date, still.reason, now)) await planNotOut(context, tx, date, others);
        await endAllOf(context, tx, wish.setBy, { reason: still.reason, date, others });
        return true;
      }
      default:
        return false;
    }
  });
  if (!done || decision.kind === 'nothing') return;
  const reason = 'reason' in decision ? decision.reason : null;
  events.emit({ type: 'standing_campaign', step: decision.kind, date, reason });
}

async function propose(
  context: DispatchContext,
  tx: Tx,
  { date, standing, goingOut }: StandingSituation,
  promoters: readonly string[],
): Promise<boolean> {
  const now = context.clock.now();
  if (!standing || !goingOut) return false;
  const { at, startAt } = goingOut;
  if (!(await insertProposal(tx, { ...standing, date, at, startAt }, now))) return false;
  await planNotices(context, tx, { notice: 'proposal', date }, promoters);
  return true;
}

async function drop(context: DispatchContext, tx: Tx, date: string, reason: NotOutReason): Promise<boolean> {
  if (!(await dropProposal(tx, date, reason, context.clock.now()))) return false;
  await planNotOut(context, tx, date);
  return true;
}

/** Plans to tell those who read, or may have read, that a date's standing campaign goes out, that it does not. */
async function planNotOut(
  context: DispatchContext,
  tx: Tx,
  date: string,
  except: readonly string[] = [],
): Promise<void> {
  const { maybe } = await toldUnder(tx, standingKey('proposal', date));
  const told = maybe.filter((userId) => !except.includes(userId));
  await planNotices(context, tx, { notice: 'not_out', date }, told);
}

/** Ends everything somebody has set who may not promote any more, and plans to tell the others. */
async function endAllOf(
  context: DispatchContext,
  tx: Tx,
  setBy: string,
  about: { reason: 'left' | 'may_not'; date: string; others: readonly string[] },
): Promise<void> {
  const { reason, date, others } = about;
  await removeStandingOf(tx, setBy);
  const metadata = { reason };
  const line = { userId: setBy, action: 'standing_campaigns_ended', actorId: SYSTEM, metadata } as const;
  await appendAudit(tx, line, context.clock.now());
  await planNotices(context, tx, { notice: reason, date }, others);
}

async function planNotices(
  { newId, newNonce, liveness, clock }: DispatchContext,
  tx: Tx,
  { notice, date }: { readonly notice: StandingNotice; readonly date: string },
  promoters: readonly string[],
): Promise<void> {
  for (const userId of promoters) {
    const row = {
      id: newId(),
      kind: 'post',
      userId,
      eventKey: standingKey(notice, date),
      campaignId: '',
      jobId: '',
      channel: 'discord',
      nonce: newNonce(),
    } as const;
    await insertWaiting(tx, row, liveness.me, clock.now());
  }
}

/** Why a campaign is not made, by the code of its refusal; any other refusal passes by itself. */
const NOT_MADE: Partial<Record<RefusalCode, NotOutReason>> = {
  nobody_to_call: 'nobody_to_call',
  after_start: 'too_late',
  no_session: 'no_session',
  already_promoted: 'taken',
  cooldown: 'taken',
  promotions_disabled: 'switched_off',
  not_promoter: 'may_not',
  not_linked: 'may_not',
  link_not_confirmed: 'may_not',
  not_a_member: 'left',
};

async function make(context: DispatchContext, date: string, setter: Setter): Promise<void> {
  const { database, clock, events } = context;
  const wish: StandingWish | null = await findProposal(database.view, date);
  if (!wish) return;
  const { setBy, includeAvailable, includeMaybe } = wish;
  const made = await context.createFor(
    setBy,
    { includeAvailable, includeMaybe, dryRun: false },
    {
      mayBeMade: async (tx) => {
        const { situation } = await situationOf(context, tx, date, setter);
        return decideStanding(clock.now(), situation).kind === 'make';
      },
      made: async (tx, campaign) => {
        const now = clock.now();
        if (campaign.date !== date) throw new Error('a standing campaign of another evening');
        await settleProposal(tx, date, campaign.id, now);
        const metadata = { campaign: campaign.id, date };
        const line = { userId: setBy, action: 'standing_campaign_made', actorId: SYSTEM, metadata } as const;
        await appendAudit(tx, line, now);
      },
    },
  );
  if (made.ok) {
    if (!made.value.replayed) events.emit({ type: 'standing_campaign', step: 'make', date, reason: null });
    return;
  }
  const reason = NOT_MADE[made.refusal.code];
  if (reason === undefined) return;
  const isDropped = await database.withTransaction((tx) => drop(context, tx, date, reason));
  if (isDropped) events.emit({ type: 'standing_campaign', step: 'drop', date, reason });
}

/** Plans to tell promoters that standing campaigns lapse soon, and that they have: each once. */
async function tendLapse(context: DispatchContext): Promise<void> {
  const { database, clock, settings, timezone } = context;
  if (!settings.promotionsEnabled) return;
  const week = await standingWeek(database.view);
  for (const until of new Set(week.map((standing) => standing.until))) {
    const now = clock.now();
    const lapsed = hasLapsed(now, until, timezone);
    if (!lapsed && !isLapseNear(now, until, timezone)) continue;
    const notice = lapsed ? 'lapsed' : 'near_lapse';
    const mark = `reached:${standingKey(notice, until)}` as const;
    if ((await readState(database.view, mark)) !== null) continue;
    const setters = week.filter((standing) => standing.until === until).map(({ setBy }) => setBy);
    const promoters = await promotersToTell(context, eveningAt(now, settings), setters);
    if (!promoters) return;
    const done = await database.withTransaction(async (tx) => {
      // A promoter may have kept them meanwhile.
      const ends = (await standingWeek(tx)).some((standing) => standing.until === until);
      if (!ends || (await readState(tx, mark)) !== null) return false;
      await writeState(tx, mark, new Date(now).toISOString(), now);
      await planNotices(context, tx, { notice, date: until }, promoters);
      return true;
    });
    if (done) context.events.emit({ type: 'standing_campaign', step: notice, date: until, reason: null });
  }
}
