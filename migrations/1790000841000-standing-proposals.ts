import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The dates for which promoters were told that a standing campaign goes out, and what became of it. */
const PROPOSALS = new Table({
  name: 'availability_promotion_proposals',
  columns: [
    { name: 'campaign_date', type: 'text', isPrimary: true },
    { name: 'set_by', type: 'text' },
    { name: 'include_available', type: 'boolean' },
    { name: 'include_maybe', type: 'boolean' },
    { name: 'goes_out_at', type: 'text' },
    { name: 'start_at', type: 'text' },
    { name: 'state', type: 'text' },
    { name: 'reason', type: 'text', isNullable: true },
    { name: 'ended_by', type: 'text', isNullable: true },
    { name: 'campaign_id', type: 'text', isNullable: true },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
  indices: [{ columnNames: ['state'] }],
});

export class StandingProposals1790000841000 implements MigrationInterface {
  readonly name = 'StandingProposals1790000841000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(PROPOSALS.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(PROPOSALS.name);
  }
}
