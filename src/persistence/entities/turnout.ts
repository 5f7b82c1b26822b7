import { EntitySchema } from 'typeorm';
import { instant, nullableInstant, text, textKey, integer } from './columns.js';

export interface TurnoutRow {
  campaign_id: string;
  campaign_date: string;
  expected: number;
  in_voice: number | null;
  on_server: number | null;
  joined: number | null;
  /** When to look who came after the last call; null before that is known, and after the look. */
  look_at: string | null;
  created_at: string;
  updated_at: string;
  /** Standbys it had called who were there at the look, or had said that they come. */
  stepped_in: number | null;
}

const nullableInteger = { ...integer, nullable: true };

export const TurnoutEntity = new EntitySchema<TurnoutRow>({
  name: 'Turnout',
  tableName: 'availability_promotion_turnouts',
  columns: {
    campaign_id: textKey,
    campaign_date: text,
    expected: integer,
    in_voice: nullableInteger,
    on_server: nullableInteger,
    joined: nullableInteger,
    look_at: nullableInstant,
    created_at: instant,
    updated_at: instant,
    stepped_in: nullableInteger,
  },
  indices: [{ columns: ['look_at'] }, { columns: ['campaign_date'] }],
  foreignKeys: [{ target: 'Campaign', columnNames: ['campaign_id'], referencedColumnNames: ['id'] }],
});
