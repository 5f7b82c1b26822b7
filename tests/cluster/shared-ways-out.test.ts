import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Membership } from '../../src/cluster/membership.js';
import { SharedWaysOut } from '../../src/cluster/shared-ways-out.js';
import { HeldUpError } from '../../src/domain/liveness.js';
import { KEPT_MS, type Matter } from '../../src/domain/ways-out.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Database } from '../../src/persistence/engine/database.js';
import { PostgresEngine } from '../../src/persistence/engine/postgres-engine.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { BlindIndex } from '../../src/vault/blind-index.js';
import { FakeCommonClock } from '../support/common-clock.js';
import { FakeClock } from '../support/fake-clock.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';

const TONIGHT: Matter = 'date 2026-03-10';

/** A machine whose own clock is wrong by so much. */
class SkewedClock extends SystemClock {
  constructor(private readonly byMs: number) {
    super();
  }

  override now(): number {
    return super.now() + this.byMs;
  }
}

interface Process {
  readonly out: SharedWaysOut;
  readonly common: FakeCommonClock;
  readonly database: Database;
}

/** Processes on one database, whose ideas of its time are off by so much each. */
async function processes(...offs: number[]): Promise<[FakeClock, ...Process[]]> {
  const url = await aMigratedPostgres();
  const clock = new FakeClock('2026-03-10T19:00:00Z');
  const all = offs.map(async (offMs, index): Promise<Process> => {
    const database = new Database(await PostgresEngine.open({ url }));
    onTestFinished(() => database.close());
    const common = new FakeCommonClock(clock, offMs);
    const digests = new BlindIndex(['a test secret'], 'way out');
    return { out: new SharedWaysOut(`p${index}`, database, common, digests), common, database };
  });
  return [clock, ...(await Promise.all(all))];
}

describe.skipIf(!havePostgres)(`ways out that processes share (${NEEDS_POSTGRES})`, () => {
  it('overtake what came in before at another process, and nothing that came in later', async () => {
    const [clock, here, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
    const before = there.out.arrive();
    await clock.advance(1);
    const no = here.out.arrive();
    await clock.advance(1);
    const after = there.out.arrive();
    await clock.advance(500);
    await here.out.note('ana', [TONIGHT], no);
    expect(await there.out.since('ana', [TONIGHT], before)).toBe(true);
    expect(await there.out.since('ana', [TONIGHT], after)).toBe(false);
    expect(await there.out.since('bor', [TONIGHT], before)).toBe(false);
    expect(await there.out.since('ana', ['everything', 'link signal'], before)).toBe(false);
    expect(await there.out.since('ana', [], before)).toBe(false);
  });

  it('are told apart within a process, however close they are', async () => {
    const [, here, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
    const [before, no, after] = [here.out.arrive(), here.out.arrive(), here.out.arrive()];
    await here.out.note('ana', [TONIGHT], no);
    expect(await here.out.since('ana', [TONIGHT], before)).toBe(true);
    expect(await here.out.since('ana', [TONIGHT], no)).toBe(false);
    expect(await here.out.since('ana', [TONIGHT], after)).toBe(false);
    // Another process can't, and then they win.
    expect(await there.out.since('ana', [TONIGHT], there.out.arrive())).toBe(true);
  });

  it('are kept and taken back with the transaction they are part of', async () => {
    const [clock, here, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
    const before = there.out.arrive();
    await clock.advance(1);
    const failing = here.database.withTransaction(async () => {
      await here.out.note('ana', [TONIGHT], here.out.arrive());
      throw new Error('the way out failed');
    });
    await expect(failing).rejects.toThrow('the way out failed');
    expect(await there.out.since('ana', [TONIGHT], before)).toBe(false);
  });

  it('stay the latest, in whatever order they are noted and by whichever process', async () => {
    const [clock, here, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
    const early = here.out.arrive();
    await clock.advance(1);
    const between = there.out.arrive();
    await clock.advance(1);
    const late = here.out.arrive();
    await here.out.note('ana', ['everything'], late);
    await here.out.note('ana', ['everything'], early);
    expect(await there.out.since('ana', ['everything'], between)).toBe(true);
  });

  it('name nobody, and are forgotten once nothing that they could overtake is under way', async () => {
    const [clock, here, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
    const kept = (): Promise<object[]> => here.database.view.sql<object>`SELECT * FROM muster_ways_out`;
    await here.out.note('ana', ['everything', 'link signal'], here.out.arrive());
    expect(await kept()).toHaveLength(2);
    expect(JSON.stringify(await kept())).not.toMatch(/ana|everything|link|signal/);
    await clock.advance(KEPT_MS);
    await there.out.forgetOld();
    expect(await kept()).toHaveLength(2);
    await clock.advance(1);
    await there.out.note('bor', ['everything'], there.out.arrive());
    expect(await kept()).toHaveLength(1);
  });

  it('win over what was under way when the clock was set, and over nothing that came in since', async () => {
    for (const byMs of [-3_600_000, 3_600_000]) {
      const [clock, here, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
      const before = there.out.arrive();
      await clock.advance(10);
      await here.out.note('ana', ['everything'], here.out.arrive());
      clock.step(byMs);
      for (const { common } of [here, there]) common.wasSet();
      await here.out.note('bor', ['everything'], here.out.arrive());
      await clock.advance(10);
      expect(await there.out.since('ana', ['everything'], before)).toBe(true);
      expect(await there.out.since('bor', ['everything'], before)).toBe(true);
      expect(await there.out.since('ana', ['everything'], there.out.arrive())).toBe(false);
      expect(await there.out.since('bor', ['everything'], there.out.arrive())).toBe(false);
      await clock.advance(KEPT_MS + 1);
      await there.out.forgetOld();
      expect(await there.database.view.sql`SELECT * FROM muster_ways_out`).toEqual([]);
    }
  });

  it('win over what may have waited in a process that was stopped, and over nothing that came in since', async () => {
    const [clock, stopped, there] = (await processes(0, 0)) as [FakeClock, Process, Process];
    let waitedSince: number | null = null;
    const digests = new BlindIndex(['a test secret'], 'way out');
    const here = new SharedWaysOut('stopped', stopped.database, stopped.common, digests, {
      isSure: () => true,
      sureSince: () => Number.NEGATIVE_INFINITY,
      waitedSince: () => waitedSince,
    });
    await there.out.note('bor', [TONIGHT], there.out.arrive());
    await clock.advance(1);
    const began = stopped.common.monotonic();
    await clock.advance(3_000);
    await there.out.note('ana', [TONIGHT], there.out.arrive());
    await clock.advance(3_000);
    waitedSince = began;
    const waited = here.arrive();
    waitedSince = null;
    const after = here.arrive();
    expect(await here.since('ana', [TONIGHT], waited)).toBe(true);
    expect(await here.since('bor', [TONIGHT], waited)).toBe(false);
    expect(await here.since('ana', [TONIGHT], after)).toBe(false);
  });

  it('are not looked for by a process that others may have taken for dead', async () => {
    const [, here] = (await processes(0)) as [FakeClock, Process];
    const digests = new BlindIndex(['a test secret'], 'way out');
    const doing = { isSure: () => false, sureSince: () => Number.NEGATIVE_INFINITY, waitedSince: () => null };
    const out = new SharedWaysOut('cut off', here.database, here.common, digests, doing);
    await out.note('ana', [TONIGHT], out.arrive());
    await expect(out.since('ana', [TONIGHT], out.arrive())).rejects.toThrow(HeldUpError);
  });

  it('are not looked for on behalf of what came in before such a time, once that is over', async () => {
    const [clock, here] = (await processes(0)) as [FakeClock, Process];
    const digests = new BlindIndex(['a test secret'], 'way out');
    let sureSince = Number.NEGATIVE_INFINITY;
    const out = new SharedWaysOut('back', here.database, here.common, digests, {
      isSure: () => true,
      sureSince: () => sureSince,
      waitedSince: () => null,
    });
    const before = out.arrive();
    expect(await out.since('ana', [TONIGHT], before)).toBe(false);
    await clock.advance(12_000);
    sureSince = here.common.monotonic();
    await expect(out.since('ana', [TONIGHT], before)).rejects.toThrow(HeldUpError);
    await clock.advance(1);
    expect(await out.since('ana', [TONIGHT], out.arrive())).toBe(false);
    // A way out is one, however long it took.
    await out.note('ana', [TONIGHT], before);
  });

  it('are dated alike by processes on machines whose clocks are minutes apart', async () => {
    const url = await aMigratedPostgres();
    const [asks, leaves] = await Promise.all(
      [-120_000, 120_000].map(async (skewMs) => {
        const machine = new SkewedClock(skewMs);
        const database = new Database(await PostgresEngine.open({ url }));
        const events = new SimpleEventBus();
        const membership = await Membership.join(url, database, { machine, events, gone: () => undefined });
        onTestFinished(async () => {
          await membership.leave();
          await database.close();
        });
        const { me, clock } = membership;
        const out = new SharedWaysOut(me, database, clock, new BlindIndex(['a test secret'], 'way out'));
        return { out, clock };
      }),
    );
    const early = asks!.out.arrive();
    const no = leaves!.out.arrive();
    // So long they can't tell what came first.
    await asks!.clock.sleep(2 * (asks!.clock.withinMs + leaves!.clock.withinMs) + 5);
    const late = asks!.out.arrive();
    await leaves!.out.note('ana', [TONIGHT], no);
    expect(await asks!.out.since('ana', [TONIGHT], early)).toBe(true);
    expect(await asks!.out.since('ana', [TONIGHT], late)).toBe(false);
  });

  it('never lose to what came in earlier, however wrong each process’s time is within what it admits', async () => {
    const off = fc.integer({ min: -40, max: 40 });
    const [clock, ...all] = await processes(0, 0, 0);
    let people = 0;
    await fc.assert(
      fc.asyncProperty(off, off, fc.nat({ max: 200 }), fc.nat({ max: 50 }), async (a, b, apart, takes) => {
        const person = `person ${(people += 1)}`;
        const digests = new BlindIndex(['a test secret'], 'way out');
        const [asks, leaves] = [a, b].map((offMs, index) => {
          const { database } = all[index] as Process;
          return new SharedWaysOut(`p${index}`, database, new FakeCommonClock(clock, offMs), digests);
        }) as [SharedWaysOut, SharedWaysOut];
        const early = asks.arrive();
        await clock.advance(apart);
        const no = leaves.arrive();
        await clock.advance(apart);
        const late = asks.arrive();
        await clock.advance(takes);
        await leaves.note(person, [TONIGHT], no);
        expect(await asks.since(person, [TONIGHT], early)).toBe(true);
        // One that is later by more than both may be wrong is not refused. Times are rounded down.
        const surely = apart > 2 * (Math.abs(a) + Math.abs(b)) + 2;
        if (surely) expect(await asks.since(person, [TONIGHT], late)).toBe(false);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
