import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { addAppendOnlyTriggers, dropAppendOnlyTriggers } from './support/append-only.js';

/** What admins have set, where the environment does not say otherwise. */
const SETTINGS = new Table({
  name: 'settings',
  columns: [
    { name: 'key', type: 'text', isPrimary: true },
    { name: 'value', type: 'text' },
    { name: 'updated_by', type: 'text' },
    { name: 'created_at', type: 'text' },
    { name: 'updated_at', type: 'text' },
  ],
});

/** Who changed which of them, from what to what. */
const AUDIT_LOG = new Table({
  name: 'settings_audit_log',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'key', type: 'text' },
    { name: 'old_value', type: 'text', isNullable: true },
    { name: 'new_value', type: 'text', isNullable: true },
    { name: 'actor_id', type: 'text' },
    { name: 'created_at', type: 'text' },
  ],
  indices: [{ columnNames: ['actor_id'] }, { columnNames: ['created_at'] }],
});

export class Settings1790000700000 implements MigrationInterface {
  readonly name = 'Settings1790000700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SETTINGS.clone());
    await runner.createTable(AUDIT_LOG.clone());
    const columns = AUDIT_LOG.columns.map(({ name }) => name);
    await addAppendOnlyTriggers(runner, { table: AUDIT_LOG.name, columns, personColumns: ['actor_id'] });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropAppendOnlyTriggers(runner, AUDIT_LOG.name);
    await runner.dropTable(AUDIT_LOG.name);
    await runner.dropTable(SETTINGS.name);
  }
}
