import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { isPostgres } from './support/engine.js';

const PREFERENCES = 'subscription_preferences';

/** Lets the zone be null, or not. */
async function setNullable(runner: QueryRunner, isNullable: boolean): Promise<void> {
  if (isPostgres(runner)) {
    // The runner's own way would take the column's text order from it.
    const verb = isNullable ? 'DROP' : 'SET';
    await runner.query(`ALTER TABLE "${PREFERENCES}" ALTER COLUMN "timezone" ${verb} NOT NULL`);
    return;
  }
  const zone = new TableColumn({ name: 'timezone', type: 'text', isNullable });
  await runner.changeColumn(PREFERENCES, 'timezone', zone);
}

/** A time zone is null until its person names one; the deployment's current one holds till then. */
export class NamedZones1790000500000 implements MigrationInterface {
  readonly name = 'NamedZones1790000500000';

  async up(runner: QueryRunner): Promise<void> {
    await setNullable(runner, true);
    // Until now the first save wrote the deployment's zone, which campaigns know, even for people who named
    // none. With quiet hours it stays: it stood in the form they were set with, and they must not move.
    await runner.query(`
      UPDATE subscription_preferences SET timezone = NULL
      WHERE quiet_hours_start IS NULL
        AND timezone IN (SELECT timezone FROM availability_promotion_campaigns)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE subscription_preferences SET timezone = COALESCE(
        (SELECT timezone FROM availability_promotion_campaigns ORDER BY created_at DESC LIMIT 1),
        'Europe/Ljubljana')
      WHERE timezone IS NULL`);
    await setNullable(runner, false);
  }
}
