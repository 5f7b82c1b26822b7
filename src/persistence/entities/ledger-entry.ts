import { EntitySchema } from 'typeorm';
import type { LedgerKind, LedgerState } from '../../domain/campaign.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { instant, integer, nullableInstant, nullableText, text, textKey } from './columns.js';

export interface LedgerRow {
  id: string;
  user_id: string;
  event_key: string;
  campaign_id: string;
  job_id: string;
  /** The recipient a call concerns, even after an erasure changed `user_id`; null for other kinds. */
  recipient_id: string | null;
  state: LedgerState;
  channel_type: ChannelType;
  /** Requests made to this person on this channel. */
  attempts: number;
  nonce: string;
  /** When this nonce was first sent. */
  first_attempt_at: string;
  /** Since when a request under this nonce may have arrived unnoticed; null while none may. */
  ambiguous_since: string | null;
  next_attempt_at: string | null;
  owner: string;
  message_id: string | null;
  error_code: string | null;
  created_at: string;
  updated_at: string;
  kind: LedgerKind;
}

export const LedgerEntry = new EntitySchema<LedgerRow>({
  name: 'LedgerEntry',
  tableName: 'notifications_ledger',
  columns: {
    id: textKey,
    user_id: text,
    event_key: text,
    campaign_id: text,
    job_id: text,
    recipient_id: nullableText,
    state: text,
    channel_type: text,
    attempts: integer,
    nonce: text,
    first_attempt_at: instant,
    ambiguous_since: nullableInstant,
    next_attempt_at: nullableInstant,
    owner: text,
    message_id: nullableText,
    error_code: nullableText,
    created_at: instant,
    updated_at: instant,
    kind: text,
  },
  uniques: [{ columns: ['user_id', 'event_key'] }],
  indices: [
    { columns: ['job_id', 'state'] },
    { columns: ['recipient_id'] },
    { columns: ['state', 'next_attempt_at'] },
    { columns: ['event_key', 'state', 'user_id'] },
    { columns: ['campaign_id'] },
  ],
});
