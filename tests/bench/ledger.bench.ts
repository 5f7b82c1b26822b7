import type { DispatchContext } from '../../src/dispatch/context.js';
import { reserve } from '../../src/dispatch/reserve.js';
import { settle } from '../../src/dispatch/settle.js';
import type { Campaign, CampaignJob } from '../../src/domain/campaign.js';
import { findCampaign, recipientsWithoutFinalRow } from '../../src/persistence/stores/campaign-store.js';
import { claimJob, jobsOf } from '../../src/persistence/stores/job-store.js';
import { recordStatements, type Statement } from './recorder.js';
import { type BenchResult, median, timed } from './result.js';
import { BenchWorld } from './world.js';
import { SqliteFile, type SqliteStatement } from '../../src/persistence/file/sqlite-file.js';

const PEOPLE = 500;
const ROUNDS = 7;

/** Reserving and settling calls, against the very same statements in a bare better-sqlite3 loop, equally durable. */
export async function ledger(): Promise<BenchResult[]> {
  const base = await prepare();
  try {
    const recorded = await onCopy(base, (world) => recordStatements(() => callEverybody(world)));
    // A bare loop leaves its log to SQLite.
    const statements = recorded.filter(({ sql }) => !sql.startsWith('PRAGMA'));
    const ours: number[] = [];
    const bare: number[] = [];
    // Taking turns, so that whatever disturbs the machine disturbs both.
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await onCopy(base, callEverybody));
      bare.push(await onCopy(base, (world) => replay(world, statements)));
    }
    const perSecond = (ms: number): number => (PEOPLE / ms) * 1000;
    const [mine, theirs] = [perSecond(median(ours)), perSecond(median(bare))];
    const each = (statements.length / PEOPLE).toFixed(0);
    return [
      {
        name: 'Reserve and settle, synchronous=FULL',
        measured: `${mine.toFixed(0)} calls/s`,
        baseline: `${theirs.toFixed(0)} calls/s: the same ${each} statements a call in a bare loop`,
        ratio: mine / theirs,
        goal: { atLeast: 0.8 },
        note: 'a channel lets at most 40 a second through',
      },
    ];
  } finally {
    base.remove();
  }
}

async function prepare(): Promise<BenchWorld> {
  const world = await BenchWorld.open();
  world.fill(PEOPLE, 1);
  await world.promote();
  world.makeDue();
  await world.seal();
  return world;
}

async function onCopy<T>(base: BenchWorld, work: (world: BenchWorld) => Promise<T>): Promise<T> {
  const world = await BenchWorld.open(base.path);
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

/** @returns the milliseconds that reserving and settling took; claiming the job and finding the people is not in it. */
export async function callEverybody(world: BenchWorld): Promise<number> {
  const context = world.dispatch();
  const { campaign, job } = await claimStart(world, context);
  const { database } = world;
  const todo = await database.withTransaction((tx) => recipientsWithoutFinalRow(tx, job));
  return timed(async () => {
    for (const recipient of todo) {
      const call = { campaign, job, recipient, inGuild: true, rollcall: null };
      const decision = await database.withTransaction((tx) =>
        reserve(context, tx, call, { channel: 'discord', requests: 1 }),
      );
      if (decision.kind !== 'go') throw new Error(`not reserved: ${decision.kind}`);
      const bounds = { expiresAt: job.expiresAt, hasOtherChannel: false };
      await settle(context, decision.reservation, { kind: 'sent', messageId: '1' }, bounds);
    }
  });
}

async function claimStart(
  world: BenchWorld,
  context: DispatchContext,
): Promise<{ campaign: Campaign; job: CampaignJob }> {
  const { database } = world;
  const [row]: { id: string }[] = await database.view.query(
    'SELECT id FROM availability_promotion_campaigns',
  );
  const campaign = await findCampaign(database.view, row?.id ?? '');
  const start = campaign && (await jobsOf(database.view, campaign.id)).at(-1);
  const job =
    start &&
    (await database.withTransaction((tx) => claimJob(tx, start.id, context.liveness.me, start.runAt)));
  if (!campaign || !job) throw new Error('there is no job to claim');
  return { campaign, job };
}

/** Runs what was recorded; only from the first reservation on, as above, is timed. */
async function replay(world: BenchWorld, statements: readonly Statement[]): Promise<number> {
  const file = new SqliteFile(world.path);
  try {
    for (const pragma of ['synchronous = FULL', 'foreign_keys = ON']) file.pragma(pragma);
    const prepared = new Map<string, SqliteStatement>();
    const steps = statements.map(({ sql, parameters }) => {
      const statement = prepared.get(sql) ?? file.prepare(sql);
      prepared.set(sql, statement);
      return { statement, parameters, reads: statement.reader };
    });
    const from = statements.findIndex(({ sql }) =>
      sql.includes('r.* FROM availability_promotion_recipients'),
    );
    const run = (some: typeof steps): void => {
      for (const { statement, parameters, reads } of some) {
        if (reads) statement.all(...parameters);
        else statement.run(...parameters);
      }
    };
    // Up to and with the COMMIT behind the list of people.
    run(steps.slice(0, from + 2));
    return await timed(() => {
      run(steps.slice(from + 2));
    });
  } finally {
    file.close();
  }
}
