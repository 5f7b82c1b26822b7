import { EntitySchema } from 'typeorm';
import type { NotOutReason } from '../../domain/standing-campaigns.js';
import { boolean, instant, nullableText, text, textKey } from './columns.js';

export interface StandingProposalRow {
  campaign_date: string;
  set_by: string;
  /** SQLite's booleans are numbers. */
  include_available: boolean | number;
  include_maybe: boolean | number;
  /** When promoters were told that it goes out. */
  goes_out_at: string;
  start_at: string;
  /** `stopped`: dropped, and the others who were told have yet to be told that. */
  state: 'open' | 'stopped' | 'made' | 'dropped';
  /** Why it was dropped. */
  reason: NotOutReason | null;
  /** Who stopped it. */
  ended_by: string | null;
  /** The campaign that was made of it. */
  campaign_id: string | null;
  created_at: string;
  updated_at: string;
}

export const StandingProposalEntity = new EntitySchema<StandingProposalRow>({
  name: 'StandingProposal',
  tableName: 'availability_promotion_proposals',
  columns: {
    campaign_date: textKey,
    set_by: text,
    include_available: boolean,
    include_maybe: boolean,
    goes_out_at: instant,
    start_at: instant,
    state: text,
    reason: nullableText,
    ended_by: nullableText,
    campaign_id: nullableText,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['state'] }],
});
