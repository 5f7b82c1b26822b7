import { eventKey } from '../../src/domain/event-key.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

/** The size of the past: the evenings (the last was yesterday), and the people called on each. */
export interface Growth {
  readonly evenings: number;
  readonly people: number;
  /** The local date of today, in UTC. */
  readonly today: string;
}

/**
 * Runs a statement with the evening's values and some more. In it `temp.people` are the people, with `n` from 1 on and their
 * `user_id`; `@campaign` is the evening's campaign, `@date` its date, and `@created` and `@start` its instants.
 */
export type Run = (sql: string, more?: Readonly<Record<string, string>>) => void;

/** What else a past has left. */
export interface Past {
  /** Beside an evening's campaign. */
  readonly evening: (run: Run, date: string) => void;
  /** Of the people, once. */
  readonly people: (file: SqliteFile) => void;
}

const DAY = 86_400_000;
const JUST_CALLED: Past = { evening: () => undefined, people: () => undefined };

/** The id of the `n`-th person of a grown database, from 1 on. */
export function grownUserId(n: number): string {
  return `3${String(n * 7919).padStart(17, '0')}`;
}

/** An evening's campaign in a grown database. */
export function grownCampaignId(date: string): string {
  return `${date.replaceAll('-', '')}-0000-4000-8000-000000000000`;
}

/**
 * Fills a migrated database with the past of a busy server: each evening everybody got a reminder and a start
 * message, and half of them a nudge. Writes SQL directly, in few statements.
 */
export function growDatabase(path: string, { evenings, people, today }: Growth, past = JUST_CALLED): void {
  const file = new SqliteFile(path);
  try {
    // These rows need not survive a power cut.
    file.pragma('synchronous = OFF');
    file.pragma('cache_size = -200000');
    file.pragma('foreign_keys = OFF');
    file.exec('CREATE TEMP TABLE people (n INTEGER PRIMARY KEY, user_id TEXT)');
    file
      .prepare(
        `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
         INSERT INTO temp.people SELECT n, printf('3%017d', n * 7919) FROM n`,
      )
      .run(people);
    for (let ago = evenings; ago >= 1; ago -= 1) {
      const date = new Date(Date.parse(today) - ago * DAY).toISOString().slice(0, 10);
      file.transaction(() => {
        addEvening(file, date, people, past);
      })();
    }
    file.transaction(() => {
      past.people(file);
    })();
  } finally {
    file.close();
  }
}

function addEvening(file: SqliteFile, date: string, people: number, past: Past): void {
  const at = (time: string): string => `${date}T${time}.000Z`;
  const day = date.replaceAll('-', '');
  const campaign = grownCampaignId(date);
  const values = { campaign, day, date, people, created: at('18:00:00'), start: at('20:00:00') };
  const run: Run = (sql, more = {}) => {
    file.prepare(sql).run({ ...values, ...more });
  };
  run(`INSERT INTO availability_promotion_campaigns
    (id, campaign_date, cooldown_date, timezone, start_at, initiated_by, guild_id, include_available, include_maybe,
     dry_run, status, idempotency_key, recipient_count, channels_summary, created_at, updated_at)
    VALUES (@campaign, @date, @date, 'UTC', @start, '200000000000000001', '100000000000000001', 0, 0, 0, 'sent',
      @campaign, @people, '{"telegram":0,"signal":0,"discord":2000}', @created, @start)`);
  run(`INSERT INTO availability_promotion_turnouts
    (campaign_id, campaign_date, expected, in_voice, on_server, joined, created_at, updated_at)
    VALUES (@campaign, @date, @people, 10, NULL, 12, @start, @start)`);
  run(`INSERT INTO availability_entries (id, user_id, user_name, entry_date, status, created_at, updated_at)
    SELECT printf('%s-0001-4000-8000-%012d', @day, n), user_id, 'Player ' || n, @date, 'LOOKING', @created, @created
    FROM temp.people`);
  run(`INSERT INTO availability_promotion_recipients
    (id, campaign_id, user_id, display_name, availability_status, channel_type, created_at)
    SELECT printf('%s-0002-4000-8000-%012d', @day, n), @campaign, user_id, 'Player ' || n, 'LOOKING', 'discord',
      @created FROM temp.people`);
  const jobs = [
    { type: 'reminder', job: `${day}-0000-4000-8000-000000000001`, at: at('19:45:00'), every: 1 },
    { type: 'start', job: `${day}-0000-4000-8000-000000000002`, at: at('20:00:00'), every: 1 },
    { type: 'follow_up', job: `${day}-0000-4000-8000-000000000003`, at: at('20:02:00'), every: 2 },
  ] as const;
  for (const { every, ...job } of jobs) {
    const more = { ...job, key: eventKey(job.type, date), tag: job.job.slice(-4) };
    run(
      `INSERT INTO availability_promotion_jobs
        (id, campaign_id, job_type, run_at, next_run_at, expires_at, status, attempts, started_at, finished_at, summary,
         created_at, updated_at)
        VALUES (@job, @campaign, @type, @at, @at, @at, 'sent', 0, @at, @at, '{"sent":2000}', @created, @at)`,
      more,
    );
    const those = `FROM temp.people WHERE n % ${String(every)} = 0`;
    run(
      `INSERT INTO notifications_ledger
        (id, kind, user_id, event_key, campaign_id, job_id, recipient_id, state, channel_type, attempts, nonce,
         first_attempt_at, owner, message_id, created_at, updated_at)
        SELECT printf('%s-%s-4000-8000-%012d', @day, @tag, n), 'call', user_id, @key, @campaign, @job,
          printf('%s-0002-4000-8000-%012d', @day, n), 'sent', 'discord', 1, printf('%s%014d', @day, n), @at,
          '00000000-0000-4000-8000-000000000000', printf('4%017d', n), @at, @at ${those}`,
      more,
    );
    run(
      `INSERT INTO availability_promotion_send_logs
        (campaign_id, job_id, user_id, channel_type, outcome, reason, is_final, message_id, error_code, attempt,
         event_key, created_at)
        SELECT @campaign, @job, user_id, 'discord', 'sent', NULL, 1, printf('4%017d', n), NULL, 1, @key, @at ${those}`,
      more,
    );
  }
  past.evening(run, date);
}
