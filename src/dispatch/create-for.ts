import type { Campaign, CampaignRequest } from '../domain/campaign.js';
import type { Result } from '../domain/refusal.js';
import type { Tx } from '../persistence/engine/database.js';

/** Makes a campaign as if its promoter had asked for it now, under all the limits that hold then. */
export type CreateFor = (
  promoterId: string,
  request: CampaignRequest,
  within: {
    /** Asked in the transaction that makes it: whether it is still to be made. */
    mayBeMade(tx: Tx): Promise<boolean>;
    /** Done in that transaction, once it is made. */
    made(tx: Tx, campaign: Campaign): Promise<void>;
  },
) => Promise<Result<{ readonly campaign: Campaign; readonly replayed: boolean }>>;
