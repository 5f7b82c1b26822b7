import { postgresPrograms } from '../../demo/servers/postgres.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { rememberDmChannel } from '../../src/persistence/stores/preference-store.js';
import { fill } from '../faults/support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from '../faults/support/channels-under-fire.js';
import { type Blow, type ClusterEnding, ClusterRange } from '../faults/support/cluster-under-fire.js';
import { DatabaseMaker } from '../support/database-maker.js';
import { type AtEnd, openWay } from '../support/postgres-way.js';
import { startPostgres, TEMPLATE } from '../support/postgres-template.js';
import { latenesses } from './lateness.bench.js';
import { callEverybody } from './ledger.bench.js';
import { type BenchResult, median, percentile } from './result.js';
import { BenchWorld, userIdOf } from './world.js';

const PROCESSES = 3;
/** What leaves in a second by default. */
const PACE = 40;
/** How many calls the cost of one is measured on. */
const CALLS = 200;
const PEOPLE = 160;
/** A process is struck after so many messages of its own. */
const STRUCK_AFTER = 25;
/** Longer than a process counts as alive without a sign of life. */
const BEYOND_TTL_MS = 13_000;
const TTL_MS = 10_000;
const [DISCORD] = CHANNELS as [ChannelUnderFire];

/** Several processes on one PostgreSQL: what a call costs there, how soon others go on, and how evenly they send. */
export async function cluster(): Promise<BenchResult[]> {
  if (postgresPrograms() === null)
    throw new Error('It takes PostgreSQL 15 or newer: apt-get install postgresql');
  return [...(await cost()), ...(await evenings())];
}

/** A call's cost on loopback, and where each round trip takes two milliseconds more. */
async function cost(): Promise<BenchResult[]> {
  const server = await startPostgres();
  const maker = new DatabaseMaker(server.urlOf('postgres'));
  const ends: (() => void | Promise<void>)[] = [];
  try {
    const near = await callsOn(await maker.make(TEMPLATE, (end) => ends.push(end)));
    const way = await openWay(
      await maker.make(TEMPLATE, (end) => ends.push(end)),
      (end) => ends.push(end),
      2,
    );
    const far = await callsOn(way.url);
    const each = 1000 / PACE;
    const resultOf = (name: string, ms: number): BenchResult => ({
      name,
      measured: `${ms.toFixed(1)} ms a call`,
      baseline: `${each.toFixed(0)} ms: what ${String(PACE)} a second leave for one`,
      ratio: ms / each,
      goal: { atMost: 1 },
    });
    return [
      resultOf('Reserve and settle on PostgreSQL', near),
      resultOf('The same at 2 ms a round trip', far),
    ];
  } finally {
    for (const end of ends.reverse()) await end();
    await server.stop();
  }
}

/** @returns the milliseconds a call takes. */
async function callsOn(url: string): Promise<number> {
  const database = new Database(await PostgresEngine.open({ url }));
  const world = BenchWorld.on(database);
  try {
    const people = Array.from({ length: CALLS }, (_, index) => userIdOf(index));
    await fill(database, people, null, world.today, []);
    await database.withTransaction(async (tx) => {
      // Opening a direct message would take a second request.
      for (const userId of people) await rememberDmChannel(tx, userId, `dm${userId}`, world.clock.now());
    });
    await world.plant(0, CALLS, world.clock.now() - 1);
    return (await callEverybody(world)) / CALLS;
  } finally {
    await database.close();
  }
}

async function evenings(): Promise<BenchResult[]> {
  const range = await ClusterRange.open();
  try {
    const calm = await lived(range, []);
    const killed = await lived(range, strikes('kill'));
    const stopped = await lived(range, strikes('stop'));
    const messages = inOrder(calm);
    const took = (messages.at(-1) ?? Number.NaN) - calm.firstAt;
    const floor = (PEOPLE / PACE) * 1000;
    const late = latenesses(
      messages.map(() => calm.firstAt),
      messages,
    );
    const p99 = percentile(late, 0.99);
    const afterKill = median(gapsOf(killed, 1));
    const afterStop = median(gapsOf(stopped, 1));
    return [
      result(`Drain ${String(PEOPLE)} with ${String(PROCESSES)} processes`, took, floor, 1.05, calm),
      result(`Lateness with ${String(PROCESSES)} processes, 99th percentile`, p99, 250, 1, calm),
      result('From kill -9 to the next message, by another process', afterKill, 1_500, 1, killed),
      result('From a process that stands still to the next message', afterStop, TTL_MS + 1_000, 1, stopped),
    ];
  } finally {
    await range.close();
  }
}

/** What happens to each, so that whoever sends is struck. */
function strikes(how: 'kill' | 'stop'): Blow[] {
  return Array.from({ length: PROCESSES }, (_, process) => ({
    process,
    how,
    when: { at: 'send.after', pass: STRUCK_AFTER },
    forMs: BEYOND_TTL_MS,
  }));
}

async function lived(range: ClusterRange, blows: readonly Blow[]): Promise<ClusterEnding> {
  const ends: Parameters<AtEnd>[0][] = [];
  try {
    const plan = { channel: DISCORD, processes: PROCESSES, people: PEOPLE, blows, knowsDms: true };
    return await range.run(plan, (end) => ends.push(end));
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function inOrder({ arrivals }: ClusterEnding): number[] {
  return [...arrivals].sort((a, b) => a - b);
}

/** The longest silences among the messages. */
function gapsOf(ending: ClusterEnding, count: number): number[] {
  const messages = inOrder(ending);
  const gaps = messages.slice(1).map((at, index) => at - (messages[index] ?? at));
  return gaps.sort((a, b) => b - a).slice(0, count);
}

function result(
  name: string,
  ms: number,
  goalMs: number,
  atMost: number,
  ending: ClusterEnding,
): BenchResult {
  const { faults, refusals } = ending;
  const wrong = [...faults.slice(0, 1), ...(refusals > 0 ? [`${String(refusals)} answers were 429`] : [])];
  return {
    name,
    measured: `${ms.toFixed(0)} ms`,
    baseline: `${goalMs.toFixed(0)} ms`,
    ratio: ms / goalMs,
    goal: { atMost },
    ...(wrong.length > 0 ? { fault: wrong.join('; ') } : {}),
    note: `${String(PEOPLE)} recipients, ${String(PACE)}/s for all together; nobody called twice, ${String(refusals)} answers 429`,
  };
}
