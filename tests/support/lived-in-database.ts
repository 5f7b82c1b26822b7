import { boardKey, eventKey, summaryKey, tidingsKey } from '../../src/domain/event-key.js';
import type { SqliteFile } from '../../src/persistence/file/sqlite-file.js';
import { growDatabase, type Growth, type Past, type Run } from './grown-database.js';

const CLUB = 'channel:600000000000000001';
const PROMOTER = '200000000000000001';
/** The ids of what one evening made, apart by a number in their middle. */
const ID = (middle: string): string => `printf('%s-${middle}-4000-8000-%012d', @day, n)`;

/**
 * {@link growDatabase}, and beside its calls everything else that such a past leaves: answers and what turned with a condition,
 * the campaigns that Muster starts by itself, standbys, boards, lines of every log, and of the people what they have set,
 * linked, said for good, and asked for. It also has what everybody said for today, and no campaign for it.
 */
export function growLivedIn(path: string, growth: Growth): void {
  growDatabase(path, growth, pastUntil(growth.today));
}

function pastUntil(today: string): Past {
  return {
    evening: (run, date) => {
      answers(run);
      ownCampaigns(run, date);
      posts(run, date);
      logs(run);
    },
    people: (file) => {
      ofPeople(file, today);
    },
  };
}

/** What people said of an evening. */
function answers(run: Run): void {
  run(`INSERT INTO availability_promotion_answers
    (user_id, answer_date, answer, late_until, channel_type, campaign_id, created_at, updated_at)
    SELECT user_id, @date, CASE n % 4 WHEN 0 THEN 'COMING' WHEN 1 THEN 'LATE' ELSE 'NOT_TONIGHT' END,
      CASE n % 4 WHEN 1 THEN @start END, 'discord', @campaign, @created, @created FROM temp.people WHERE n % 4 < 3`);
  run(`INSERT INTO availability_conditions (user_id, entry_date, at_least, turned_at, created_at, updated_at)
    SELECT user_id, @date, 6, @created, @created, @created FROM temp.people WHERE n % 40 = 0`);
  run(`UPDATE availability_promotion_recipients SET tier = 'standby' WHERE campaign_id = @campaign
    AND user_id IN (SELECT user_id FROM temp.people WHERE n % 20 = 0)`);
  run(`INSERT INTO imported_items (user_id, item, mark, source_at, created_at, updated_at)
    SELECT user_id, 'entry:' || @date, 'mark', @created, @created, @created FROM temp.people WHERE n % 20 = 1`);
}

/** The campaigns that Muster starts by itself, each to a fourth of the people. */
function ownCampaigns(run: Run, date: string): void {
  for (const [kind, digit, which] of [
    ['question', '4', '1'],
    ['ready', '5', '2'],
  ] as const) {
    const tag = `000${digit}`;
    const key = kind === 'ready' ? tidingsKey('ready', date) : eventKey('question', date);
    const more = { kind, key, own: `${date.replaceAll('-', '')}-${tag}-4000-8000-000000000000` };
    const those = `FROM temp.people WHERE n % 4 = ${which}`;
    run(
      `INSERT INTO availability_promotion_campaigns
        (id, campaign_date, cooldown_date, timezone, start_at, initiated_by, guild_id, include_available, include_maybe,
         dry_run, status, idempotency_key, recipient_count, channels_summary, created_at, updated_at, kind)
        VALUES (@own, @date, NULL, 'UTC', @start, 'muster', '100000000000000001', 0, 0, 0, 'sent', @own, @people,
          '{"telegram":0,"signal":0,"discord":500}', @created, @start, @kind)`,
      more,
    );
    run(
      `INSERT INTO availability_promotion_jobs
        (id, campaign_id, job_type, run_at, next_run_at, expires_at, status, attempts, started_at, finished_at, summary,
         created_at, updated_at)
        VALUES (@own, @own, @kind, @created, @created, @start, 'sent', 0, @created, @created, '{"sent":500}', @created,
          @created)`,
      more,
    );
    run(
      `INSERT INTO availability_promotion_recipients
        (id, campaign_id, user_id, display_name, availability_status, channel_type, created_at)
        SELECT ${ID(`1${tag.slice(1)}`)}, @own, user_id, 'Player ' || n, 'LOOKING', 'discord', @created ${those}`,
      more,
    );
    run(
      `INSERT INTO notifications_ledger
        (id, kind, user_id, event_key, campaign_id, job_id, recipient_id, state, channel_type, attempts, nonce,
         first_attempt_at, owner, message_id, created_at, updated_at)
        SELECT ${ID(`2${tag.slice(1)}`)}, 'call', user_id, @key, @own, @own, ${ID(`1${tag.slice(1)}`)}, 'sent', 'discord', 1,
          'nonce', @created, 'owner', printf('5%017d', n), @created, @created ${those}`,
      more,
    );
    run(
      `INSERT INTO availability_promotion_send_logs
        (campaign_id, job_id, user_id, channel_type, outcome, reason, is_final, message_id, error_code, attempt,
         event_key, created_at)
        SELECT @own, @own, user_id, 'discord', 'sent', NULL, 1, printf('5%017d', n), NULL, 1, @key, @created ${those}`,
      more,
    );
  }
}

/** What was posted in the club's channel, and what was planned of it. */
function posts(run: Run, date: string): void {
  const keys = [boardKey(date), tidingsKey('ready', date), summaryKey(date)];
  for (const [index, key] of keys.entries())
    run(
      `INSERT INTO notifications_ledger
        (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts, nonce, first_attempt_at, owner,
         message_id, created_at, updated_at)
        VALUES (@day || @index, 'post', @club, @key, @campaign, @campaign, 'sent', 'discord', 1, 'nonce', @created,
          'owner', '7', @created, @created)`,
      { index: String(index), key, club: CLUB },
    );
  run(
    `INSERT INTO availability_boards (message_id, channel_id, entry_date, shown, closed_at, created_at, updated_at)
      VALUES (@day, '600000000000000001', @date, 'shown', @start, @created, @start)`,
  );
  run(
    `INSERT INTO availability_promotion_proposals
      (campaign_date, set_by, include_available, include_maybe, goes_out_at, start_at, state, campaign_id, created_at,
       updated_at)
      VALUES (@date, '${PROMOTER}', 0, 0, @created, @start, 'made', @campaign, @created, @created)`,
  );
  run(
    `INSERT INTO system_state (key, value, created_at, updated_at)
      VALUES ('progress:' || @campaign, '{}', @created, @created), ('dropped_out:' || @campaign, '1', @created, @created),
        ('reached:' || @key, @created, @created, @created)`,
    { key: tidingsKey('ready', date) },
  );
}

function logs(run: Run): void {
  run(`INSERT INTO account_link_audit_log (user_id, action, actor_id, metadata, created_at)
    SELECT user_id, CASE n % 4 WHEN 0 THEN 'said_coming' WHEN 1 THEN 'said_late' ELSE 'said_not_tonight' END, user_id,
      '{"date":"' || @date || '"}', @created FROM temp.people WHERE n % 4 < 3`);
  run(`INSERT INTO settings_audit_log (key, old_value, new_value, actor_id, created_at)
    VALUES ('board_time', '10:00', '11:00', '${PROMOTER}', @created)`);
}

/** What is there once for each of the people, whatever their past. */
function ofPeople(file: SqliteFile, today: string): void {
  const day = (days: number): string =>
    new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  const at = `${day(-1)}T12:00:00.000Z`;
  const values = {
    at,
    today,
    from: day(-20),
    until: day(60),
    later: `${day(25)}T12:00:00.000Z`,
    night: `${today}T00:00:00.000Z`,
  };
  const run = (sql: string): void => void file.prepare(sql).run(values);
  // Half of them look for a game today.
  run(`INSERT INTO availability_entries (id, user_id, user_name, entry_date, status, created_at, updated_at)
    SELECT printf('today-%012d', n), user_id, 'Player ' || n, @today,
      CASE n % 4 WHEN 0 THEN 'LOOKING' WHEN 1 THEN 'LOOKING' WHEN 2 THEN 'MAYBE' ELSE 'NOT_PLAYING' END, @at, @at
    FROM temp.people`);
  run(`INSERT INTO subscription_preferences
    (user_id, allow_promotions, preferred_channel, discord_dms, discord_dm_channel_id, timezone, locale, consented_at,
     created_at, updated_at, allow_questions, questions_consented_at, allow_ready_notices, ready_consented_at,
     max_calls_per_week, calls_counted_from)
    SELECT user_id, 1, 'any', 1, printf('8%017d', n), 'UTC', 'en', @at, @at, @at, n % 4 = 1, CASE n % 4 WHEN 1 THEN @at END,
      n % 100 = 2, CASE n % 100 WHEN 2 THEN @at END, CASE WHEN n % 20 = 0 AND n <= 1000 THEN 14 END, @night FROM temp.people`);
  run(`INSERT INTO player_links (user_id, player_guid, player_name, verified_at, created_at, updated_at)
    SELECT user_id, 'guid-' || n, 'Player ' || n, CASE n % 2 WHEN 0 THEN @at END, @at, @at FROM temp.people`);
  run(`INSERT INTO player_links (user_id, player_guid, player_name, verified_at, created_at, updated_at)
    VALUES ('${PROMOTER}', 'guid-0', 'Promoter', @at, @at, @at)`);
  run(`INSERT INTO availability_weekly_answers
    (user_id, weekday, user_name, status, counts_from, counts_until, created_at, updated_at)
    SELECT user_id, w.weekday, 'Player ' || n, 'AVAILABLE', @from, @until, @at, @at
    FROM temp.people, (SELECT 1 AS weekday UNION SELECT 3 UNION SELECT 5) w`);
  run(`INSERT INTO availability_absences (user_id, away_from, away_until, created_at, updated_at)
    SELECT user_id, @until, @until, @at, @at FROM temp.people WHERE n % 40 = 3`);
  run(`INSERT INTO calendar_addresses (user_id, token_digest, created_at)
    SELECT user_id, 'digest-' || n, @at FROM temp.people WHERE n % 2 = 0`);
  run(`INSERT INTO sessions (id_hash, user_id, expires_at, last_seen_at, created_at)
    SELECT 'hash-' || n, user_id, @later, @at, @at FROM temp.people`);
}
