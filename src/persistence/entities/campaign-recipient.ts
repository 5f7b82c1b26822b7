import { EntitySchema } from 'typeorm';
import type { AvailabilityStatus } from '../../domain/availability.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { Tier } from '../../domain/message-kinds.js';
import { boolean, instant, text, textKey } from './columns.js';

export interface CampaignRecipientRow {
  /** Stays when an erasure changes `user_id`, so that a send under way finds its person again. */
  id: string;
  campaign_id: string;
  user_id: string;
  display_name: string;
  /** Empty: they had said nothing. */
  availability_status: AvailabilityStatus | '';
  channel_type: ChannelType;
  created_at: string;
  promotes: boolean | number;
  tier: Tier;
}

export const CampaignRecipient = new EntitySchema<CampaignRecipientRow>({
  name: 'CampaignRecipient',
  tableName: 'availability_promotion_recipients',
  columns: {
    id: textKey,
    campaign_id: text,
    user_id: text,
    display_name: text,
    availability_status: text,
    channel_type: text,
    created_at: instant,
    promotes: { ...boolean, default: false },
    tier: { ...text, default: 'recipient' },
  },
  uniques: [{ columns: ['campaign_id', 'user_id'] }],
  indices: [{ columns: ['user_id'] }],
  foreignKeys: [
    {
      target: 'Campaign',
      columnNames: ['campaign_id'],
      referencedColumnNames: ['id'],
    },
  ],
});
