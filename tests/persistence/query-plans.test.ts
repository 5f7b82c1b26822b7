import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { countsBetween } from '../../src/persistence/stores/availability-store.js';
import { campaignStanding } from '../../src/persistence/stores/campaign-standing-store.js';
import {
  calendarOf,
  campaignsOfEvenings,
  deleteCalendar,
  findCalendar,
  redigestCalendar,
  saidOfEvenings,
  saveCalendar,
  timesChangedAt,
} from '../../src/persistence/stores/calendar-store.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { answersTo } from '../../src/persistence/stores/answer-store.js';
import { countLateAnswers, messagesAhead } from '../../src/persistence/stores/late-answer-store.js';
import {
  callsOfCapped,
  countEverybodyAnew,
  isWaitedFor,
  keepCallsOf,
  noteAsked,
  noteLife,
  restCalls,
} from '../../src/persistence/stores/call-count-store.js';
import { campaignToCancel, standingCampaigns } from '../../src/persistence/stores/campaign-store.js';
import { dropOutsToTell } from '../../src/persistence/stores/drop-out-store.js';
import {
  callsTo,
  insertUnclearRows,
  isCalledByOthers,
  openPosts,
  isPostedElsewhere,
  reachedFor,
  sentMessageOf,
} from '../../src/persistence/stores/ledger-store.js';
import { languageKept } from '../../src/persistence/stores/preference-store.js';
import { existedBefore } from '../../src/persistence/stores/person-store.js';
import {
  conditionsOf,
  dropConditions,
  hasTurned,
  openConditionOf,
  openConditions,
  saveCondition,
  turn,
  turnedOn,
} from '../../src/persistence/stores/condition-store.js';
import {
  closeStopped,
  dropProposal,
  findProposal,
  insertProposal,
  isEveningTaken,
  keepStanding,
  openProposalDates,
  proposalsOf,
  removeStanding,
  removeStandingOf,
  saveStanding,
  settleProposal,
  standingOn,
  stopProposal,
  toldUnder,
} from '../../src/persistence/stores/standing-campaign-store.js';
import {
  deedsOf,
  linkRequestsOf,
  listedFor,
  noticesTo,
  passingOf,
  settingsSetBy,
  weeklyAnswersOf,
} from '../../src/persistence/stores/privacy-store.js';
import { finalRowsAfter, finishOpen, simulatedCallsTo } from '../../src/persistence/stores/send-log-store.js';
import { changedSince, jobsWithin } from '../../src/persistence/stores/job-store.js';
import { eveningRecord } from '../../src/persistence/stores/evening-record-store.js';
import { findTurnout, joinedOn } from '../../src/persistence/stores/turnout-store.js';
import { askForMore, standbyLine } from '../../src/persistence/stores/standby-store.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { type Recording, startRecording } from '../bench/recorder.js';
import { storesContract } from '../contract/stores-contract.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { growDatabase } from '../support/grown-database.js';
import { players, promoter } from '../support/people.js';
import { tempDir } from '../support/temp-dir.js';
import { DATE, FOLLOW_UP_AT, MINUTE, REMINDER_AT, testApp, type TestApp } from '../support/test-app.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

/** Tables that get longer with every call made. */
const LONG = [
  'notifications_ledger',
  'availability_promotion_send_logs',
  'availability_promotion_recipients',
  'availability_entries',
  'availability_promotion_answers',
];
const STORES = fileURLToPath(new URL('../../src/persistence/stores', import.meta.url));
/** What the contract tries, to see it refused. */
const TAMPERING = [
  "UPDATE availability_promotion_send_logs SET outcome = 'failed'",
  'DELETE FROM availability_promotion_send_logs',
];
/** Reads no further than the first row it finds, which is one of the oldest; asked once, at the start. */
const ENDS_EARLY = /^\s*SELECT 1 AS found FROM player_links/;
/** Run by a restore or an import alone, while no Muster works on the database. */
const WHILE_NOTHING_RUNS = [
  'replaced-database.ts',
  'replaced-own-limits.ts',
  'replaced-standing.ts',
  'import-store.ts',
];

/** A database nothing is to be brought up to date in: an upgrade may read a table from end to end, once. */
function upToDate(): string {
  const path = join(tempDir(), 'muster.sqlite');
  copyFileSync(inject('emptyDatabase'), path);
  return path;
}

let recording: Recording;
beforeAll(() => {
  recording = startRecording();
});
afterAll(() => recording.stop());

describe('the stores, with every statement noted', () =>
  storesContract(async () => {
    const database = await Database.open(upToDate());
    onTestFinished(() => database.close());
    return database;
  }));

describe('an evening, with every statement noted', () => {
  it('is called, looked at, and in the end forgotten', async () => {
    const app = await testApp({
      at: '2026-03-10T19:30:07.123Z',
      checks: { voice: true },
      settings: { questionTime: '20:31', sessionReadyThreshold: 4 },
    });
    await players(app, 4, { told: true });
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    await app.restart();
    await app.advanceTo(FOLLOW_UP_AT + 60 * MINUTE);
    await erasePerson(app.context, { userId: 'p2' });
    await lookAtOnce(app);
    app.clock.step(300 * 24 * 60 * MINUTE);
    expect(await applyRetention(app.context)).toBeGreaterThan(0);
  });
});

describe('a call, with every statement noted', () => {
  it('is reserved by one look and one row, and settled by two', async () => {
    const app = await testApp({ at: '2026-03-10T19:30:07.123Z' });
    await players(app, 1);
    await app.campaign(await promoter(app));
    const before = recording.statements.length;
    await app.advanceTo(REMINDER_AT + MINUTE);
    const verbs = recording.statements.slice(before).map(({ sql }) => flat(sql));
    const around = (begins: string, before: number, after: number): string[] => {
      const at = verbs.findIndex((sql) => sql.startsWith(begins));
      return verbs.slice(at - before, at + after + 1).map((sql) => sql.split(' ').slice(0, 3).join(' '));
    };
    expect(around('INSERT INTO notifications_ledger', 2, 0)).toEqual([
      'BEGIN IMMEDIATE',
      'SELECT i.user_id, k.player_name,',
      'INSERT INTO notifications_ledger',
    ]);
    expect(around('UPDATE notifications_ledger', 1, 2)).toEqual([
      'BEGIN IMMEDIATE',
      'UPDATE notifications_ledger SET',
      'INSERT INTO availability_promotion_send_logs',
      'COMMIT',
    ]);
  });
});

describe.skipIf(!havePostgres)(`every statement of the stores (${NEEDS_POSTGRES})`, () => {
  it('is understood by PostgreSQL, in each shape it had', async () => {
    const connection = await PostgresConnection.open({ url: await aMigratedPostgres() });
    onTestFinished(() => connection.close());
    const stores = statementsOfStores();
    const known = new Set(recording.statements.map(({ sql }) => flat(sql)));
    const ours = [...known].filter(
      (sql) => stores.some(({ begins }) => sql.startsWith(begins)) && !sql.includes('sqlite_'),
    );
    expect(ours.length).toBeGreaterThan(200);
    const refused: string[] = [];
    for (const [index, sql] of ours.entries()) {
      let parameters = 0;
      const text = sql.replaceAll('?', () => `$${String((parameters += 1))}`);
      await connection.script(`PREPARE "statement ${index}" AS ${text}`).catch((error: unknown) => {
        refused.push(`${String(error)}\n    ${sql}`);
      });
    }
    expect(refused.join('\n')).toBe('');
  });
});

describe('the plan of every statement, on a database that has grown', () => {
  const isAbout = (sql: string, table: string): boolean => new RegExp(`\\b${table}\\b`).test(sql);

  /** The names by which a statement speaks of the tables that get long. */
  function namesIn(sql: string): string[] {
    return LONG.flatMap((table) => {
      const aliases = [...sql.matchAll(new RegExp(`\\b${table}(?:\\s+(?:AS\\s+)?([a-z]))?\\b`, 'g'))];
      return aliases.map(([, alias]) => alias ?? table);
    });
  }

  it('reads none of the long tables from end to end', async () => {
    const file = await grown();
    const known = new Set(
      recording.statements
        .map(({ sql }) => sql)
        .filter((sql) => LONG.some((table) => isAbout(sql, table)) && !sql.includes('temp.')),
    );
    const scans: string[] = [];
    for (const sql of known) {
      if (/^\s*(CREATE|ALTER|DROP|PRAGMA)/.test(sql) || TAMPERING.includes(sql) || ENDS_EARLY.test(sql))
        continue;
      const names = namesIn(sql).join('|');
      const bad = new RegExp(`^SCAN (${names})\\b|SEARCH (${names}) USING AUTOMATIC`);
      // Nearly everything in the ledger was sent: to look for all of that is to read it from end to end.
      const wide = new RegExp(`^SEARCH (${names}) USING (COVERING )?INDEX \\S+ \\(state=\\?\\)`);
      const readsSent = /state IN \([^)]*'sent'|state = 'sent'/.test(sql);
      for (const step of planOf(file, sql))
        if (bad.test(step) || (readsSent && wide.test(step))) scans.push(`${step}\n    ${sql.trim()}`);
    }
    expect(scans.join('\n')).toBe('');
    expect(known.size).toBeGreaterThan(60);
  });

  it('looks for whom to ask with one look a person into what they were asked and what they said', async () => {
    const file = await grown();
    const asked = recording.statements.find(({ sql }) => sql.includes('p.allow_questions = true'));
    const plan = planOf(file, asked!.sql).filter((step) => /^(SCAN|SEARCH) /.test(step));
    expect(plan.map((step) => step.replace(/ USING (COVERING )?INDEX \S+/, ''))).toEqual([
      'SCAN p',
      'SEARCH n (user_id=? AND event_key>? AND event_key<?)',
      'SEARCH k (user_id=?)',
      'SEARCH e (user_id=? AND entry_date=?) LEFT-JOIN',
      'SEARCH w (user_id=? AND weekday=?) LEFT-JOIN',
      'SEARCH b (user_id=?) LEFT-JOIN',
      'SEARCH n (user_id=? AND event_key>? AND event_key<?)',
    ]);
  });

  it('looks at a call with one look a person into what they were called for, whatever else its job has sent', async () => {
    const file = await grown();
    const asked = recording.statements.find(({ sql }) => sql.includes('AS restored'));
    const plan = planOf(file, asked!.sql).filter((step) => /^SEARCH (o|n|notifications_ledger) /.test(step));
    expect(plan.map((step) => step.replace(/ USING (COVERING )?INDEX \S+/, ''))).toEqual([
      'SEARCH o (recipient_id=?) LEFT-JOIN',
      'SEARCH notifications_ledger (user_id=? AND event_key=?)',
      'SEARCH n (user_id=? AND event_key>? AND event_key<?)',
    ]);
  });

  it('counts who is silent with one look a player into each thing they may have said', async () => {
    const file = await grown();
    const asked = recording.statements.find(({ sql }) => /COUNT.* FROM day\s+JOIN player_links k/.test(sql));
    const plan = planOf(file, asked!.sql).filter((step) => /^(SCAN|SEARCH) /.test(step));
    expect(plan.map((step) => step.replace(/ USING (COVERING )?INDEX \S+/, ''))).toEqual([
      'SCAN CONSTANT ROW',
      'SCAN day',
      'SCAN k',
      'SEARCH e (user_id=? AND entry_date=?)',
      'SEARCH w (user_id=? AND weekday=?)',
      'SEARCH x (user_id=? AND entry_date=?)',
      'SEARCH b (user_id=?)',
      'SEARCH b (user_id=?)',
    ]);
  });

  it('reads no more of everybody who may be called than makes a quick object', async () => {
    const file = await grown();
    const asked = recording.statements.find(({ sql }) => sql.includes("WHERE s.status <> 'NOT_PLAYING'"));
    expect(file.prepare(asked!.sql).columns().length).toBeLessThanOrEqual(19);
  });

  it('looks for the calls of a week among these days’, person by person, and not among all that was sent', async () => {
    const file = await grown();
    const counts = recording.statements.filter(({ sql }) =>
      /^\s*SELECT .*n\.event_key >= k\.begins/s.test(sql),
    );
    const steps = counts.flatMap(({ sql }) =>
      planOf(file, sql).filter((step) => step.startsWith('SEARCH n ')),
    );
    const ways = new Set(steps.map((step) => step.replace(/ USING INDEX \S+/, '')));
    expect([...ways]).toEqual(['SEARCH n (user_id=? AND event_key>? AND event_key<?)']);
  });

  it('looks for drop-outs among the lines of their evening, and not among all that its people ever said', async () => {
    const file = await grown();
    const asked = recording.statements.find(({ sql }) =>
      sql.includes("'said_not_tonight', 'answer_withdrawn'"),
    );
    const [first] = planOf(file, asked!.sql);
    expect(first).toMatch(/^SEARCH a USING INDEX \S+ \(created_at>\? AND created_at<\?\)$/);
  });

  it('is known of every statement the stores have', () => {
    const ran = recording.statements.map(({ sql }) => flat(sql));
    const never = statementsOfStores()
      .filter(({ begins }) => !ran.some((known) => known.startsWith(begins)))
      .map(({ name, begins }) => `${name}: ${begins}`);
    expect(never).toEqual([]);
  });

  it('finds the rows that belong to one that goes, for every foreign key', async () => {
    const file = await grown();
    const tables = file
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all() as string[];
    const without: string[] = [];
    for (const table of tables) {
      const leading = (file.pragma(`index_list(${table})`) as { name: string; partial: number }[])
        .filter(({ partial }) => partial === 0)
        .map(({ name }) => (file.pragma(`index_info(${name})`) as { name: string }[])[0]?.name);
      for (const { from } of file.pragma(`foreign_key_list(${table})`) as { from: string }[])
        if (!leading.includes(from)) without.push(`${table}.${from}`);
    }
    expect(without).toEqual([]);
  });
});

/** The statements of the stores that a running Muster may need: how each begins, up to its first gap. */
function statementsOfStores(): { readonly name: string; readonly begins: string }[] {
  const files = readdirSync(STORES).filter(
    (name) => name.endsWith('.ts') && !WHILE_NOTHING_RUNS.includes(name),
  );
  expect(files.length).toBeGreaterThan(15);
  return files.flatMap((name) => {
    const source = readFileSync(join(STORES, name), 'utf8');
    return Array.from(source.matchAll(/\.sql(?:<[^`]+>)?`([^`$]+)/g), ([, sql]) => ({
      name,
      begins: flat(sql!),
    }));
  });
}

const flat = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim();

/** What an evening rarely needs. */
async function lookAtOnce(app: TestApp): Promise<void> {
  const [campaign] = await app.campaigns();
  const [job] = await app.jobs();
  if (!campaign || !job) throw new Error('there was no evening');
  const { view } = app.database;
  await campaignStanding(view, 'p1', { date: campaign.campaign_date });
  await finalRowsAfter(view, campaign.id, 0);
  await countLateAnswers(view, campaign.id);
  await answersTo(view, { id: campaign.id, date: campaign.campaign_date });
  const [standing] = await standingCampaigns(view, campaign.campaign_date);
  await dropOutsToTell(view, standing!);
  await eveningRecord(view, standing!, (await findTurnout(view, campaign.id))!);
  await messagesAhead(view, 'p1', campaign.campaign_date, app.clock.now());
  await sentMessageOf(view, 'p1', 'of no moment');
  await languageKept(view, 'p1');
  await isPostedElsewhere(view, 'of no moment', 'channel:1');
  await existedBefore(view, app.clock.now());
  await listedFor(view, 'p1', 'standby');
  await linkRequestsOf(view, 'p1');
  await noticesTo(view, 'p1');
  await deedsOf(view, 'p1');
  await settingsSetBy(view, 'p1');
  await passingOf(view, 'p1');
  await weeklyAnswersOf(view, 'p1');
  await conditionsOf(view, 'p1', DATE);
  await callsOfCapped(view, 0);
  await isWaitedFor(view, 'p1');
  await countsBetween(view, DATE, DATE);
  await saidOfEvenings(view, 'p1', { from: DATE, to: DATE });
  await campaignsOfEvenings(view, { from: DATE, to: DATE });
  await timesChangedAt(view);
  await changedSince(view, app.clock.now());
  await standingOn(view, DATE);
  await proposalsOf(view, 'p1');
  await app.database.withTransaction(async (tx) => {
    const one = { id: job.id, campaignId: campaign.id, jobType: 'call_off' } as const;
    await standbyLine(tx, { id: campaign.id, date: campaign.campaign_date }, job.id, app.clock.now());
    const more = { ...one, id: 'more', jobType: 'one_more', expiresAt: app.clock.now(), more: 1 } as const;
    await askForMore(tx, more, app.clock.now());
    await saveCalendar(tx, { userId: 'p1', tokenDigest: 'digest:1' }, app.clock.now());
    const calendar = await findCalendar(tx, ['digest:1', 'digest:2']);
    await redigestCalendar(tx, calendar!, 'digest:2');
    await calendarOf(tx, 'p1');
    await deleteCalendar(tx, 'p1');
    await openPosts(tx);
    await noteLife(tx, ['p1'], app.clock.now());
    await noteAsked(tx, 'p1', { leftAt: app.clock.now(), now: app.clock.now() });
    await restCalls(tx, ['p1'], app.clock.now());
    await keepCallsOf(tx, 'p1', app.clock.now());
    await simulatedCallsTo(tx, campaign.id, 'p1');
    await countEverybodyAnew(tx, app.clock.now());
    await saveCondition(tx, { userId: 'p1', date: DATE, atLeast: 6 }, app.clock.now());
    await openConditions(tx, DATE);
    await turn(tx, 'p1', DATE, app.clock.now());
    await turnedOn(tx, DATE);
    await hasTurned(tx, 'p1', DATE);
    await openConditionOf(tx, 'p1', DATE);
    await dropConditions(tx, 'p1');
    const wish = { setBy: 'p1', includeAvailable: false, includeMaybe: false };
    const [now, key] = [app.clock.now(), 'of no moment'];
    await saveStanding(tx, { ...wish, weekday: 'mon', until: DATE }, now);
    await keepStanding(tx, DATE, DATE, now);
    await removeStanding(tx, ['mon']);
    await removeStandingOf(tx, 'p1');
    for (const date of ['2026-01-01', '2026-01-02', '2026-01-03'])
      await insertProposal(tx, { ...wish, date, at: now, startAt: now }, now);
    await dropProposal(tx, '2026-01-01', 'too_few', now);
    await stopProposal(tx, '2026-01-02', 'p1', now);
    await closeStopped(tx, '2026-01-02', now);
    await settleProposal(tx, '2026-01-03', campaign.id, now);
    await findProposal(tx, DATE);
    await openProposalDates(tx);
    await isEveningTaken(tx, DATE);
    await toldUnder(tx, key);
    await jobsWithin(tx, { backupAt: 0, restoredAt: app.clock.now() });
    await joinedOn(tx, DATE);
    await reachedFor(tx, campaign.id, 'of no moment');
    await callsTo(tx, { campaignId: campaign.id, recipientId: 'r1' }, ['of no moment']);
    await isCalledByOthers(tx, ['p1'], ['of no moment'], 'another');
    const { campaign_date: date } = campaign;
    await campaignToCancel(tx, 'p1', { date, anybodys: true, startedAfter: app.clock.now() });
    await insertUnclearRows(tx, one, { eventKey: 'of no moment', owner: 'nobody' }, app.clock.now());
    await finishOpen(tx, one, { outcome: 'failed', reason: 'broken', eventKey: 'none' }, app.clock.now());
  });
}

/** How SQLite would run a statement, step by step. */
function planOf(file: SqliteFile, sql: string): string[] {
  const nothing = Array.from(sql.matchAll(/\?/g), () => null);
  const steps = file.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...nothing) as { detail: string }[];
  return steps.map(({ detail }) => detail);
}

/** A database that has grown, as it is: SQLite was never asked to count what is in it. */
async function grown(): Promise<SqliteFile> {
  const path = upToDate();
  growDatabase(path, { evenings: 3, people: 50, today: DATE });
  const file = new SqliteFile(path);
  onTestFinished(() => void file.close());
  return file;
}
