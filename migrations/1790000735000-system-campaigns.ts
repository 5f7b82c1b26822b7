import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const CAMPAIGNS = 'availability_promotion_campaigns';
const onePerPromoter = (where: string): TableIndex =>
  new TableIndex({ columnNames: ['initiated_by', 'campaign_date'], isUnique: true, where });
const UNTIL_NOW = onePerPromoter('dry_run = false AND slot_freed_at IS NULL');
const OF_PROMOTERS = onePerPromoter(`kind = 'promotion' AND dry_run = false AND slot_freed_at IS NULL`);
const ONE_A_DATE = new TableIndex({
  columnNames: ['kind', 'campaign_date'],
  isUnique: true,
  where: `kind <> 'promotion'`,
});

/** Campaigns that Muster starts by itself stand beside the promoters', one of a kind for each date. */
export class SystemCampaigns1790000735000 implements MigrationInterface {
  readonly name = 'SystemCampaigns1790000735000';

  // Not by the runner's own way, which makes the table anew: other tables refer to it.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "${CAMPAIGNS}" ADD COLUMN "kind" text NOT NULL DEFAULT 'promotion'`);
    await runner.dropIndex(CAMPAIGNS, UNTIL_NOW);
    await runner.createIndex(CAMPAIGNS, OF_PROMOTERS);
    await runner.createIndex(CAMPAIGNS, ONE_A_DATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(CAMPAIGNS, ONE_A_DATE);
    await runner.dropIndex(CAMPAIGNS, OF_PROMOTERS);
    await runner.createIndex(CAMPAIGNS, UNTIL_NOW);
    await runner.query(`ALTER TABLE "${CAMPAIGNS}" DROP COLUMN "kind"`);
  }
}
