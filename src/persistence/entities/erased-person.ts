import { EntitySchema } from 'typeorm';
import { instant, text, textKey } from './columns.js';

export interface ErasedPersonRow {
  /** Of their id. */
  digest: string;
  /** The same for all digests of one key, so that those of a lost key can be told. */
  key_mark: string;
  created_at: string;
}

export const ErasedPerson = new EntitySchema<ErasedPersonRow>({
  name: 'ErasedPerson',
  tableName: 'erased_people',
  columns: { digest: textKey, key_mark: text, created_at: instant },
});
