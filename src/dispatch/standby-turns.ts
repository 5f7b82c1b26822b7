import type { Campaign, CampaignJob, CampaignRecipient } from '../domain/campaign.js';
import { type Turns, turnsOf } from '../domain/standbys.js';
import type { Tx } from '../persistence/engine/database.js';
import { findJob } from '../persistence/stores/job-store.js';
import { standbyLine } from '../persistence/stores/standby-store.js';
import type { DispatchContext } from './context.js';

/** {@link Turns}, and how many were wanted then. */
export interface StandbyTurns extends Turns<CampaignRecipient> {
  readonly wanted: number;
}

/** Which of a campaign's standbys to call now. Whoever can't be reached at the moment has their turn after the others. */
export async function standbyTurns(
  context: DispatchContext,
  tx: Tx,
  campaign: Campaign,
  job: CampaignJob,
): Promise<StandbyTurns> {
  const now = context.clock.now();
  const wanted = await wantedOf(tx, job);
  const line = (await standbyLine(tx, campaign, job.id, now)).map((standby) => ({
    ...standby,
    came: standby.state === 'called' && (standby.saidYes || hasCome(context, standby.recipient.userId)),
  }));
  const isReachable = ({ recipient: { channel } }: (typeof line)[number]): boolean =>
    context.channels.configured.has(channel) && context.channels.get(channel).gate.waitMs() <= 0;
  const ordered = [...line.filter(isReachable), ...line.filter((standby) => !isReachable(standby))];
  const { call, lookAgainAt } = turnsOf(ordered, wanted, now);
  return { call: call.map(({ recipient }) => recipient), lookAgainAt, wanted };
}

/** How many standbys were asked for so far. */
export async function wantedOf(tx: Tx, { id }: Pick<CampaignJob, 'id'>): Promise<number> {
  return (await findJob(tx, id))?.wanted ?? 0;
}

/** Whether somebody who was called as a standby has come. */
export function hasCome({ presence }: Pick<DispatchContext, 'presence'>, userId: string): boolean {
  return presence.voice?.inVoice()?.has(userId) ?? false;
}
