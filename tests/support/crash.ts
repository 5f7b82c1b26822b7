import type { LedgerKind } from '../../src/domain/campaign.js';
import type { Delivery } from '../../src/domain/channel.js';
import { channelOfUser } from '../../src/domain/event-key.js';
import type { TestApp } from './test-app.js';

/** What a test may know about a process that will die. */
export interface DoomedProcess {
  /** Statements it has made so far. */
  readonly statements: number;
  readonly dead: boolean;
}

/**
 * Kills the process just before its `n`th statement on the database from now on. Between two statements
 * nothing becomes durable, so these are all the moments at which crashes can differ.
 */
export function crashAtStatement(app: TestApp, n: number): DoomedProcess {
  const process = { statements: 0, dead: false };
  const runner = app.database['writer'].createQueryRunner();
  const query = runner.query.bind(runner) as (...parameters: unknown[]) => Promise<unknown>;
  const forever = new Promise<never>(() => undefined);
  const doomed = async (...parameters: unknown[]): Promise<unknown> => {
    if (process.dead) return forever;
    process.statements += 1;
    if (process.statements < n) return query(...parameters);
    process.dead = true;
    await app.crash();
    return forever;
  };
  runner.query = doomed as typeof runner.query;
  return process;
}

/** Fails one commit, as on a full disk: the next one of a transaction with such a statement. */
export function failCommitOf(app: TestApp, statement: RegExp): { readonly failed: boolean } {
  const disk = { failed: false };
  const runner = app.database['writer'].createQueryRunner();
  const query = runner.query.bind(runner) as (sql: string, ...rest: unknown[]) => Promise<unknown>;
  let made = false;
  const failing = async (sql: string, ...rest: unknown[]): Promise<unknown> => {
    if (statement.test(sql)) made = true;
    if (!made || sql !== 'COMMIT' || disk.failed) return query(sql, ...rest);
    disk.failed = true;
    throw new Error('the disk is full');
  };
  runner.query = failing as typeof runner.query;
  return disk;
}

/** Everything that must hold after an evening, whatever happened in it. Returns the faults; empty is good. */
export async function faultsOf(app: TestApp): Promise<string[]> {
  const faults = await faultsOfCalls(app);
  const ledger = await app.ledger();
  const mayHaveLeft = (kind: LedgerKind): number =>
    ledger.filter((row) => row.kind === kind && (row.state === 'sent' || row.state === 'unknown')).length;
  // All campaigns post in one channel; each has its own summary.
  const posted = app.discord.delivered.filter(({ userId }) => channelOfUser(userId) !== null).length;
  if (posted > mayHaveLeft('summary'))
    faults.push(`${posted} summaries posted, ${mayHaveLeft('summary')} on record`);
  const reports = app.discord.delivered.filter(({ delivery }) => isReport(delivery)).length;
  if (reports > mayHaveLeft('report')) faults.push(`${reports} reports, ${mayHaveLeft('report')} on record`);
  const sent = ledger.filter((row) => row.kind === 'report' && row.state === 'sent').length;
  if (sent > reports) faults.push(`${sent} reports on record as sent, ${reports} there`);
  return faults;
}

/** Whether a message is a dry run's report: nobody else gets a text file. */
function isReport({ message: { attachment } }: Delivery): boolean {
  return attachment !== undefined && 'text' in attachment;
}

/** What must hold for everybody who is called, even if the record of a summary was lost. */
export async function faultsOfCalls(app: TestApp): Promise<string[]> {
  const faults: string[] = [];
  interface Count {
    job_id: string;
    user_id: string;
    finals: number;
  }
  const rows = await app.rows<Count>(
    `SELECT j.id AS job_id, r.user_id, COUNT(l.id) AS finals
     FROM availability_promotion_jobs j
     JOIN availability_promotion_recipients r ON r.campaign_id = j.campaign_id AND r.tier = 'recipient'
     LEFT JOIN availability_promotion_send_logs l ON l.job_id = j.id AND l.user_id = r.user_id AND l.is_final = 1
     GROUP BY j.id, r.id`,
  );
  for (const { job_id, user_id, finals } of rows) {
    if (finals !== 1) faults.push(`${user_id} has ${finals} final rows in job ${job_id}`);
  }
  const [totals] = await app.rows<{ finals: number }>(
    'SELECT COUNT(*) AS finals FROM availability_promotion_send_logs WHERE is_final = 1',
  );
  if (totals?.finals !== rows.length)
    faults.push(`${totals?.finals} final rows for ${rows.length} recipients`);
  for (const row of await app.ledger()) {
    if (row.state === 'sending' || row.state === 'retry') faults.push(`${row.id} is left ${row.state}`);
  }
  for (const job of await app.jobs()) {
    if (job.status === 'pending' || job.status === 'running') faults.push(`${job.id} is left ${job.status}`);
  }
  const perMoment = new Map<string, number>();
  const delivered = [app.discord, app.telegram, app.signal].flatMap((channel) => channel.delivered);
  for (const { userId, jobType, delivery } of delivered) {
    if (channelOfUser(userId) !== null) continue;
    // A dry run's report names its campaign; a promoter may have several.
    const { text, attachment } = delivery.message;
    const key = `${jobType} for ${userId}${attachment ? `: ${text}` : ''}`;
    perMoment.set(key, (perMoment.get(key) ?? 0) + 1);
  }
  for (const [key, count] of perMoment) if (count > 1) faults.push(`${count} messages: ${key}`);
  return faults;
}
