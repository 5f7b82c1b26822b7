import { expect, it } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { StorageError } from '../../src/persistence/file/storage-error.js';
import { waitForDatabase } from '../../src/root/wait-for-database.js';
import { FakeClock } from '../support/fake-clock.js';

function setUp() {
  const clock = new FakeClock(0);
  const events = new SimpleEventBus();
  const told: (MusterEvent & { at: number })[] = [];
  events.on((event) => told.push({ ...event, at: clock.monotonic() }));
  return { clock, events, told };
}

const gone = (reason: string): StorageError => new StorageError(reason, false, null);

it('a database that is there is no news', async () => {
  const { clock, events, told } = setUp();
  expect(await waitForDatabase(() => Promise.resolve('open'), clock, events)).toBe('open');
  expect(told).toEqual([]);
});

it('one that comes after three minutes is waited for: told once, once a minute, when the reason changes, and when it is there', async () => {
  const { clock, events, told } = setUp();
  const since = clock.monotonic();
  const opening = waitForDatabase(
    () => {
      const passed = clock.monotonic() - since;
      if (passed < 120_000) return Promise.reject(gone('Nobody answers.'));
      return passed < 150_000 ? Promise.reject(gone('It starts.')) : Promise.resolve('open');
    },
    clock,
    events,
  );
  await clock.advance(200_000);
  expect(await opening).toBe('open');
  const lines = told.map((event) => [
    Math.floor((event.at - since) / 60_000),
    'reason' in event ? event.reason : event.type,
  ]);
  expect(lines).toEqual([
    [0, 'Nobody answers.'],
    [1, 'Nobody answers.'],
    [2, 'It starts.'],
    [2, 'database_there'],
  ]);
  expect(told.at(-1)!.at - since, 'soon after it is there').toBeLessThan(156_000);
});

it.each([new StorageError('Wrong password.', true, null), new TypeError('a bug')])(
  'what only somebody can mend is not waited for (%s)',
  async (error) => {
    const { clock, events, told } = setUp();
    await expect(waitForDatabase(() => Promise.reject(error), clock, events)).rejects.toBe(error);
    expect(told).toEqual([]);
  },
);
