import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/domain/clock.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { newAccount } from '../../src/pace/account.js';
import { cellsOf, openShared, type Shared } from '../../src/pace/shared.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { aMigratedPostgres } from '../support/postgres.js';

/** Where a place is. */
export interface Where {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly deployment: string;
}

/** A place with nothing in it, in a database of the test's own. */
export async function inPostgres(): Promise<Where> {
  return { databaseUrl: await aMigratedPostgres(), deployment: 'guild' };
}

/** A place with nothing in it, on a server that others use. */
export function inRedis(redisUrl: string): Where {
  return { databaseUrl: '', redisUrl, deployment: randomUUID() };
}

/** Has these accounts there for an hour: nothing was sent by them lately, and that is known. */
export async function openAccounts(where: Where, names: readonly string[]): Promise<void> {
  const cells = await cellsOf(where);
  onTestFinished(() => cells.close());
  for (const name of names) {
    const { now } = await cells.read(name);
    const value = JSON.stringify({ ...newAccount(0), epoch: Math.floor(now) - 3_600_000, at: 0 });
    await cells.swap(`account ${name}`, null, { mark: 'first', value, forMs: 3_600_000 });
  }
}

/** One of several processes on a real place, by the machine's clock. */
export interface Sharing extends Shared {
  readonly events: readonly MusterEvent[];
  /** How the place went and came, so far. */
  readonly turns: readonly string[];
  /** Resolves when it has gone, or come, once more. */
  turned(): Promise<string>;
}

let processes = 0;

/** Opens it for one process, until the test ends. `clock`: what it takes for the time. */
export async function sharing(
  where: Where,
  { clock = new SystemClock(), live = 3 }: { clock?: Clock; live?: number } = {},
): Promise<Sharing> {
  const events: MusterEvent[] = [];
  const bus = new SimpleEventBus();
  bus.on((event) => events.push(event));
  const me = `process ${(processes += 1)}`;
  const options = { ...where, clock, events: bus, me, liveProcesses: () => live };
  const shared = await openShared({ ...options, secret: 'secret' });
  onTestFinished(() => shared.close());
  const turns = (): string[] => events.flatMap((event) => (event.type === 'sharing' ? [event.state] : []));
  return {
    ...shared,
    events,
    get turns() {
      return turns();
    },
    turned: () =>
      new Promise((resolve) => {
        const stop = bus.on((event) => {
          if (event.type !== 'sharing') return;
          stop();
          resolve(event.state);
        });
      }),
  };
}
