import { type Campaign, type CampaignJob, ERASED_PREFIX } from '../domain/campaign.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { MusterEvent } from '../domain/events.js';
import { isMinimumKey, minimumKey } from '../domain/event-key.js';
import { isCalledOff, kindOf } from '../domain/message-kinds.js';
import { isAskedInVain, isTooFew, type Numbers } from '../domain/minimum.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import { jobsOf } from '../persistence/stores/job-store.js';
import { findReservation, insertWaiting, type Reservation } from '../persistence/stores/ledger-store.js';
import { type KnownPerson, personFor } from '../persistence/stores/person-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import type { Messages } from '../messages/messages.js';
import type { DispatchContext } from './context.js';
import { endWaiting } from './log-line.js';
import { eachPromoterPost, sendToPromoter } from './promoter-post.js';
import type { RunControl } from './run-result.js';
import { canBeToldApart } from './take-up.js';

/**
 * Plans to ask a campaign's promoter whether it goes on, where its reminder begins now and fewer are looking for a game than
 * a session takes. For the transaction that claims the job: so it is planned once, with the reminder, or not at all. `now`: when it was claimed (ms).
 * @returns whether it did.
 */
export async function planToAsk(
  context: DispatchContext,
  tx: Tx,
  job: CampaignJob,
  now: number,
): Promise<boolean> {
  const { settings, liveness } = context;
  const isFirstRun = job.startedAt === now;
  if (kindOf(job.jobType).weighsNumbers !== true || !isFirstRun || !settings.promotionsEnabled) return false;
  const campaign = await findCampaign(tx, job.campaignId);
  if (!campaign || campaign.request.dryRun || now >= campaign.startAt) return false;
  if (!isTooFew(await numbersOf(context, tx, campaign))) return false;
  const row = {
    id: context.newId(),
    kind: 'post',
    userId: campaign.promoterId,
    eventKey: minimumKey(campaign.id),
    campaignId: campaign.id,
    // It outlives the job, whatever becomes of that.
    jobId: '',
    channel: 'discord',
    nonce: context.newNonce(),
  } as const;
  await insertWaiting(tx, row, liveness.me, now);
  return true;
}

/**
 * Asks the promoters who are to be asked, each by their ledger row: reserved before the request leaves, asked for again under
 * the same nonce if the process dies, never twice. What becomes of it is no matter of the campaign, which goes on meanwhile.
 */
export function askPromoters(context: DispatchContext, control: RunControl): Promise<void> {
  const tell = (row: Reservation): Promise<void> => ask(context, row, control);
  return eachPromoterPost(context, control, { isMeant: isMinimumKey, where: 'minimum', tell });
}

/** Whether a campaign's promoter was to be asked about too few, and was not, or perhaps not. */
export async function couldNotBeAsked(view: View, { id, promoterId }: Campaign): Promise<boolean> {
  const row = await findReservation(view, [promoterId], minimumKey(id));
  return isAskedInVain(row?.state ?? null, row?.errorCode ?? null);
}

async function ask(context: DispatchContext, row: Reservation, control: RunControl): Promise<void> {
  const { database, contacts, timezone } = context;
  const campaign = await database.withTransaction((tx) => campaignToAskAbout(context, tx, row));
  if (!campaign) return;
  const promoter = await personFor(database.view, row.userId, campaign.date, timezone, contacts);
  // Worded first: no transaction may wait for it.
  const message = await wordedFor(context, campaign, promoter);
  const isDue = async (tx: Tx, current: Reservation): Promise<boolean> =>
    (await campaignToAskAbout(context, tx, current)) !== null;
  const post = { promoter, message, expiresAt: campaign.startAt, isDue };
  const settled = await sendToPromoter(context, row, post, control);
  if (settled) tell(context, row, settled);
}

/**
 * The campaign whose promoter is asked now; `null`: not now, or not any more, which ends the row. While promotions are paused,
 * or as long as there are enough, it waits.
 */
async function campaignToAskAbout(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
): Promise<Campaign | null> {
  if (row.state !== 'retry') return null;
  const now = context.clock.now();
  const campaign = await findCampaign(tx, row.campaignId);
  const reason = campaign ? await whyNever(context, tx, row, campaign) : 'cancelled';
  if (reason !== null) {
    const { outcome, code } = await endWaiting(tx, row, { outcome: 'failed', reason }, now);
    tell(context, row, { outcome, code: code ?? reason });
    return null;
  }
  if (!campaign || !context.settings.promotionsEnabled || (await promotionsPaused(tx))) return null;
  return isTooFew(await numbersOf(context, tx, campaign)) ? campaign : null;
}

async function whyNever(
  context: DispatchContext,
  tx: Tx,
  row: Reservation,
  campaign: Campaign,
): Promise<string | null> {
  if (campaign.cancelledAt !== null || isCalledOff(await jobsOf(tx, campaign.id))) return 'cancelled';
  if (context.clock.now() >= campaign.startAt) return 'expired';
  if (!canBeToldApart(context, row)) return 'maybe_delivered';
  if (row.userId.startsWith(ERASED_PREFIX)) return 'erased';
  return (await findPreferences(tx, row.userId))?.discordDms === false ? 'channel_closed' : null;
}

function tell(
  { events }: DispatchContext,
  { campaignId, userId: promoterId }: Reservation,
  { outcome, code }: Pick<Extract<MusterEvent, { type: 'promoter_asked' }>, 'outcome' | 'code'>,
): void {
  events.emit({ type: 'promoter_asked', campaignId, promoterId, outcome, code });
}

async function numbersOf({ settings }: DispatchContext, view: View, { date }: Campaign): Promise<Numbers> {
  return { looking: await lookingOn(view, date), minimum: settings.sessionMinimum };
}

async function wordedFor(
  context: DispatchContext,
  campaign: Campaign,
  { locale }: KnownPerson,
): Promise<OutgoingMessage> {
  const { promote }: Messages = context.messagesFor(locale);
  const { looking, minimum } = await numbersOf(context, context.database.view, campaign);
  return {
    text: promote.tooFew.question(looking, minimum, campaign.startAt),
    actions: [
      { action: 'promote-cancel', id: campaign.id, label: promote.tooFew.callOff },
      { action: 'promote-go-on', id: campaign.id, label: promote.tooFew.goOn },
    ],
  };
}
