import type { Campaign, CampaignRecipient } from '../domain/campaign.js';
import { eventKey } from '../domain/event-key.js';
import { kindsThatCall } from '../domain/message-kinds.js';
import type { Tx, View } from '../persistence/engine/database.js';
import { callsTo, isCalledByOthers, reachedFor } from '../persistence/stores/ledger-store.js';
import type { DispatchContext } from './context.js';

/** Whether a campaign has called somebody who would be told that the evening is off. */
export type Reach =
  | { readonly kind: 'reached' }
  | { readonly kind: 'left_out'; readonly reason: 'not_called' | 'called_elsewhere' }
  /** One is under way at this moment. */
  | { readonly kind: 'under_way' };

/** The ledger keys of a campaign's calls. */
function callKeysOf({ date }: Campaign): readonly string[] {
  return kindsThatCall().map((jobType) => eventKey(jobType, date));
}

/**
 * Whether a campaign reached one of its recipients or standbys, or may have; decided once its other jobs are over. Nobody is told that
 * an evening is off to which another campaign of its date, which goes on, has called them.
 */
export async function reachOf(
  { blindIndex }: Pick<DispatchContext, 'blindIndex'>,
  tx: Tx,
  campaign: Campaign,
  { id, userId }: Pick<CampaignRecipient, 'id' | 'userId'>,
): Promise<Reach> {
  const keys = callKeysOf(campaign);
  const states = await callsTo(tx, { campaignId: campaign.id, recipientId: id }, keys);
  const arrived = states.some((state) => state === 'sent' || state === 'unknown');
  if (!arrived) {
    return states.includes('sending') ? { kind: 'under_way' } : { kind: 'left_out', reason: 'not_called' };
  }
  const ids = [userId, ...blindIndex.all(userId)];
  return (await isCalledByOthers(tx, ids, keys, campaign.id))
    ? { kind: 'left_out', reason: 'called_elsewhere' }
    : { kind: 'reached' };
}

/** How many a campaign's calls have reached, or may have: those who would be told that it is off, quiet ones included. */
export async function countReached(view: View, campaign: Campaign): Promise<number> {
  const reached = await Promise.all(callKeysOf(campaign).map((key) => reachedFor(view, campaign.id, key)));
  return new Set(reached.flat()).size;
}
