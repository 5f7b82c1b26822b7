import { describe, expect, it } from 'vitest';
import { recordPatiently } from '../../src/dispatch/record-patiently.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { FakeClock } from '../support/fake-clock.js';

/** What a database says, by its code. */
function saying(code: string): Error {
  return Object.assign(new Error(`it says ${code}`), { driverError: { code } });
}

/** Records something while the database has trouble with this code for so long. */
async function recorded(code: string, forMs: number) {
  const clock = new FakeClock('2026-03-10T19:00:00.000Z');
  const events = new SimpleEventBus();
  const told: MusterEvent[] = [];
  events.on((event) => told.push(event));
  const since = clock.monotonic();
  let tries = 0;
  const outcome = recordPatiently({ clock, events }, async () => {
    tries += 1;
    if (clock.monotonic() - since < forMs) throw saying(code);
    return 'kept';
  }).catch((error: unknown) => (error as Error).message);
  await clock.advance(5 * 60_000);
  return { outcome: await outcome, tries, told: told.map(({ type }) => type) };
}

describe('a fact that must not be lost', () => {
  it.each([
    ['SQLITE_BUSY', 'another program holds the file'],
    ['SQLITE_FULL', 'the disk is full'],
    ['53100', 'the server’s disk is full'],
    ['SQLITE_IOERR_WRITE', 'the disk does not answer'],
    ['55P03', 'another holds what is to be written'],
    ['08006', 'the connection is lost'],
    ['08001', 'nobody is there to connect to'],
    ['57P01', 'the server goes down'],
    ['57P03', 'the server is starting'],
    ['53300', 'the server has too many connections'],
  ])('is recorded once the trouble has passed (%s: %s), and the trouble is told at once', async (code) => {
    expect(await recorded(code, 20_000)).toMatchObject({ outcome: 'kept', told: ['background_error'] });
  });

  it('is given up after a minute of trouble', async () => {
    const { outcome, tries } = await recorded('08006', Number.POSITIVE_INFINITY);
    expect(outcome).toBe('it says 08006');
    expect(tries).toBeGreaterThan(10);
  });

  it.each(['SQLITE_CORRUPT', 'SQLITE_READONLY', 'SQLITE_CONSTRAINT_UNIQUE', '23505', '42601'])(
    'is not tried again where waiting does not help (%s)',
    async (code) => {
      expect(await recorded(code, 1_000)).toEqual({ outcome: `it says ${code}`, tries: 1, told: [] });
    },
  );
});
