import type { LedgerKind } from '../../src/domain/campaign.js';
import type { Delivery } from '../../src/domain/channel.js';
import { channelOfUser } from '../../src/domain/event-key.js';
import { type JobType, kindOf, type Tier } from '../../src/domain/message-kinds.js';
import { betweenStatements } from './between-statements.js';
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
  const forever = new Promise<never>(() => undefined);
  betweenStatements(app.database['writer'], async (_, go) => {
    if (process.dead) return forever;
    process.statements += 1;
    if (process.statements < n) return go();
    process.dead = true;
    await app.crash();
    return forever;
  });
  return process;
}

/** Fails one commit, as on a full disk: the next one of a transaction with such a statement. */
export function failCommitOf(app: TestApp, statement: RegExp): { readonly failed: boolean } {
  const disk = { failed: false };
  let made = false;
  betweenStatements(app.database['writer'], async (text, go) => {
    if (statement.test(text)) made = true;
    if (!made || text !== 'COMMIT' || disk.failed) return go();
    disk.failed = true;
    throw new Error('the disk is full');
  });
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

/** Somebody on a campaign's list, and a job of it. */
interface Listed {
  readonly job_id: string;
  readonly job_type: JobType;
  readonly user_id: string;
  readonly tier: Tier;
  readonly finals: number;
  /** The job has a ledger row for them. */
  readonly tried: number;
  /** As a standby they were called, or may have been. */
  readonly stepped_in: number;
}

const LISTED = `
  SELECT j.id AS job_id, j.job_type, r.user_id, r.tier,
    (SELECT COUNT(*) FROM availability_promotion_send_logs l
      WHERE l.job_id = j.id AND l.user_id = r.user_id AND l.is_final = true) AS finals,
    EXISTS (SELECT 1 FROM notifications_ledger n WHERE n.job_id = j.id AND n.recipient_id = r.id) AS tried,
    EXISTS (SELECT 1 FROM notifications_ledger n JOIN availability_promotion_jobs k ON k.id = n.job_id
      WHERE n.recipient_id = r.id AND k.job_type = 'one_more' AND n.state IN ('sent', 'unknown')) AS stepped_in
  FROM availability_promotion_jobs j
  JOIN availability_promotion_recipients r ON r.campaign_id = j.campaign_id`;

/** How many final rows somebody has in a job, at least and at most. */
function finalsOf({ job_type: jobType, tier, tried, stepped_in: steppedIn }: Listed): [number, number] {
  const { whom } = kindOf(jobType);
  if (tier === 'recipient') return whom === 'standbys' ? [0, 0] : [1, 1];
  if (whom === 'standbys') return [tried, 1];
  // Who stepped in is told where an evening is off.
  return whom === 'reached' && steppedIn ? [1, 1] : [0, 0];
}

/** What must hold for everybody who is called, even if the record of a summary was lost. */
export async function faultsOfCalls(app: TestApp): Promise<string[]> {
  const faults: string[] = [];
  let finals = 0;
  for (const row of await app.rows<Listed>(LISTED)) {
    finals += row.finals;
    const [least, most] = finalsOf(row);
    if (row.finals < least || row.finals > most)
      faults.push(`${row.tier} ${row.user_id} has ${row.finals} final rows in ${row.job_type} ${row.job_id}`);
  }
  const [totals] = await app.rows<{ finals: number }>(
    'SELECT COUNT(*) AS finals FROM availability_promotion_send_logs WHERE is_final = true',
  );
  if (totals?.finals !== finals) faults.push(`${totals?.finals} final rows, ${finals} of people listed`);
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
