import { EntitySchema } from 'typeorm';
import type { JobStatus } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import { instant, integer, nullableInstant, nullableText, text, textKey } from './columns.js';

export interface CampaignJobRow {
  id: string;
  campaign_id: string;
  job_type: JobType;
  run_at: string;
  next_run_at: string;
  expires_at: string;
  status: JobStatus;
  /** Runs that ended in an error; recovery after a kill is not one. */
  attempts: number;
  owner: string | null;
  /** A code, never a provider's text. */
  last_error: string | null;
  /** What the job waits for, where its end has to know. */
  waiting_for: 'presence' | null;
  started_at: string | null;
  finished_at: string | null;
  /** JSON: the counts by outcome once the job has ended. */
  summary: string | null;
  /** How many standbys were asked for; null: it calls everybody it is for. */
  wanted: number | null;
  created_at: string;
  updated_at: string;
}

export const CampaignJob = new EntitySchema<CampaignJobRow>({
  name: 'CampaignJob',
  tableName: 'availability_promotion_jobs',
  columns: {
    id: textKey,
    campaign_id: text,
    job_type: text,
    run_at: instant,
    next_run_at: instant,
    expires_at: instant,
    status: text,
    attempts: integer,
    owner: nullableText,
    last_error: nullableText,
    waiting_for: nullableText,
    started_at: nullableInstant,
    finished_at: nullableInstant,
    summary: nullableText,
    wanted: { type: 'integer', nullable: true },
    created_at: instant,
    updated_at: instant,
  },
  uniques: [{ columns: ['campaign_id', 'job_type'] }],
  indices: [{ columns: ['status', 'next_run_at'] }],
  foreignKeys: [{ target: 'Campaign', columnNames: ['campaign_id'], referencedColumnNames: ['id'] }],
});
