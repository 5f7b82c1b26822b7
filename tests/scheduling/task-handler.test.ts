import { EventEmitter } from 'node:events';
import { container, type SapphireClient } from '@sapphire/framework';
import {
  ScheduledTask,
  ScheduledTaskEvents,
  ScheduledTaskHandler,
  ScheduledTaskStore,
} from '@sapphire/plugin-scheduled-tasks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../src/domain/clock.js';
import {
  EmbeddedTaskHandler,
  type TaskRequest,
  type TaskTiming,
} from '../../src/scheduling/embedded-task-handler.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { FakeClock } from '../support/fake-clock.js';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';

/** What pieces and the application use of `container.tasks`, whichever handler is behind it. */
interface TaskHandler {
  create(request: TaskRequest, timing?: TaskTiming): Promise<{ readonly id?: string }>;
  createRepeated(): Promise<void>;
  delete(id: string): Promise<void>;
  listRepeated(options: object): Promise<readonly { readonly name: string }[]>;
  close(): Promise<void>;
}

interface Run {
  readonly name: string;
  readonly payload: unknown;
  readonly at: number;
}

/** A store of real pieces that note when they ran; `broken` throws every time. */
class Pieces extends EventEmitter<{ run: [] }> {
  readonly store = new ScheduledTaskStore();
  readonly runs: Run[] = [];

  constructor() {
    super();
    for (const name of ['task', 'fence', 'other']) this.add(name);
    this.add('broken', {}, () => {
      throw new Error('broken on purpose');
    });
  }

  add(name: string, options: ScheduledTask.Options = {}, deed: () => void = () => undefined): void {
    const note = (payload: unknown): void => {
      this.runs.push({ name, payload, at: Date.now() });
      this.emit('run');
      deed();
    };
    class Piece extends ScheduledTask {
      override run(payload: unknown): void {
        note(payload);
      }
    }
    this.store.set(name, new Piece({ name, store: this.store, root: '', path: '' }, options));
  }

  of(name: string): Run[] {
    return this.runs.filter((run) => run.name === name);
  }

  /** Resolves with a task's runs once there are so many. */
  async ran(name: string, times = 1): Promise<Run[]> {
    while (this.of(name).length < times) await new Promise<void>((resolve) => this.once('run', resolve));
    return this.of(name);
  }
}

/** Timers may end a millisecond early, and BullMQ counts from when Redis got the task. */
const EARLY_MS = 5;
const LATE_MS = 1_000;

function contract(title: string, make: (pieces: Pieces) => TaskHandler): void {
  describe(title, () => {
    let pieces: Pieces;
    let client: EventEmitter;
    let handler: TaskHandler;

    beforeEach(() => {
      pieces = new Pieces();
      client = Object.assign(new EventEmitter(), { stores: new Map([['scheduled-tasks', pieces.store]]) });
      container.client = client as unknown as SapphireClient;
      handler = aHandler();
    });

    afterEach(() => {
      client.removeAllListeners();
    });

    function aHandler(): TaskHandler {
      const made = make(pieces);
      onTestFinished(() => made.close());
      return made;
    }

    const emitted = (event: string): Promise<unknown[]> =>
      new Promise((resolve) => client.once(event, (...values: unknown[]) => resolve(values)));

    it('runs a task once, when its delay is over', async () => {
      const createdAt = Date.now();
      await handler.create('task', { repeated: false, delay: 300 });

      const [run] = await pieces.ran('task');
      expect(run!.at - createdAt).toBeGreaterThanOrEqual(300 - EARLY_MS);
      expect(run!.at - createdAt).toBeLessThan(300 + LATE_MS);
      await handler.create('fence', 300);
      await pieces.ran('fence');
      expect(pieces.of('task')).toHaveLength(1);
    });

    it('takes a number for a delay', async () => {
      const createdAt = Date.now();
      await handler.create('task', 200);
      const [run] = await pieces.ran('task');
      expect(run!.at - createdAt).toBeGreaterThanOrEqual(200 - EARLY_MS);
    });

    it('runs a task at once when no time is named', async () => {
      const createdAt = Date.now();
      await handler.create('task');
      const [run] = await pieces.ran('task');
      expect(run!.at - createdAt).toBeLessThan(LATE_MS);
    });

    it('runs tasks in the order of their times, not of their creation', async () => {
      await handler.create('other', 400);
      await handler.create('task', 100);
      await pieces.ran('other');
      expect(pieces.runs.map(({ name }) => name)).toEqual(['task', 'other']);
    });

    it('hands the task its payload', async () => {
      const payload = { jobId: 'a1', nested: { list: [1, 2, 3] } };
      await handler.create({ name: 'task', payload }, 10);
      const [run] = await pieces.ran('task');
      expect(run!.payload).toEqual(payload);
    });

    it('keeps what was scheduled under an id when the id comes again', async () => {
      const timing = { repeated: false, delay: 200, customJobOptions: { jobId: 'the-same' } };
      await handler.create({ name: 'task', payload: 'first' }, timing);
      await handler.create({ name: 'task', payload: 'second' }, timing);
      await handler.create('fence', 500);
      await pieces.ran('fence');
      expect(pieces.of('task').map(({ payload }) => payload)).toEqual(['first']);
    });

    it('runs a task again and again at an interval', async () => {
      await handler.create('task', { repeated: true, interval: 200 });
      const runs = await pieces.ran('task', 4);
      expect(runs[3]!.at - runs[0]!.at).toBeGreaterThanOrEqual(3 * 200 - 100);
      expect(runs[3]!.at - runs[0]!.at).toBeLessThan(3 * 200 + LATE_MS);
    });

    it('runs a task when its cron pattern says so', async () => {
      await handler.create('task', { repeated: true, pattern: '* * * * * *', timezone: 'Europe/Ljubljana' });
      const [run] = await pieces.ran('task');
      expect((run!.at + EARLY_MS) % 1000).toBeLessThan(LATE_MS / 2);
    });

    it('schedules every piece that has an interval or a pattern', async () => {
      pieces.add('every hour', { interval: 3_600_000 });
      pieces.add('every night', { pattern: '17 5 * * *', timezone: 'Europe/Ljubljana' });
      await handler.createRepeated();
      const listed = await handler.listRepeated({});
      expect(listed.map(({ name }) => name).sort()).toEqual(['every hour', 'every night']);
      expect(pieces.runs).toEqual([]);
    });

    it('does not run what was deleted', async () => {
      const { id } = await handler.create('task', 200);
      await handler.delete(id!);
      await handler.create('fence', 500);
      await pieces.ran('fence');
      expect(pieces.of('task')).toEqual([]);
    });

    it('lets deleting what has run, or never was, pass', async () => {
      const { id } = await handler.create('task', {
        repeated: false,
        customJobOptions: { removeOnComplete: true } as object,
      });
      await pieces.ran('task');
      await handler.create('fence', 50);
      await pieces.ran('fence');
      await handler.delete(id!);
      await handler.delete('never-was');
    });

    it('tells of a task that failed, and goes on with the others', async () => {
      const told = emitted(ScheduledTaskEvents.ScheduledTaskError);
      await handler.create({ name: 'broken', payload: 'for nothing' }, 50);
      await handler.create('task', 200);

      const [error, piece, payload] = await told;
      expect(error).toMatchObject({ message: 'broken on purpose' });
      expect(piece).toBe(pieces.store.get('broken'));
      expect(payload).toBe('for nothing');
      await pieces.ran('task');
      expect(pieces.of('broken')).toHaveLength(1);
    });

    it('goes on repeating a task that fails', async () => {
      await handler.create('broken', { repeated: true, interval: 100 });
      expect(await pieces.ran('broken', 3)).toHaveLength(3);
    });

    it('tells of a task there is no piece for', async () => {
      const told = emitted(ScheduledTaskEvents.ScheduledTaskNotFound);
      await handler.create({ name: 'nobody', payload: 7 }, 10);
      expect(await told).toEqual(['nobody', 7]);
    });

    it('runs nothing any more once it is closed', async () => {
      await handler.create('task', 200);
      await handler.create('other', { repeated: true, interval: 150 });
      await handler.close();
      const before = pieces.runs.length;

      await aHandler().create('fence', 600);
      await pieces.ran('fence');
      expect(pieces.runs.map(({ name }) => name).slice(before)).toEqual(['fence']);
    });
  });
}

contract('the handler inside the process', (pieces) => {
  return new EmbeddedTaskHandler(new SystemClock(), () => pieces.store);
});

describe('the handler inside the process, on a clock whose timers end a millisecond early', () => {
  it.each([
    ['an interval', { repeated: true, interval: 5_000 }],
    ['a cron pattern', { repeated: true, pattern: '*/5 * * * * *' }],
  ])('serves each moment of %s once', async (_, timing) => {
    const clock = new FakeClock('2027-01-10T12:00:01.000Z');
    const early: Clock = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => clock.sleep(ms > 1 ? ms - 1 : ms, signal),
    };
    const pieces = new Pieces();
    container.client = new EventEmitter() as unknown as SapphireClient;
    const handler = new EmbeddedTaskHandler(early, () => pieces.store);
    await handler.create('task', timing);

    await clock.advanceTo('2027-01-10T12:00:16.000Z');
    await handler.close();
    expect(pieces.runs).toHaveLength(3);
  });

  it('does not wait for a wall clock that was set back', async () => {
    const clock = new FakeClock('2027-01-10T12:00:01.000Z');
    const pieces = new Pieces();
    container.client = new EventEmitter() as unknown as SapphireClient;
    const handler = new EmbeddedTaskHandler(clock, () => pieces.store);
    await handler.create('task', { repeated: true, interval: 5_000 });

    await clock.advance(5_000);
    clock.step(-3_600_000);
    await clock.advance(10_000);
    await handler.close();
    expect(pieces.runs).toHaveLength(3);
  });
});

describe.skipIf(!haveRedis)('with Redis (needs redis-server on the PATH)', () => {
  let redis: RedisServer;
  let queues = 0;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.stop());

  contract("the plugin's own handler, on BullMQ", () => {
    queues += 1;
    const connection = { url: redis.url, maxRetriesPerRequest: null };
    return new ScheduledTaskHandler({ queue: `test-${queues}`, bull: { connection } });
  });
});
