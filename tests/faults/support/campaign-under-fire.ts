import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { LINKABLE_CHANNELS, type LinkableChannel } from '../../../src/domain/channel-choice.js';
import { withDeadline } from '../../../src/domain/deadline.js';
import type { Failpoint } from '../../../src/domain/failpoints.js';
import { addDays, instantOf } from '../../../src/domain/local-time.js';
import { WEEKDAYS, weekdayOf } from '../../../src/domain/session-plan.js';
import { saveAvailability } from '../../../src/persistence/stores/availability-store.js';
import { saveContact } from '../../../src/persistence/stores/channel-link-store.js';
import { Database } from '../../../src/persistence/engine/database.js';
import { savePlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import { defaultPreferences, savePreferences } from '../../../src/persistence/stores/preference-store.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { ContactVault } from '../../../src/vault/contact-vault.js';
import {
  type ChannelUnderFire,
  CLOSED,
  PEOPLE,
  PRESENT,
  PROMOTER,
  type Provider,
  QUIET,
} from './channels-under-fire.js';
import { type ChildBundle, bundleOf } from './child-bundle.js';
import { live } from './life.js';
import { addressOf, type ChildOrders, CONTACT_KEY, EVENING, type Said } from './orders.js';
import { SqliteFile } from '../../../src/persistence/file/sqlite-file.js';

/** How a process dies: by itself at a step, or some time after it has begun its work. */
export type Death = { readonly at: Failpoint; readonly pass: number } | { readonly afterMs: number };

/** A campaign and how often, and when, its process is killed. After the last death it runs to its end. */
export interface Plan {
  readonly channel: ChannelUnderFire;
  readonly deaths: readonly Death[];
  /** Where the process is stopped, as by SIGSTOP, and for how long. It goes on then. */
  readonly stopped?: { readonly at: Failpoint; readonly pass: number; readonly forMs: number };
  /** How long it stays dead each time. */
  readonly deadForMs?: number;
  /** Whether those who are missing are nudged, and a summary is posted. */
  readonly followUp?: boolean;
  /** What is posted by itself before: the day's board, or that it is on. */
  readonly posts?: 'board' | 'ready';
  /** Whether nobody is called, and the promoter gets a report of each job. */
  readonly dryRun?: boolean;
  /** Whether fewer are looking than a session takes, which its promoter is asked about. */
  readonly tooFew?: boolean;
  /** Whether the evening is called off once the reminder is out; only then is the process killed. */
  readonly callsOff?: boolean;
  /**
   * What Muster sends by itself in place of a promoter who calls people: the question, where nobody has said anything; or
   * that it is on.
   */
  readonly own?: OwnKind;
  /** Whether the reminder is everybody's twelfth call without a sign of life, which asks whether they want any more. */
  readonly unheard?: boolean;
  /** Whether the campaign goes out by itself in the promoter's name, who has been told so. */
  readonly goesOut?: boolean;
  /** Whether everybody but the promoter is on standby, and is asked to step in. */
  readonly more?: boolean;
}

type OwnKind = 'question' | 'ready';

/** How many standbys are asked for: of the eleven there are, one has quiet hours. */
const WANTED = 10;

/** How it ended. */
export interface Ending {
  /** How often the process was killed before its work was done. */
  readonly kills: number;
  /** How often a message was held up, and did not leave. */
  readonly heldUp: number;
  /** Everything that must not be; empty is good. */
  readonly faults: readonly string[];
}

/** What a child may take; several run at once, on slow machines too. */
const PATIENCE_MS = 60_000;
/** Within this the providers that know nonces can be asked again. */
const NONCE_WINDOW_MS = 120_000;

/** What all campaigns of a test file share. */
export class FiringRange {
  private constructor(
    private readonly folder: string,
    private readonly template: string,
    private readonly bundle: ChildBundle,
  ) {}

  static async open(): Promise<FiringRange> {
    const folder = mkdtempSync(join(tmpdir(), 'muster-faults-'));
    const template = join(folder, 'template.sqlite');
    const [bundle] = await Promise.all([bundleOf('campaign-child'), makeTemplate(template)]);
    return new FiringRange(folder, template, bundle);
  }

  close(): void {
    this.bundle.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a campaign as planned, and asks the provider and the database what came of it. */
  async run(plan: Plan): Promise<Ending> {
    const { channel, deaths, deadForMs = 100, followUp = false, posts, own = null } = plan;
    const { dryRun = false, callsOff = false, tooFew = false, more = false, unheard = false } = plan;
    const { goesOut = false, stopped } = plan;
    const folder = mkdtempSync(join(this.folder, 'run-'));
    const databasePath = join(folder, 'muster.sqlite');
    copyFileSync(this.template, databasePath);
    if (own === 'question') letAllBeSilent(databasePath);
    if (own === 'ready') letAllWantToKnow(databasePath);
    if (more) letAllBeOnStandby(databasePath);
    if (unheard) letNobodyBeHeardOf(databasePath);
    if (goesOut) letItGoOut(databasePath);
    const provider = await channel.start();
    // Their reminder leaves at the second try, and so does what comes after it.
    if (callsOff) provider.limit(1);
    const summaryChannelId = followUp ? provider.discord.addChannel({ name: 'club' }).id : null;
    const board = posts && { what: posts, channelId: provider.discord.addChannel({ name: 'board' }).id };
    const faults: string[] = [];
    let kills = 0;
    let heldUp = 0;
    let wakesAt: number | undefined;
    try {
      for (const death of [...deaths, null]) {
        const orders = ordersFor(provider, {
          databasePath,
          wakesAt,
          summaryChannelId,
          board,
          dryRun,
          callsOff,
          tooFew,
          more,
          goesOut,
          begins: own,
          kill: death && 'at' in death ? death : undefined,
          stop: stopped,
        });
        if (!death && !stopped && this.bundle.isWarm()) {
          const died = await diedOf(orders);
          if (died !== null) faults.push(died);
          break;
        }
        const child = this.#start(orders);
        if (stopped) await child.letStandStill(stopped.forMs);
        if (death && 'afterMs' in death) await child.killAfter(death.afterMs);
        const end = await child.ended();
        heldUp += child.heldUp;
        if (end.signal !== 'SIGKILL') {
          if (death && 'at' in death) faults.push(`${death.at} was not passed ${death.pass} times`);
          if (end.code !== 0) faults.push(`the process ended with ${end.code}:\n${child.output.join('\n')}`);
          break;
        }
        if (!death) faults.push('the process did not come to an end');
        kills += 1;
        wakesAt = end.at + deadForMs;
        provider.passes(deadForMs);
      }
      const late = deadForMs >= NONCE_WINDOW_MS;
      faults.push(
        ...faultsOf(databasePath, provider, {
          late,
          channel,
          summaryChannelId,
          board,
          dryRun,
          callsOff,
          tooFew,
          more,
          unheard,
          begins: own,
        }),
      );
      return { kills, heldUp, faults };
    } finally {
      await provider.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #start(orders: ChildOrders): Child {
    return new Child(
      // It lives for a second or two: optimising its code would take longer than it saves.
      spawn(process.execPath, ['--no-opt', this.bundle.file], {
        env: { PATH: process.env['PATH'], MUSTER_CHILD_ORDERS: JSON.stringify(orders) },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }
}

function ordersFor(
  { orders, discord }: Provider,
  own: {
    databasePath: string;
    wakesAt: number | undefined;
    summaryChannelId: string | null;
    board: ChildOrders['posts'];
    dryRun: boolean;
    callsOff: boolean;
    tooFew: boolean;
    more: boolean;
    goesOut: boolean;
    begins: OwnKind | null;
    kill: { at: Failpoint; pass: number } | undefined;
    stop: { at: Failpoint; pass: number } | undefined;
  },
): ChildOrders {
  const { databasePath, wakesAt, summaryChannelId, board, begins, kill, stop } = own;
  const { dryRun, callsOff, tooFew, more, goesOut } = own;
  return {
    databasePath,
    discord: { apiUrl: discord.url, token: discord.token, guildId: discord.guildId },
    channels: [orders],
    promoterId: PROMOTER,
    dryRun,
    callsOff,
    ...(tooFew && { minimum: PEOPLE.length + 1 }),
    ...(more && { more: WANTED }),
    ...(begins === 'question' && { questionTime: EVENING.questionTime }),
    ...(begins === 'ready' && { readyThreshold: PEOPLE.length + 1 }),
    ...(goesOut && { readyThreshold: PEOPLE.length }),
    ...(summaryChannelId === null ? {} : { followUp: { inVoice: [PRESENT], summaryChannelId } }),
    ...(board && { posts: board }),
    ...(wakesAt === undefined ? {} : { wakesAt }),
    ...(kill ? { kill } : {}),
    ...(stop ? { stop } : {}),
  };
}

/**
 * Lives the last life, which nobody kills, within the test: it knows no more than what is on record, and starting another
 * process takes longer. @returns what it died of; `null`: it came to its end.
 */
async function diedOf(orders: ChildOrders): Promise<string | null> {
  const said: string[] = [];
  const witness = { say: (what: Said) => void said.push(JSON.stringify(what)), arm: () => undefined };
  try {
    await withDeadline(new SystemClock(), PATIENCE_MS, () => live(orders, witness));
    return null;
  } catch (error) {
    return [`the last life ended with ${String(error)}`, ...said].join('\n');
  }
}

/** One life of the process. */
class Child {
  readonly output: string[] = [];
  /** How many messages were held up. */
  heldUp = 0;
  readonly #begun: Promise<void>;
  readonly #stopped: Promise<void>;
  #offset = EVENING.createdAt - Date.now();

  constructor(private readonly child: ChildProcess) {
    let stop: () => void;
    this.#stopped = new Promise((resolve) => (stop = resolve));
    this.#begun = new Promise((begin) => {
      child.once('exit', () => begin());
      child.once('exit', () => stop());
      createInterface({ input: child.stdout! }).on('line', (line) => {
        this.output.push(line);
        const said = JSON.parse(line) as Said;
        if (said.said === 'time') this.#offset = said.offset;
        if (said.said === 'begun') begin();
        if (said.said === 'stops') stop();
        if (said.said === 'held_up') this.heldUp += 1;
      });
    });
    createInterface({ input: child.stderr! }).on('line', (line) => this.output.push(line));
  }

  /** Lets it go on some time after it has stopped itself. */
  async letStandStill(ms: number): Promise<void> {
    await this.#stopped;
    await wait(ms);
    this.child.kill('SIGCONT');
  }

  /** Kills it some time after it has begun its work. */
  async killAfter(ms: number): Promise<void> {
    await this.#begun;
    await wait(ms);
    this.child.kill('SIGKILL');
  }

  /** How it ended, and when in the time of the evening. */
  async ended(): Promise<{ code: number | null; signal: string | null; at: number }> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    clearTimeout(timer);
    return { code: this.child.exitCode, signal: this.child.signalCode, at: Date.now() + this.#offset };
  }
}

/** A database in which everybody has opted in, linked everything and looks for a game tonight; one has quiet hours. */
export async function makeTemplate(
  path: string,
  people = PEOPLE,
  quiet: string | null = QUIET,
): Promise<void> {
  const database = await Database.open(path);
  await fill(database, people, quiet);
  await database.close();
}

/** The same, of an empty database that is open. */
export async function fill(
  database: Database,
  people: readonly string[],
  quiet: string | null,
  date: string = EVENING.date,
  linked: readonly LinkableChannel[] = LINKABLE_CHANNELS,
): Promise<void> {
  const vault = new ContactVault([CONTACT_KEY]);
  const now = EVENING.createdAt;
  await database.withTransaction(async (tx) => {
    for (const [index, userId] of people.entries()) {
      const name = `Player ${index}`;
      await savePlayerLink(tx, { userId, guid: `guid-${index}`, name }, now);
      const entry = {
        id: `entry-${index}`,
        userId,
        userName: name,
        date,
        status: 'LOOKING',
      } as const;
      await saveAvailability(tx, entry, now);
      const preferences = {
        ...defaultPreferences(),
        allowPromotions: true,
        quietHours: userId === quiet ? { start: '20:00', end: '23:00' } : null,
        consentedAt: now,
      };
      await savePreferences(tx, userId, preferences, now);
      for (const channel of linked) {
        const contact = vault.seal(channel, { address: addressOf(channel, index), name });
        await saveContact(tx, userId, channel, contact, now);
      }
    }
  });
}

/** Everybody was called eleven times on earlier evenings, and nothing was heard of them. */
function letNobodyBeHeardOf(path: string): void {
  const file = new SqliteFile(path);
  file.exec(`
    UPDATE subscription_preferences SET calls_counted_from = '2020-01-01T00:00:00.000Z';
    WITH RECURSIVE times(n) AS (SELECT 11 UNION ALL SELECT n + 1 FROM times WHERE n < 21)
    INSERT INTO notifications_ledger (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts, nonce,
      first_attempt_at, owner, message_id, created_at, updated_at)
    SELECT user_id || n, 'call', user_id, 'PROMOTE:T0:2020-01-' || n, 'earlier', 'earlier', 'sent', 'discord', 1, '',
      '2020-01-02T00:00:00.000Z', 'earlier', 'earlier', '2020-01-02T00:00:00.000Z', '2020-01-02T00:00:00.000Z'
    FROM subscription_preferences, times`);
  file.close();
}

/** Everybody wants to be asked, and has not said whether they play. */
function letAllBeSilent(path: string): void {
  const file = new SqliteFile(path);
  file.exec('DELETE FROM availability_entries; UPDATE subscription_preferences SET allow_questions = 1');
  file.close();
}

/** Everybody wants to be told when it is on, which it is by the answer of somebody else. */
function letAllWantToKnow(path: string): void {
  const file = new SqliteFile(path);
  file.exec('UPDATE subscription_preferences SET allow_ready_notices = 1');
  const at = new Date(EVENING.createdAt + 1).toISOString();
  file
    .prepare('INSERT INTO availability_entries VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run('entry-else', 'somebody-else', 'Else', EVENING.date, 'LOOKING', at, at);
  file.close();
}

/** Everybody is available but the promoter, who looks for a game. */
function letAllBeOnStandby(path: string): void {
  const file = new SqliteFile(path);
  file.prepare(`UPDATE availability_entries SET status = 'AVAILABLE' WHERE user_id <> ?`).run(PROMOTER);
  file.close();
}

/** Promoters were told that it goes out at the time of the reminder, and nobody has said no. */
function letItGoOut(path: string): void {
  const { date } = EVENING;
  const at = new Date(EVENING.createdAt - 1_000).toISOString();
  const reminderAt = new Date(instantOf(date, EVENING.reminderTime, EVENING.timezone)).toISOString();
  const startAt = new Date(instantOf(date, EVENING.startTime, EVENING.timezone)).toISOString();
  const weekday = WEEKDAYS.indexOf(weekdayOf(date));
  const file = new SqliteFile(path);
  file
    .prepare('INSERT INTO availability_promotion_standing VALUES (?, ?, 0, 0, ?, ?, ?)')
    .run(weekday, PROMOTER, addDays(date, 50), at, at);
  file
    .prepare(
      `INSERT INTO availability_promotion_proposals VALUES (?, ?, 0, 0, ?, ?, 'open', NULL, NULL, NULL, ?, ?)`,
    )
    .run(date, PROMOTER, reminderAt, startAt, at, at);
  file
    .prepare(
      `INSERT INTO notifications_ledger (id, kind, user_id, event_key, campaign_id, job_id, state, channel_type, attempts,
         nonce, first_attempt_at, owner, created_at, updated_at)
       VALUES ('told', 'post', ?, ?, '', '', 'sent', 'discord', 1, 'told', ?, 'before', ?, ?)`,
    )
    .run(PROMOTER, `STANDING:${date}`, at, at, at);
  // That it is on has been told before.
  file
    .prepare('INSERT INTO system_state VALUES (?, ?, ?, ?)')
    .run(`reached:SESSION_READY:${date}`, at, at, at);
  file.close();
}

interface FinalRow {
  readonly job_type: string;
  readonly user_id: string;
  readonly finals: number;
  readonly outcome: string | null;
  readonly reason: string | null;
}

interface EveningOf {
  readonly late: boolean;
  readonly channel: ChannelUnderFire;
  readonly summaryChannelId: string | null;
  readonly board: ChildOrders['posts'];
  readonly callsOff: boolean;
  readonly tooFew: boolean;
  readonly unheard: boolean;
}

type All = <T>(sql: string) => T[];

/** Everything that must not be, once everybody's evening is over. */
function faultsOf(
  databasePath: string,
  provider: Provider,
  {
    dryRun,
    more,
    begins,
    ...evening
  }: EveningOf & { dryRun: boolean; more: boolean; begins: OwnKind | null },
): string[] {
  const file = new SqliteFile(databasePath);
  try {
    const all: All = <T>(sql: string): T[] => file.prepare(sql).all() as T[];
    const faults: string[] = [];
    const campaigns = all<{ status: string }>('SELECT status FROM availability_promotion_campaigns');
    if (campaigns.length !== 1) faults.push(`there are ${campaigns.length} campaigns`);
    for (const job of all<{ job_type: string; status: string; finished_at: string | null }>(
      'SELECT job_type, status, finished_at FROM availability_promotion_jobs',
    )) {
      if (job.finished_at === null) faults.push(`the ${job.job_type} job is left ${job.status}`);
    }
    for (const row of all<{ user_id: string; state: string }>(
      'SELECT user_id, state FROM notifications_ledger',
    )) {
      if (row.state === 'sending' || row.state === 'retry')
        faults.push(`a row of ${row.user_id} is left ${row.state}`);
    }
    const rows = all<FinalRow>(`
      SELECT j.job_type, r.user_id, COUNT(l.id) AS finals, MIN(l.outcome) AS outcome, MIN(l.reason) AS reason
      FROM availability_promotion_jobs j
      JOIN availability_promotion_recipients r ON r.campaign_id = j.campaign_id
        AND r.tier = CASE WHEN j.job_type = 'one_more' THEN 'standby' ELSE 'recipient' END
      LEFT JOIN availability_promotion_send_logs l ON l.job_id = j.id AND l.user_id = r.user_id AND l.is_final = 1
      GROUP BY j.id, r.id`);
    // Of a campaign with standbys everybody is in one job: the start's, or that of who steps in.
    const jobs = begins || more ? 1 : evening.summaryChannelId === null && !evening.callsOff ? 2 : 3;
    if (rows.length !== jobs * PEOPLE.length) faults.push(`${rows.length} recipients in all jobs`);
    for (const row of rows) {
      if (row.finals !== 1) faults.push(`${row.job_type} to ${row.user_id}: ${row.finals} final rows`);
    }
    const ofThis = dryRun
      ? faultsOfReports(all, rows, provider, evening)
      : faultsOfCalls(all, rows, provider, { ...evening, status: String(campaigns[0]?.status) });
    return [...faults, ...ofThis, ...(evening.unheard ? faultsOfRest(all, rows, provider) : [])];
  } finally {
    file.close();
  }
}

/** What must not be where people are called. */
function faultsOfCalls(
  all: All,
  rows: readonly FinalRow[],
  provider: Provider,
  evening: EveningOf & { status: string },
): string[] {
  const faults: string[] = [];
  const { late, channel, summaryChannelId, callsOff, status } = evening;
  // Everybody may have been under way at once, and where nobody can be asked again that leaves nobody sent for sure.
  const judgedBy = (row: FinalRow): boolean => ['start', 'question', 'ready'].includes(row.job_type);
  const nobodySent = !rows.some((row) => judgedBy(row) && row.outcome === 'sent');
  const judged = nobodySent && !channel.knowsNonces ? ['failed'] : ['sent', 'partial'];
  const right = callsOff ? ['cancelled'] : evening.unheard ? ['skipped', 'failed', ...judged] : judged;
  if (!right.includes(status)) faults.push(`the campaign is ${status}`);
  if (summaryChannelId !== null) {
    const posted = provider.discord.messagesIn(summaryChannelId).length;
    const [summary] = all<{ state: string }>(`SELECT state FROM notifications_ledger WHERE kind = 'summary'`);
    faults.push(...faultsOfOne('the summary', summary?.state, posted, late));
  }
  faults.push(...faultsOfPost(all, provider, evening));
  const delivered = provider.delivered();
  const isQuestion = ({ text }: { readonly text: string }): boolean => text.includes('Too few for tonight?');
  if (evening.tooFew) {
    const [row] = all<{ state: string }>(
      `SELECT state FROM notifications_ledger WHERE event_key LIKE 'MINIMUM:%'`,
    );
    faults.push(...faultsOfOne('the question', row?.state, delivered.filter(isQuestion).length, late));
  }
  const calls = delivered.filter((message) => message.userId !== '' && !isQuestion(message));
  const messages = calls.map(({ userId, text }) => `${kindOf(text)} to ${userId}`);
  for (const row of rows) {
    const who = `${row.job_type} to ${row.user_id}`;
    const has = messages.filter((message) => message === who).length;
    const fate = fateOf(row);
    if (has > 1) faults.push(`${who}: delivered ${has} times`);
    if (row.outcome === 'sent' && has !== 1) faults.push(`${who}: sent, but not delivered`);
    if ((row.outcome === 'skipped' || row.outcome === 'failed') && has !== 0)
      faults.push(`${who}: ${fate}, but delivered`);
    const maybe = late || !channel.knowsNonces;
    const mayRest = evening.unheard && row.job_type === 'start' && fate === 'skipped(calls_rest)';
    if (!mayRest && !goodFates(row, channel, { maybe, callsOff }).includes(fate))
      faults.push(`${who}: ${fate}`);
  }
  if (messages.some((message) => !rows.some((row) => message === `${row.job_type} to ${row.user_id}`))) {
    faults.push(`messages nobody is recorded for: ${messages.join(', ')}`);
  }
  return faults;
}

/** What must not be where the reminder asks whether calls are still wanted: somebody who rests unasked, or is called once asked. */
function faultsOfRest(all: All, rows: readonly FinalRow[], provider: Provider): string[] {
  const marks = all<{ user_id: string; asked: number; rests: number }>(`
    SELECT user_id, calls_asked_at IS NOT NULL AS asked, calls_rest_since IS NOT NULL AS rests
    FROM subscription_preferences`);
  return marks.flatMap(({ user_id: userId, asked, rests }) => {
    const fate = (job: string): string =>
      rows.filter((row) => row.user_id === userId && row.job_type === job).map(fateOf)[0] ?? 'none';
    const questions = provider
      .delivered()
      .filter((message) => message.userId === userId && message.text.includes('Still want these?')).length;
    const wasSent = fate('reminder') === 'sent';
    const isAsked = wasSent || fate('start') === 'sent';
    return [
      ...(Boolean(asked) === isAsked
        ? []
        : [`${userId}: asked is ${asked} after ${fate('reminder')}, ${fate('start')}`]),
      ...(Boolean(rests) === wasSent ? [] : [`${userId}: rests is ${rests} after ${fate('reminder')}`]),
      ...((fate('start') === 'skipped(calls_rest)') === wasSent
        ? []
        : [`${userId}: ${fate('start')} after being asked`]),
      ...(wasSent && questions !== 1 ? [`${userId}: asked ${questions} times`] : []),
    ];
  });
}

/** What must not be of a post: two of it, or a board that nobody will edit. */
function faultsOfPost(all: All, provider: Provider, { board, late }: EveningOf): string[] {
  if (!board) return [];
  const posted = provider.discord.messagesIn(board.channelId);
  const [row] = all<{ state: string }>(`SELECT state FROM notifications_ledger WHERE kind = 'post'`);
  if (board.what === 'ready') return faultsOfOne('that it is on', row?.state, posted.length, late);
  const kept = all<{ message_id: string }>('SELECT message_id FROM availability_boards');
  const isKept = kept.length === 1 && kept[0]?.message_id === posted[0]?.id;
  return [
    ...faultsOfOne('the board', row?.state, posted.length, late),
    ...(row?.state === 'sent' && !isKept ? ['the board is not on record'] : []),
  ];
}

/** What must not be in a dry run: calls, and reports that are not as recorded. */
function faultsOfReports(
  all: All,
  rows: readonly FinalRow[],
  provider: Provider,
  { late }: EveningOf,
): string[] {
  const faults: string[] = [];
  for (const row of rows) {
    const good = row.user_id === QUIET ? 'simulated(quiet_hours)' : 'simulated';
    if (fateOf(row) !== good) faults.push(`${row.job_type} to ${row.user_id}: ${fateOf(row)}`);
  }
  const delivered = provider.delivered();
  const reports = all<{ job_type: string; state: string | null }>(`
    SELECT j.job_type, n.state FROM availability_promotion_jobs j
    LEFT JOIN notifications_ledger n ON n.job_id = j.id AND n.kind = 'report'`);
  for (const { job_type: type, state } of reports) {
    const named = type === 'reminder' ? 'Dry run: reminder' : 'Dry run: start';
    const has = delivered.filter(({ userId, text }) => userId === PROMOTER && text.includes(named)).length;
    faults.push(...faultsOfOne(`the report of the ${type} job`, state ?? undefined, has, late));
  }
  const others = delivered.filter(({ userId, text }) => userId !== PROMOTER || !text.includes('Dry run'));
  if (others.length > 0) faults.push(`called: ${others.map(({ userId }) => userId).join()}`);
  return faults;
}

/** What must not be of a message there is one of: two of it, or another end than is on record. */
function faultsOfOne(what: string, state: string | undefined, has: number, late: boolean): string[] {
  const asRecorded = state === 'sent' ? has === 1 : state === 'unknown' && late;
  return asRecorded && has <= 1 ? [] : [`${what} is ${state}, and there ${has} times`];
}

function fateOf({ outcome, reason }: FinalRow): string {
  return reason ? `${outcome}(${reason})` : `${outcome}`;
}

function kindOf(text: string): string {
  if (text.includes('not in voice yet')) return 'follow_up';
  if (text.includes('Are you playing?')) return 'question';
  if (text.includes('It’s on:')) return 'ready';
  if (text.includes(', is off.')) return 'call_off';
  if (text.includes('can you step in?')) return 'one_more';
  return text.includes(' starts in ') ? 'reminder' : 'start';
}

/** What may become of somebody in a job. */
function goodFates(
  { job_type: jobType, user_id: userId }: FinalRow,
  channel: ChannelUnderFire,
  { maybe, callsOff }: { readonly maybe: boolean; readonly callsOff: boolean },
): string[] {
  if (jobType === 'follow_up') return afterwards(userId, maybe);
  if (jobType === 'call_off') return calledOff(userId, channel, maybe);
  if (jobType === 'start' && callsOff) return ['skipped(cancelled)'];
  return expected(userId, channel, maybe);
}

/** What may become of somebody who is called like everybody. */
function expected(userId: string, { type }: ChannelUnderFire, maybe: boolean): string[] {
  if (userId === QUIET) return ['skipped(quiet_hours)'];
  // Asked again after a death, a closed door doesn't say whether the attempt before it arrived.
  const closed = ['failed(channel_closed)', 'unknown(maybe_delivered)'];
  // A link that is closed for us is forgotten: from then on there is no channel.
  if (userId === CLOSED) return type === 'discord' ? closed : [...closed, 'skipped(no_channel)'];
  return maybe ? ['sent', 'unknown(maybe_delivered)'] : ['sent'];
}

/** What may become of somebody in the follow-up, on Discord. */
function afterwards(userId: string, maybe: boolean): string[] {
  if (userId === QUIET) return ['skipped(not_called)'];
  if (userId === PRESENT) return ['skipped(present)'];
  // Whom the start message may have reached is expected, and their door still closed.
  const mayBeExpected = ['failed(channel_closed)', 'unknown(maybe_delivered)'];
  if (userId === CLOSED) return ['skipped(not_called)', ...mayBeExpected];
  return maybe ? ['sent', 'unknown(maybe_delivered)'] : ['sent'];
}

/** What may become of somebody who would be told that it is off; the process dies after everybody was called. */
function calledOff(userId: string, channel: ChannelUnderFire, maybe: boolean): string[] {
  return userId === QUIET || userId === CLOSED ? ['skipped(not_called)'] : expected(userId, channel, maybe);
}
