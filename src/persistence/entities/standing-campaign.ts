import { EntitySchema } from 'typeorm';
import { boolean, instant, integer, text } from './columns.js';

export interface StandingCampaignRow {
  /** 0 is Sunday. */
  weekday: number;
  set_by: string;
  /** SQLite's booleans are numbers. */
  include_available: boolean | number;
  include_maybe: boolean | number;
  /** The last date it counts for. */
  counts_until: string;
  created_at: string;
  /** When a promoter last set it or kept it. */
  updated_at: string;
}

export const StandingCampaignEntity = new EntitySchema<StandingCampaignRow>({
  name: 'StandingCampaign',
  tableName: 'availability_promotion_standing',
  columns: {
    weekday: { ...integer, primary: true },
    set_by: text,
    include_available: boolean,
    include_maybe: boolean,
    counts_until: text,
    created_at: instant,
    updated_at: instant,
  },
});
