import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The weekdays whose campaign goes out by itself, and who has set them. */
const STANDING = new Table({
  name: 'availability_promotion_standing',
  columns: [
    { name: 'weekday', type: 'integer', isPrimary: true },
    { name: 'set_by', type: 'text' },
    { name: 'include_available', type: 'boolean' },
    { name: 'include_maybe', type: 'boolean' },
    { name: 'counts_until', type: 'text' },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
});

export class StandingCampaigns1790000840000 implements MigrationInterface {
  readonly name = 'StandingCampaigns1790000840000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(STANDING.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(STANDING.name);
  }
}
