import type { MigrationInterface, QueryRunner } from 'typeorm';

const CAMPAIGNS = 'availability_promotion_campaigns';
const COLUMNS = ['own_start', 'note', 'note_by'] as const;

/** A campaign may have a start of its own, and a line of its promoter's. */
export class OwnStartsAndNotes1790000710000 implements MigrationInterface {
  readonly name = 'OwnStartsAndNotes1790000710000';

  // Not by the runner's own way, which makes the table anew: other tables refer to it.
  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS)
      await runner.query(`ALTER TABLE "${CAMPAIGNS}" ADD COLUMN "${column}" text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of [...COLUMNS].reverse()) {
      await runner.query(`ALTER TABLE "${CAMPAIGNS}" DROP COLUMN "${column}"`);
    }
  }
}
