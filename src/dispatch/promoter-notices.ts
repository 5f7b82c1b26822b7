import { ERASED_PREFIX } from '../domain/campaign.js';
import type { MessageAction, OutgoingMessage } from '../domain/channel.js';
import { displayName } from '../domain/display-name.js';
import { standingKey, standingNoticeOf } from '../domain/event-key.js';
import type { MusterEvent } from '../domain/events.js';
import { addDays, instantOf } from '../domain/local-time.js';
import { mayPromote } from '../domain/promoters.js';
import { isQuiet } from '../domain/quiet-hours.js';
import { type NotOutReason, VETO_MS } from '../domain/standing-campaigns.js';
import type { Messages } from '../messages/messages.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import { findReservation, type Reservation } from '../persistence/stores/ledger-store.js';
import { type KnownPerson, personFor } from '../persistence/stores/person-store.js';
import { findPlayerLink } from '../persistence/stores/player-link-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import { findProposal, standingWeek } from '../persistence/stores/standing-campaign-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import type { DispatchContext } from './context.js';
import { endWaiting } from './log-line.js';
import { eachPromoterPost, sendToPromoter } from './promoter-post.js';
import type { RunControl } from './run-result.js';
import { canBeToldApart } from './take-up.js';

/** For so long what has ended is worth telling, in milliseconds. */
const OVER_FOR_MS = 3 * 24 * 3_600_000;
const DIGEST_PREFIX = 'digest:';

/** What a notice says now. */
type Said =
  | {
      readonly notice: 'proposal';
      readonly at: number;
      readonly startAt: number;
      readonly looking: number;
      readonly setBy: string;
    }
  | { readonly notice: 'not_out'; readonly reason: NotOutReason; readonly stoppedBy: string | null }
  | { readonly notice: 'near_lapse' | 'lapsed' | 'left' | 'may_not' };

/** What is to be said under a row, and until when (ms). */
interface Due {
  readonly date: string;
  readonly said: Said;
  readonly expiresAt: number;
}

/**
 * Tells promoters what is on record to be told of standing campaigns, each by their ledger row: reserved before the request
 * leaves, asked for again under the same nonce if the process dies, never twice. In their quiet hours, and while messages are
 * paused, it waits as long as it is of use.
 */
export function tellPromoters(context: DispatchContext, control: RunControl): Promise<void> {
  return eachPromoterPost(context, control, {
    isMeant: (eventKey) => standingNoticeOf(eventKey) !== null,
    where: 'standing',
    tell: (row) => tell(context, row, control),
  });
}

/** Why somebody is not told who was to be: by what Discord says of them now. `unknown`: it says nothing. */
type Unfit = 'left_guild' | 'not_promoter' | 'unknown';

async function unfitFor(
  { directory, settings }: DispatchContext,
  { userId, eventKey }: Reservation,
): Promise<Unfit | null> {
  if (isForgotten(userId)) return null;
  const takesBack = standingNoticeOf(eventKey)?.notice === 'not_out';
  const member = await directory.member(userId);
  // Whoever has read that it goes out is told that it does not, whatever they may do by now.
  if (!member.known) return takesBack ? null : 'unknown';
  if (!member.value) return 'left_guild';
  return takesBack || mayPromote(settings, member.value) ? null : 'not_promoter';
}

async function tell(context: DispatchContext, row: Reservation, control: RunControl): Promise<void> {
  const { database, contacts, timezone } = context;
  // No transaction waits for the network.
  const unfit = await unfitFor(context, row);
  const due = await database.withTransaction((tx) => dueNow(context, tx, row, unfit));
  if (!due) return;
  const promoter = await personFor(database.view, row.userId, due.date, timezone, contacts);
  // Worded first: no transaction may wait for it.
  const message = await wordedFor(context, due, promoter);
  const isDue = async (tx: Tx, current: Reservation): Promise<boolean> =>
    (await dueNow(context, tx, current, unfit)) !== null;
  const settled = await sendToPromoter(
    context,
    row,
    { promoter, message, expiresAt: due.expiresAt, isDue },
    control,
  );
  if (settled) report(context, row, settled);
}

/** What a row says now; `null`: nothing now, or not any more, which ends the row. */
async function dueNow(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
  unfit: Unfit | null,
): Promise<Due | null> {
  const { clock, settings, timezone, contacts } = context;
  if (row.state !== 'retry') return null;
  const now = clock.now();
  const due = await saidIn(context, tx, row);
  const never = unfit === 'unknown' ? null : unfit;
  const reason = due === null ? 'cancelled' : ((await whyNever(context, tx, row, due)) ?? never);
  if (due === null || reason !== null) {
    const { outcome, code } = await endWaiting(
      tx,
      row,
      { outcome: 'failed', reason: reason ?? 'cancelled' },
      now,
    );
    report(context, row, { outcome, code: code ?? reason });
    return null;
  }
  if (unfit !== null || !settings.promotionsEnabled || (await promotionsPaused(tx))) return null;
  const promoter = await personFor(tx, row.userId, due.date, timezone, contacts);
  return isQuiet(promoter.quietHours, promoter.timezone, now) ? null : due;
}

/** What a row says, as things stand; `null`: that is not so any more. */
async function saidIn({ timezone }: DispatchContext, tx: Tx, row: Reservation): Promise<Due | null> {
  const found = standingNoticeOf(row.eventKey);
  if (!found) return null;
  const { notice, date } = found;
  switch (notice) {
    case 'proposal': {
      const proposal = await findProposal(tx, date);
      if (proposal?.state !== 'open') return null;
      const { at, startAt, setBy } = proposal;
      const said = { notice, at, startAt, setBy, looking: await lookingOn(tx, date) };
      return { date, said, expiresAt: at - VETO_MS };
    }
    case 'not_out': {
      const proposal = await findProposal(tx, date);
      if (proposal?.state !== 'dropped' || proposal.reason === null) return null;
      const said = { notice, reason: proposal.reason, stoppedBy: proposal.endedBy };
      return { date, said, expiresAt: proposal.startAt };
    }
    case 'near_lapse': {
      const ends = (await standingWeek(tx)).some(({ until }) => until === date);
      return ends
        ? { date, said: { notice }, expiresAt: instantOf(addDays(date, 1), '00:00', timezone) }
        : null;
    }
    default: {
      const expiresAt = row.firstAttemptAt + OVER_FOR_MS;
      // Somebody may have set some again.
      if (notice === 'lapsed' && !(await standingWeek(tx)).some(({ until }) => until === date)) return null;
      return { date, said: { notice }, expiresAt };
    }
  }
}

async function whyNever(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
  { said, expiresAt }: Due,
): Promise<string | null> {
  const { userId } = row;
  if (context.clock.now() >= expiresAt) return 'expired';
  if (!canBeToldApart(context, row)) return 'maybe_delivered';
  if (isForgotten(userId)) return 'erased';
  const preferences = await findPreferences(tx, userId);
  if (preferences?.discordDms === false) return 'channel_closed';
  if (preferences?.allowReadyNotices === true) return null;
  // Of their own standing campaigns whoever set them is told.
  const setters = (await standingWeek(tx)).map(({ setBy }) => setBy);
  return setters.includes(userId) || (await wasToldOf(tx, said, row)) ? null : 'not_opted_in';
}

function isForgotten(userId: string): boolean {
  return userId.startsWith(ERASED_PREFIX) || userId.startsWith(DIGEST_PREFIX);
}

/** Whether it takes back what this person has been told. */
async function wasToldOf(tx: Tx, { notice }: Said, { userId, eventKey }: Reservation): Promise<boolean> {
  const found = standingNoticeOf(eventKey);
  if (notice !== 'not_out' || !found) return false;
  const told = await findReservation(tx, [userId], standingKey('proposal', found.date));
  return told?.state === 'sent' || told?.state === 'unknown';
}

function report(
  { events }: DispatchContext,
  { eventKey, userId: promoterId }: Reservation,
  { outcome, code }: Pick<Extract<MusterEvent, { type: 'promoter_told' }>, 'outcome' | 'code'>,
): void {
  const found = standingNoticeOf(eventKey);
  if (found) events.emit({ type: 'promoter_told', ...found, promoterId, outcome, code });
}

async function wordedFor(
  context: DispatchContext,
  { date, said }: Due,
  { locale, allowReadyNotices }: KnownPerson,
): Promise<OutgoingMessage> {
  const messages: Messages = context.messagesFor(locale);
  const { view } = context.database;
  // Whoever is told by their consent to the notices that it is on has their way out beside.
  const wayOut: MessageAction[] = allowReadyNotices
    ? [{ action: 'stop-ready', id: date, label: messages.buttons.ends['stop-ready'] }]
    : [];
  const { text, buttons } = await partsOf(messages, view, date, said);
  return { text, actions: [...buttons, ...wayOut] };
}

interface Parts {
  readonly text: string;
  readonly buttons: readonly MessageAction[];
}

async function partsOf(
  { standingCampaigns: texts }: Messages,
  view: View,
  date: string,
  said: Said,
): Promise<Parts> {
  const button = (what: string, label: string): MessageAction => {
    return { action: 'promote-standing', id: `${what}:${date}`, label };
  };
  switch (said.notice) {
    case 'proposal': {
      const name = await nameOfPlayer(view, said.setBy);
      const buttons = [button('stop', texts.stop), button('preview', texts.preview)];
      return { text: texts.proposal({ ...said, name }), buttons };
    }
    case 'not_out':
      return { text: texts.notOut(said.reason, await nameOfPlayer(view, said.stoppedBy)), buttons: [] };
    case 'near_lapse':
      return { text: texts.nearLapse(date), buttons: [button('keep', texts.keep)] };
    case 'lapsed':
      return { text: texts.lapsed(date), buttons: [] };
    default:
      return { text: texts.ended(said.notice), buttons: [] };
  }
}

/** What somebody's player is called; `null`: they have none linked. */
export async function nameOfPlayer(view: View, userId: string | null): Promise<string | null> {
  const link = userId === null ? null : await findPlayerLink(view, userId);
  return link && displayName(link.name);
}
