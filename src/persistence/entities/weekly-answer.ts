import { EntitySchema } from 'typeorm';
import type { WeeklyStatus } from '../../domain/standing-answers.js';
import { instant, integer, text, textKey } from './columns.js';

export interface WeeklyAnswerRow {
  user_id: string;
  /** 0 is Sunday. */
  weekday: number;
  user_name: string;
  status: WeeklyStatus;
  /** The first date it counts for, and the last; the last is the same for all weekdays of a person. */
  counts_from: string;
  counts_until: string;
  created_at: string;
  /** Since when it is this status. */
  updated_at: string;
}

export const WeeklyAnswerEntity = new EntitySchema<WeeklyAnswerRow>({
  name: 'WeeklyAnswer',
  tableName: 'availability_weekly_answers',
  columns: {
    user_id: textKey,
    weekday: { ...integer, primary: true },
    user_name: text,
    status: text,
    counts_from: text,
    counts_until: text,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['weekday', 'counts_until'] }, { columns: ['counts_until'] }],
});
