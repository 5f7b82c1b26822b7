import type { MigrationInterface, QueryRunner } from 'typeorm';

const PREFERENCES = 'subscription_preferences';
const COLUMNS = [
  ['calls_counted_from', 'text'],
  ['calls_asked_at', 'text'],
  ['calls_rest_since', 'text'],
  ['max_calls_per_week', 'integer'],
] as const;

/** When people last gave a sign of life, whether their calls rest, and how many a week they want at most. */
export class OwnLimitsOfCalls1790000850000 implements MigrationInterface {
  readonly name = 'OwnLimitsOfCalls1790000850000';

  // Not by the runner's own way, which makes the table anew.
  async up(runner: QueryRunner): Promise<void> {
    for (const [column, type] of COLUMNS)
      await runner.query(`ALTER TABLE "${PREFERENCES}" ADD COLUMN "${column}" ${type}`);
    // Nobody wrote down signs of life until now: no call of before counts.
    await runner.query(
      `UPDATE "${PREFERENCES}" SET "calls_counted_from" = (SELECT MAX("first_attempt_at") FROM "notifications_ledger")`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [column] of [...COLUMNS].reverse())
      await runner.query(`ALTER TABLE "${PREFERENCES}" DROP COLUMN "${column}"`);
  }
}
