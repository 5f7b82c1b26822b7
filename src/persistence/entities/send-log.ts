import { EntitySchema } from 'typeorm';
import type { AttemptOutcome } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { boolean, instant, integer, nullableText, text } from './columns.js';

export interface SendLogRow {
  id: number;
  campaign_id: string;
  job_id: string;
  user_id: string;
  channel_type: ChannelType | null;
  outcome: AttemptOutcome;
  reason: string | null;
  is_final: boolean | number;
  message_id: string | null;
  error_code: string | null;
  attempt: number;
  event_key: string;
  created_at: string;
}

export const SendLog = new EntitySchema<SendLogRow>({
  name: 'SendLog',
  tableName: 'availability_promotion_send_logs',
  columns: {
    id: { type: 'integer', primary: true, generated: 'increment' },
    campaign_id: text,
    job_id: text,
    user_id: text,
    channel_type: nullableText,
    outcome: text,
    reason: nullableText,
    is_final: boolean,
    message_id: nullableText,
    error_code: nullableText,
    attempt: integer,
    event_key: text,
    created_at: instant,
  },
  indices: [
    { columns: ['job_id', 'user_id'], unique: true, where: 'is_final = true' },
    { columns: ['campaign_id'] },
    { columns: ['user_id'] },
    { columns: ['job_id', 'user_id'] },
  ],
  foreignKeys: [
    { target: 'Campaign', columnNames: ['campaign_id'], referencedColumnNames: ['id'] },
    { target: 'CampaignJob', columnNames: ['job_id'], referencedColumnNames: ['id'] },
  ],
});
