import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Membership } from '../../src/cluster/membership.js';
import type { MusterEvent } from '../../src/domain/events.js';
import type { Lease } from '../../src/domain/roles.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresConnection } from '../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { wayThatFallsSilent } from '../support/way-that-falls-silent.js';
import { wayTo } from '../support/way-to-postgres.js';

/** A machine whose own clock is wrong by so much. */
class SkewedClock extends SystemClock {
  constructor(private readonly byMs: number) {
    super();
  }

  override now(): number {
    return super.now() + this.byMs;
  }
}

/** A process, as far as the others know it. */
interface Process {
  readonly membership: Membership;
  readonly database: Database;
  readonly events: MusterEvent[];
  /** How often it heard that another may have died or left. */
  readonly gone: () => number;
  deadAmong(...others: Process[]): Promise<Process[]>;
}

async function join(url: string, { sessionUrl = url, skewMs = 0 } = {}): Promise<Process> {
  const database = new Database(await PostgresEngine.open({ url }));
  const bus = new SimpleEventBus();
  const events: MusterEvent[] = [];
  bus.on((event) => void events.push(event));
  let gone = 0;
  const around = { machine: new SkewedClock(skewMs), events: bus, gone: () => void (gone += 1) };
  const membership = await Membership.join(sessionUrl, database, around);
  onTestFinished(async () => {
    await membership.leave();
    await database.close();
  });
  const deadAmong = async (...others: Process[]): Promise<Process[]> => {
    const ids = others.map(({ membership: { me } }) => me);
    const dead = await database.withTransaction((tx) => membership.deadAmong(tx, ids));
    return others.filter((other) => dead.has(other.membership.me));
  };
  return { membership, database, events, gone: () => gone, deadAmong };
}

/** Waits until something is so. @returns after how long, in milliseconds. */
async function until(isSo: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<number> {
  const since = performance.now();
  while (!(await isSo())) {
    if (performance.now() - since > withinMs) throw new Error('it never came to be so');
    await wait(20);
  }
  return performance.now() - since;
}

async function taken(process: Process): Promise<Lease> {
  let lease: Lease | null = null;
  await until(async () => (lease = await process.membership.take('housekeeping')) !== null);
  return lease!;
}

/** A way to the server on which the answers to one beat can be held before the last of them, who has which role. */
async function wayThatHolds(url: string) {
  const { port, hostname } = new URL(url);
  let answers: number | null = null;
  let held = (): void => undefined;
  let letGo = (): void => undefined;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.pipe(upstream);
    upstream.on('data', (said) => {
      if (answers !== null)
        answers = said.includes('INSERT 0 1') ? 1 : answers + Number(said.includes('SELECT '));
      if (answers !== 3) return void client.write(said);
      answers = null;
      letGo = () => void client.write(said);
      held();
    });
    onTestFinished(() => {
      client.destroy();
      upstream.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const own = (server.address() as AddressInfo).port;
  return {
    url: Object.assign(new URL(url), { port: String(own) }).href,
    hold: () =>
      new Promise<void>((resolve) => {
        held = resolve;
        answers = 0;
      }),
    letGo: () => letGo(),
  };
}

describe.skipIf(!havePostgres)(`processes on one PostgreSQL (${NEEDS_POSTGRES})`, () => {
  it('know of each other, and take nobody for dead who lives', async () => {
    const url = await aMigratedPostgres();
    const [one, other] = [await join(url), await join(url)];
    await until(() => one.membership.processes === 2 && other.membership.processes === 2);
    expect(await one.deadAmong(one, other)).toEqual([]);
    expect(one.membership.isSure()).toBe(true);
  });

  it('take each role once, and again when it was given back', async () => {
    const url = await aMigratedPostgres();
    const [one, other] = [await join(url), await join(url)];
    const lease = await taken(one);
    expect(await other.membership.take('housekeeping')).toBeNull();
    await lease.giveBack();
    await taken(other);
    expect(lease.lost.aborted).toBe(false);
    expect(await one.membership.take('housekeeping')).toBeNull();
  });

  it('take a role that another says it gave back, whatever the last beat said', async () => {
    const url = await aMigratedPostgres();
    const [one, other] = [await join(url), await join(url)];
    const lease = await taken(one);
    const isKnown = () => other.membership['pulse'].holders.get('housekeeping') === one.membership.me;
    await until(isKnown);
    expect(await other.membership.take('housekeeping', true)).toBeNull();
    await lease.giveBack();
    expect([isKnown(), await other.membership.take('housekeeping', true)]).toEqual([true, expect.anything()]);
  });

  it('keep a role that was taken while a beat was under way, which had looked before', async () => {
    const url = await aMigratedPostgres();
    const way = await wayThatHolds(url);
    const one = await join(url, { sessionUrl: way.url });
    await way.hold();
    const lease = await taken(one);
    way.letGo();
    await way.hold();
    way.letGo();
    expect(lease.lost.aborted).toBe(false);
  });

  it('of many that ask for a role at once one has it', async () => {
    const url = await aMigratedPostgres();
    const processes = await Promise.all(Array.from({ length: 5 }, () => join(url)));
    const leases = await Promise.all(processes.map(({ membership }) => membership.take('inbox:signal')));
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('hear of one that leaves, and may take its work', async () => {
    const url = await aMigratedPostgres();
    const [one, other] = [await join(url), await join(url)];
    await until(() => one.membership.processes === 2);
    await taken(other);
    await other.membership.leave();
    await until(() => one.gone() > 0);
    // A server that has just begun knows of nobody yet, and waits a moment.
    await until(async () => (await one.deadAmong(other)).length > 0);
    await taken(one);
  });

  it('of one whose connection ends for good the lock is free, and its roles are others’ soon', async () => {
    const url = await aMigratedPostgres();
    const way = await wayTo(url);
    const [one, cut] = [await join(url), await join(url, { sessionUrl: way.url })];
    await until(() => one.membership.processes === 2);
    const lease = await taken(cut);
    way.cut();
    await until(() => lease.lost.aborted);
    expect(cut.membership.isSure()).toBe(false);
    expect(await cut.membership.take('housekeeping')).toBeNull();
    // A second to come back, and a beat to notice it.
    const tookMs = await until(async () => (await one.deadAmong(cut)).length > 0);
    expect(tookMs).toBeLessThan(5_000);
    await taken(one);
    expect(one.gone()).toBeGreaterThan(0);
    way.mend();
    await until(() => cut.membership.isSure());
    expect(await one.deadAmong(cut)).toEqual([]);
    expect(await cut.membership.take('housekeeping')).toBeNull();
    expect(cut.events).toEqual([
      { type: 'database_session', state: 'lost' },
      { type: 'database_session', state: 'back' },
    ]);
  });

  it('one that died before the server’s clock was set back is known to be dead as soon', async () => {
    const url = await aMigratedPostgres();
    const way = await wayTo(url);
    const [one, cut] = [await join(url), await join(url, { sessionUrl: way.url })];
    await taken(cut);
    way.cut();
    await until(() => !cut.membership.isSure());
    // By the clock as it goes now, its last beat is still to come.
    await one.database.withTransaction(
      (tx) => tx.sql`
        UPDATE muster_processes SET beat_at = clock_timestamp() + interval '1 hour' WHERE id = ${cut.membership.me}`,
    );
    expect(await until(async () => (await one.deadAmong(cut)).length > 0)).toBeLessThan(6_000);
    await taken(one);
  });

  it('on a server that has lost all signs of life nobody is taken for dead before they could give another', async () => {
    const url = await aMigratedPostgres();
    const way = await wayTo(url);
    const [one, cut] = [await join(url), await join(url, { sessionUrl: way.url })];
    // Long after the server began, as on a copy that has followed for days.
    await until(async () => {
      const [server] = await one.database.view.sql<{ old: boolean }>`
        SELECT pg_postmaster_start_time() < clock_timestamp() - interval '11 seconds' AS old`;
      return server?.old ?? false;
    });
    way.cut();
    // What a crash does to tables that are not logged, and a copy's taking over.
    await one.database.withTransaction((tx) =>
      tx.query('TRUNCATE muster_processes, muster_roles, muster_beats_since'),
    );
    const lostAt = performance.now();
    expect(await one.deadAmong(cut)).toEqual([]);
    await until(async () => (await one.deadAmong(cut)).length > 0);
    expect(performance.now() - lostAt).toBeGreaterThan(2_500);
    expect(await one.deadAmong(one)).toEqual([]);
  });

  it('a connection that ends and comes back costs nobody their work', async () => {
    const url = await aMigratedPostgres();
    const way = await wayTo(url);
    const [one, cut] = [await join(url), await join(url, { sessionUrl: way.url })];
    way.cut();
    way.mend();
    for (let looks = 0; looks < 20; looks += 1) {
      expect(await one.deadAmong(cut)).toEqual([]);
      await wait(50);
    }
    expect(cut.membership.isSure()).toBe(true);
  });

  it('one that is cut off in silence stops before the others take its work', async () => {
    const url = await aMigratedPostgres();
    const way = await wayTo(url);
    const [one, mute] = [await join(url), await join(url, { sessionUrl: way.url })];
    const lease = await taken(mute);
    way.block();
    const blockedAt = performance.now();
    await until(() => lease.lost.aborted && !mute.membership.isSure());
    expect(await one.deadAmong(mute)).toEqual([]);
    // Its lock stays with the server, which knows of no end: only the missing beats tell.
    await until(async () => (await one.deadAmong(mute)).length > 0);
    expect(performance.now() - blockedAt).toBeGreaterThan(9_000);
    await taken(one);
    way.mend();
    await until(() => mute.membership.isSure());
    expect(await mute.membership.take('housekeeping')).toBeNull();
  }, 40_000);

  it('one whose connection ended in silence is back though the server still keeps its session', async () => {
    const url = await aMigratedPostgres();
    const way = await wayThatFallsSilent(url);
    const mute = await join(url, { sessionUrl: way.url });
    way.fallSilent();
    await until(() => !mute.membership.isSure());
    await until(() => mute.membership.isSure(), 4_000);
    await taken(mute);
  }, 40_000);

  it('agree on what time it is, whatever their own clocks say', async () => {
    const url = await aMigratedPostgres();
    const early = await join(url, { skewMs: -120_000 });
    const late = await join(url, { skewMs: 120_000 });
    const connection = await PostgresConnection.open({ url });
    onTestFinished(() => connection.close());
    for (const { membership } of [early, late]) {
      const before = membership.clock.now();
      const [row] = await connection.sql<{ said: number }>`
        SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS double precision) AS said`;
      expect(row!.said).toBeGreaterThanOrEqual(before - 50);
      expect(row!.said).toBeLessThanOrEqual(membership.clock.now() + 50);
    }
    expect(Math.round(late.membership.clock.skewMs / 1000)).toBe(120);
    expect(Math.round(early.membership.clock.skewMs / 1000)).toBe(-120);
  });
});
