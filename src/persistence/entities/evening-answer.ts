import { EntitySchema } from 'typeorm';
import type { EveningAnswerKind } from '../../domain/answer.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import { instant, nullableInstant, nullableText, text, textKey } from './columns.js';

export interface EveningAnswerRow {
  user_id: string;
  answer_date: string;
  answer: EveningAnswerKind;
  /** When they come who come later. */
  late_until: string | null;
  /** Where they said it; null where that is not known. */
  channel_type: ChannelType | null;
  /** Under whose message; null where it was under none. */
  campaign_id: string | null;
  created_at: string;
  updated_at: string;
}

export const EveningAnswerEntity = new EntitySchema<EveningAnswerRow>({
  name: 'EveningAnswer',
  tableName: 'availability_promotion_answers',
  columns: {
    user_id: textKey,
    answer_date: textKey,
    answer: text,
    late_until: nullableInstant,
    channel_type: nullableText,
    campaign_id: nullableText,
    created_at: instant,
    updated_at: instant,
  },
  indices: [{ columns: ['answer_date'] }],
});
