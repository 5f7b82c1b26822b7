import { EntitySchema } from 'typeorm';
import type { CampaignStatus } from '../../domain/campaign.js';
import type { CampaignKind } from '../../domain/message-kinds.js';
import { boolean, instant, integer, nullableInstant, nullableText, text, textKey } from './columns.js';

export interface CampaignRow {
  id: string;
  campaign_date: string;
  cooldown_date: string | null;
  timezone: string;
  start_at: string;
  initiated_by: string;
  guild_id: string;
  include_available: boolean | number;
  include_maybe: boolean | number;
  dry_run: boolean | number;
  status: CampaignStatus;
  idempotency_key: string;
  recipient_count: number;
  /** JSON: how many recipients per channel, as evaluated at creation. */
  channels_summary: string;
  slot_freed_at: string | null;
  cancelled_at: string | null;
  created_at: string;
  updated_at: string;
  /** HH:MM:SS; `null`: the planned one. */
  own_start: string | null;
  note: string | null;
  note_by: string | null;
  kind: CampaignKind;
  standby_count: number;
  /** JSON: whom it could not call, in numbers; `null`: that is not known. */
  left_out: string | null;
}

export const Campaign = new EntitySchema<CampaignRow>({
  name: 'Campaign',
  tableName: 'availability_promotion_campaigns',
  columns: {
    id: textKey,
    campaign_date: text,
    cooldown_date: nullableText,
    timezone: text,
    start_at: instant,
    initiated_by: text,
    guild_id: text,
    include_available: boolean,
    include_maybe: boolean,
    dry_run: boolean,
    status: text,
    idempotency_key: text,
    recipient_count: integer,
    channels_summary: text,
    slot_freed_at: nullableInstant,
    cancelled_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
    own_start: nullableText,
    note: nullableText,
    note_by: nullableText,
    kind: { ...text, default: 'promotion' },
    standby_count: { ...integer, default: 0 },
    left_out: nullableText,
  },
  uniques: [{ columns: ['cooldown_date'] }],
  indices: [
    {
      columns: ['initiated_by', 'campaign_date'],
      unique: true,
      where: `kind = 'promotion' AND dry_run = false AND slot_freed_at IS NULL`,
    },
    { columns: ['kind', 'campaign_date'], unique: true, where: `kind <> 'promotion'` },
    { columns: ['campaign_date'] },
  ],
});
