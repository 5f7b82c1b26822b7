import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Duties, type Duty, DUTY_ENDS_WITHIN_MS, TRY_EVERY_MS } from '../../src/domain/duties.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { GATEWAY, HOUSEKEEPING, type Role } from '../../src/domain/roles.js';
import { FakeClock, settled } from '../support/fake-clock.js';
import { FakeRoles } from '../support/fake-roles.js';

function aProcess() {
  const clock = new FakeClock('2026-03-10T12:00:00Z');
  const roles = new FakeRoles();
  const events: MusterEvent[] = [];
  const duties = new Duties(roles, clock, {
    emit: (event) => void events.push(event),
    on: () => () => undefined,
  });
  const failures = (): string[] =>
    events.flatMap((event) => (event.type === 'role_failed' ? [String(event.error)] : []));
  return { clock, roles, events, duties, failures };
}

interface Course {
  readonly startMs?: number;
  readonly stopMs?: number;
  readonly startFails?: boolean;
  readonly stopFails?: boolean;
  /** Goes on with its start although the role has ended. */
  readonly heedless?: boolean;
}

/** A duty that runs from the end of its start on, and notes what is done with it. */
class Work implements Duty {
  readonly log: string[] = [];
  runs = false;
  /** Starts that are under way, and have not been stopped since they began. */
  starting = 0;

  constructor(
    private readonly clock: FakeClock,
    private readonly next: () => Course,
  ) {}

  async start(ended: AbortSignal): Promise<void> {
    if (this.runs || this.starting > 0) throw new Error('started twice');
    if (ended.aborted) throw new Error('started after its end');
    this.log.push('start');
    const { startMs = 0, startFails = false, heedless = false } = this.next();
    this.starting += 1;
    await this.clock.sleep(startMs, heedless ? undefined : ended);
    this.starting -= 1;
    if (startFails) throw new Error('no start');
    this.runs = heedless || !isOver(ended);
  }

  async stop(how: 'lost' | 'given_back'): Promise<void> {
    this.log.push(how);
    this.runs = false;
    const { stopMs = 0, stopFails = false } = this.next();
    await this.clock.sleep(stopMs);
    if (stopFails) throw new Error('no stop');
  }
}

const isOver = ({ aborted }: AbortSignal): boolean => aborted;
const easy = (): Course => ({});

describe('a role', () => {
  it('is taken at once where nobody has it, and given back at the end', async () => {
    const { clock, duties, roles, events } = aProcess();
    const work = new Work(clock, easy);
    expect(duties.stateOf(GATEWAY)).toBe('untried');
    await duties.begin(GATEWAY, work);
    expect([duties.stateOf(GATEWAY), work.runs]).toEqual(['held', true]);
    await duties.end(GATEWAY);
    expect(work.log).toEqual(['start', 'given_back']);
    expect([roles.givenBack, duties.states()]).toEqual([[GATEWAY], [[GATEWAY, false]]]);
    expect(events.map((event) => 'state' in event && event.state)).toEqual(['taken', 'given_back']);
    expect(clock.sleeping).toBe(0);
  });

  it('that another process has is tried each second', async () => {
    const { clock, duties, roles } = aProcess();
    const work = new Work(clock, easy);
    roles.lose(GATEWAY);
    await duties.begin(GATEWAY, work);
    expect([duties.stateOf(GATEWAY), work.log]).toEqual(['elsewhere', []]);
    await clock.advance(10 * TRY_EVERY_MS);
    roles.release(GATEWAY);
    await clock.advance(TRY_EVERY_MS);
    expect([duties.stateOf(GATEWAY), work.runs]).toEqual(['held', true]);
  });

  it('that another process says it has left is tried at once, and not by what was known before', async () => {
    const { clock, duties, roles } = aProcess();
    const work = new Work(clock, easy);
    roles.lose(GATEWAY);
    await duties.begin(GATEWAY, work);
    await clock.advance(TRY_EVERY_MS / 2);
    duties.left(GATEWAY);
    await settled();
    expect([roles.tries, work.log]).toEqual([[false, true], []]);
    roles.release(GATEWAY);
    duties.left(GATEWAY);
    await settled();
    expect([roles.tries, work.runs]).toEqual([[false, true, true], true]);
  });

  it('that is left while it is tried is tried once more', async () => {
    const { clock, duties, roles } = aProcess();
    roles.lose(GATEWAY);
    const begun = duties.begin(GATEWAY, new Work(clock, easy));
    duties.left(GATEWAY);
    duties.left('inbox:signal');
    await begun;
    await settled();
    expect(roles.tries).toEqual([false, true]);
    await clock.advance(TRY_EVERY_MS);
    expect(roles.tries).toEqual([false, true, false]);
  });

  it('whose start has failed here waits its time, however often it is left elsewhere', async () => {
    const { clock, duties, roles } = aProcess();
    const work = new Work(clock, () => ({ startFails: true }));
    await expect(duties.begin(GATEWAY, work)).rejects.toThrow('no start');
    await settled();
    for (let time = 0; time < 5; time += 1) {
      duties.left(GATEWAY);
      await settled();
    }
    expect(roles.tries).toHaveLength(1);
    await clock.advance(3_000);
    expect(roles.tries).toEqual([false, true]);
  });

  it('that is left once the process settles is nobody’s here', async () => {
    const { clock, duties, roles } = aProcess();
    roles.lose(GATEWAY);
    await duties.begin(GATEWAY, new Work(clock, easy));
    duties.settle();
    await settled();
    roles.release(GATEWAY);
    duties.left(GATEWAY);
    await clock.advance(TRY_EVERY_MS);
    expect([roles.tries, clock.sleeping]).toEqual([[false], 0]);
  });

  it('that is lost ends at once, leaves the others alone, and is taken again', async () => {
    const { clock, duties, roles } = aProcess();
    const [gateway, housekeeping] = [new Work(clock, easy), new Work(clock, easy)];
    await duties.begin(GATEWAY, gateway);
    await duties.begin(HOUSEKEEPING, housekeeping);
    roles.lose(GATEWAY);
    await settled();
    expect([duties.stateOf(GATEWAY), gateway.log, housekeeping.runs]).toEqual([
      'elsewhere',
      ['start', 'lost'],
      true,
    ]);
    roles.release(GATEWAY);
    await clock.advance(TRY_EVERY_MS);
    expect(gateway.log).toEqual(['start', 'lost', 'start']);
    expect(roles.givenBack).toEqual([]);
  });

  it('that is lost in the middle of its start ends at once, and once more when a heedless start has ended', async () => {
    const { clock, duties, roles } = aProcess();
    const work = new Work(clock, () => ({ startMs: 3_000, heedless: true }));
    void duties.begin(GATEWAY, work);
    await clock.advance(1_000);
    roles.lose(GATEWAY, { free: true });
    await settled();
    expect(work.log).toEqual(['start', 'lost']);
    // Nothing is started beside it.
    await clock.advance(1_999);
    expect(work.log).toEqual(['start', 'lost']);
    await clock.advance(1);
    expect([work.log, work.runs]).toEqual([['start', 'lost', 'lost'], false]);
    await clock.advance(TRY_EVERY_MS);
    expect(work.log.at(-1)).toBe('start');
  });

  it('whose very first start fails says so to whoever asked for it, later ones are told', async () => {
    const { clock, duties, failures, roles } = aProcess();
    let fails = true;
    const work = new Work(clock, () => ({ startFails: fails }));
    await expect(duties.begin(GATEWAY, work)).rejects.toThrow('no start');
    await settled();
    expect(roles.givenBack).toEqual([GATEWAY]);
    expect(failures()).toEqual([]);
    await clock.advance(3_000);
    expect(failures()).toEqual(['Error: no start']);
    fails = false;
    // It waits longer each time, so that others may try.
    await clock.advance(3_000);
    expect(work.runs).toBe(true);
    expect(work.log).toEqual(['start', 'given_back', 'start', 'given_back', 'start']);
  });

  it('whose duty does not end is told, and kept: two holders would be worse', async () => {
    const { clock, duties, roles, failures } = aProcess();
    await duties.begin(GATEWAY, new Work(clock, () => ({ stopMs: DUTY_ENDS_WITHIN_MS + 1_000 })));
    const ended = duties.end(GATEWAY);
    await clock.advance(DUTY_ENDS_WITHIN_MS);
    expect(failures()).toHaveLength(1);
    expect([roles.givenBack, duties.stateOf(GATEWAY)]).toEqual([[], 'held']);
    await clock.advance(1_000);
    await ended;
    expect(roles.givenBack).toEqual([GATEWAY]);
  });

  it('is not taken any more once the process settles, and a start under way breaks off', async () => {
    const { clock, duties, roles } = aProcess();
    const [serving, starting] = [new Work(clock, easy), new Work(clock, () => ({ startMs: 60_000 }))];
    await duties.begin(HOUSEKEEPING, serving);
    const begun = duties.begin(GATEWAY, starting);
    await clock.advance(1_000);
    duties.settle();
    await begun;
    expect([serving.runs, starting.log]).toEqual([true, ['start', 'given_back', 'given_back']]);
    roles.lose(HOUSEKEEPING, { free: true });
    await clock.advance(60_000);
    expect(serving.log).toEqual(['start', 'lost']);
    await duties.end(HOUSEKEEPING);
    await duties.begin('inbox:signal', starting);
    expect(duties.stateOf('inbox:signal')).toBe('untried');
  });
});

describe('whatever is taken, lost and given back, in any order', () => {
  const NAMES: readonly Role[] = [GATEWAY, 'inbox:telegram'];
  const course = fc.record({
    startMs: fc.constantFrom(0, 1, 700, 5_000),
    stopMs: fc.constantFrom(0, 1, 700, 6_000),
    startFails: fc.boolean(),
    stopFails: fc.boolean(),
    heedless: fc.boolean(),
  });
  const act = fc.oneof(
    fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(0, 1, 500, 1_000, 9_000) }),
    fc.record({
      kind: fc.constant('lose' as const),
      role: fc.constantFrom(...NAMES),
      free: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('release' as const), role: fc.constantFrom(...NAMES) }),
    fc.record({ kind: fc.constant('left' as const), role: fc.constantFrom(...NAMES) }),
    fc.record({ kind: fc.constant('settle' as const) }),
  );

  it('no duty is started twice, a lost one is always stopped, and the end ends all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 30 }),
        fc.array(course, { minLength: 1, maxLength: 12 }),
        async (acts, courses) => {
          const { clock, duties, roles, failures } = aProcess();
          let nth = 0;
          const works = NAMES.map((role) => {
            const work = new Work(clock, () => courses[nth++ % courses.length]!);
            duties.begin(role, work).catch(() => undefined);
            return [role, work] as const;
          });
          let isSettled = false;
          for (const each of acts) {
            if (each.kind === 'advance') await clock.advance(each.ms);
            if (each.kind === 'release') roles.release(each.role);
            if (each.kind === 'left') duties.left(each.role);
            if (each.kind === 'settle') {
              duties.settle();
              isSettled = true;
            }
            if (each.kind === 'lose') roles.lose(each.role, each);
            await settled();
            for (const [role, work] of works) {
              // A duty that runs has its role; one that lost it has been told to stop.
              if (work.runs) expect(roles.holds(role)).toBe(true);
              expect(duties.stateOf(role) === 'held').toBe(roles.holds(role));
            }
          }
          // Nothing is stuck: a role that is free is served again.
          if (!isSettled) {
            for (const role of NAMES) roles.release(role);
            const starts = works.map(([, { log, runs }]) => (runs ? 0 : log.length));
            await clock.advance(200_000);
            for (const [at, [, work]] of works.entries())
              expect(work.runs || work.log.length > starts[at]!).toBe(true);
          }
          const ends = NAMES.map((role) => duties.end(role));
          await clock.advance(60_000);
          await Promise.all(ends);
          for (const [role, work] of works) {
            expect([work.runs, work.starting, roles.holds(role)]).toEqual([false, 0, false]);
            expect(work.log.filter((each) => each === 'start').length).toBeLessThanOrEqual(
              work.log.filter((each) => each !== 'start').length,
            );
          }
          expect(failures().filter((each) => each.includes('started'))).toEqual([]);
          expect(clock.sleeping).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
