import { EntitySchema } from 'typeorm';
import type { ChannelType } from '../../domain/channel-choice.js';
import { instant, integer, nullableInstant, nullableText, textKey } from './columns.js';

export interface ChannelLinkRow {
  user_id: string;
  channel_type: ChannelType;
  token_hash: string | null;
  expires_at: string | null;
  requested_at: string | null;
  attempts: number;
  verified_at: string | null;
  created_at: string;
  updated_at: string;
}

export const ChannelLink = new EntitySchema<ChannelLinkRow>({
  name: 'ChannelLink',
  tableName: 'availability_channel_links',
  columns: {
    user_id: textKey,
    channel_type: textKey,
    token_hash: nullableText,
    expires_at: nullableInstant,
    requested_at: nullableInstant,
    attempts: integer,
    verified_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
  },
});
