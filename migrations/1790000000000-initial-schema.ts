import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';
import { addAppendOnlyTriggers, dropAppendOnlyTriggers } from './support/append-only.js';

const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const nullable = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const boolean = (name: string): TableColumnOptions => ({ name, type: 'boolean' });
const key = (name: string): TableColumnOptions => ({ name, type: 'text', isPrimary: true });
const serial = (name: string): TableColumnOptions => ({
  name,
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
});
const created = text('created_at');
const changed = [created, text('updated_at')];

const CAMPAIGNS = 'availability_promotion_campaigns';
const JOBS = 'availability_promotion_jobs';
const SEND_LOGS = 'availability_promotion_send_logs';
const AUDIT_LOG = 'account_link_audit_log';

const toCampaign = {
  columnNames: ['campaign_id'],
  referencedTableName: CAMPAIGNS,
  referencedColumnNames: ['id'],
};

const TABLES: readonly Table[] = [
  new Table({
    name: 'availability_entries',
    columns: [key('id'), text('user_id'), text('user_name'), text('entry_date'), text('status'), ...changed],
    uniques: [{ columnNames: ['user_id', 'entry_date'] }],
    indices: [{ columnNames: ['entry_date'] }],
  }),
  new Table({
    name: 'player_links',
    columns: [key('user_id'), text('player_guid'), text('player_name'), nullable('verified_at'), ...changed],
    uniques: [{ columnNames: ['player_guid'] }],
  }),
  new Table({
    name: AUDIT_LOG,
    columns: [serial('id'), text('user_id'), text('action'), text('actor_id'), text('metadata'), created],
    indices: [{ columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'subscription_preferences',
    columns: [
      key('user_id'),
      boolean('allow_promotions'),
      text('preferred_channel'),
      nullable('telegram_handle_encrypted'),
      nullable('signal_handle_encrypted'),
      nullable('telegram_digest'),
      nullable('signal_digest'),
      boolean('discord_dms'),
      nullable('discord_dm_channel_id'),
      nullable('quiet_hours_start'),
      nullable('quiet_hours_end'),
      text('timezone'),
      text('locale'),
      nullable('consented_at'),
      ...changed,
    ],
    uniques: [{ columnNames: ['telegram_digest'] }, { columnNames: ['signal_digest'] }],
  }),
  new Table({
    name: 'sessions',
    columns: [key('id_hash'), text('user_id'), text('expires_at'), text('last_seen_at'), created],
    indices: [{ columnNames: ['user_id'] }],
  }),
  new Table({
    name: 'availability_channel_links',
    columns: [
      key('user_id'),
      key('channel_type'),
      nullable('token_hash'),
      nullable('expires_at'),
      nullable('requested_at'),
      integer('attempts'),
      nullable('verified_at'),
      ...changed,
    ],
  }),
  new Table({
    name: CAMPAIGNS,
    columns: [
      key('id'),
      text('campaign_date'),
      nullable('cooldown_date'),
      text('timezone'),
      text('start_at'),
      text('initiated_by'),
      text('guild_id'),
      boolean('include_available'),
      boolean('include_maybe'),
      boolean('dry_run'),
      text('status'),
      text('idempotency_key'),
      integer('recipient_count'),
      text('channels_summary'),
      nullable('slot_freed_at'),
      nullable('cancelled_at'),
      ...changed,
    ],
    uniques: [{ columnNames: ['cooldown_date'] }],
    indices: [
      {
        columnNames: ['initiated_by', 'campaign_date'],
        isUnique: true,
        where: 'dry_run = false AND slot_freed_at IS NULL',
      },
      { columnNames: ['campaign_date'] },
    ],
  }),
  new Table({
    name: 'availability_promotion_recipients',
    columns: [
      key('id'),
      text('campaign_id'),
      text('user_id'),
      text('display_name'),
      text('availability_status'),
      text('channel_type'),
      created,
    ],
    uniques: [{ columnNames: ['campaign_id', 'user_id'] }],
    indices: [{ columnNames: ['user_id'] }],
    foreignKeys: [toCampaign],
  }),
  new Table({
    name: JOBS,
    columns: [
      key('id'),
      text('campaign_id'),
      text('job_type'),
      text('run_at'),
      text('next_run_at'),
      text('expires_at'),
      text('status'),
      integer('attempts'),
      nullable('owner'),
      nullable('last_error'),
      nullable('started_at'),
      nullable('finished_at'),
      nullable('summary'),
      ...changed,
    ],
    uniques: [{ columnNames: ['campaign_id', 'job_type'] }],
    indices: [{ columnNames: ['status', 'next_run_at'] }],
    foreignKeys: [toCampaign],
  }),
  new Table({
    name: SEND_LOGS,
    columns: [
      serial('id'),
      text('campaign_id'),
      text('job_id'),
      text('user_id'),
      nullable('channel_type'),
      text('outcome'),
      nullable('reason'),
      boolean('is_final'),
      nullable('message_id'),
      nullable('error_code'),
      integer('attempt'),
      text('event_key'),
      created,
    ],
    indices: [
      { columnNames: ['job_id', 'user_id'], isUnique: true, where: 'is_final = true' },
      { columnNames: ['campaign_id'] },
      { columnNames: ['user_id'] },
    ],
    foreignKeys: [
      toCampaign,
      { columnNames: ['job_id'], referencedTableName: JOBS, referencedColumnNames: ['id'] },
    ],
  }),
  new Table({
    name: 'notifications_ledger',
    columns: [
      key('id'),
      text('user_id'),
      text('event_key'),
      text('campaign_id'),
      text('job_id'),
      nullable('recipient_id'),
      text('state'),
      text('channel_type'),
      integer('attempts'),
      text('nonce'),
      text('first_attempt_at'),
      nullable('ambiguous_since'),
      nullable('next_attempt_at'),
      text('owner'),
      nullable('message_id'),
      nullable('error_code'),
      ...changed,
    ],
    uniques: [{ columnNames: ['user_id', 'event_key'] }],
    indices: [{ columnNames: ['job_id', 'state'] }, { columnNames: ['recipient_id'] }],
  }),
  new Table({ name: 'system_state', columns: [key('key'), text('value'), ...changed] }),
];

const APPEND_ONLY = [
  { table: SEND_LOGS, personColumns: ['user_id'] },
  { table: AUDIT_LOG, personColumns: ['user_id', 'actor_id'] },
];

/** Every table of the first release, and the triggers that make its two logs append-only. */
export class InitialSchema1790000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table.clone());
    for (const { table, personColumns } of APPEND_ONLY) {
      const columns = TABLES.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
      await addAppendOnlyTriggers(runner, { table, columns, personColumns });
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table } of APPEND_ONLY) await dropAppendOnlyTriggers(runner, table);
    for (const table of [...TABLES].reverse()) await runner.dropTable(table.name);
  }
}
