import { ChannelRegistry } from '../../src/channels/registry.js';
import { Dispatcher } from '../../src/dispatch/dispatcher.js';
import type { Channel, Delivery, DeliveryOutcome } from '../../src/domain/channel.js';
import type { ChannelType } from '../../src/domain/channel-choice.js';
import { type BenchResult, percentile } from './result.js';
import { BenchWorld } from './world.js';
import { channelTools } from '../support/in-memory.js';

/** People of each channel: a Signal that takes minutes, a Discord that refuses everybody once, a Telegram that blocks. */
const PEOPLE: Readonly<Record<ChannelType, number>> = { discord: 80, telegram: 40, signal: 150 };
const PER_SECOND: Readonly<Record<ChannelType, number>> = { discord: 40, telegram: 25, signal: 1 };
const TOTAL = PEOPLE.discord + PEOPLE.telegram + PEOPLE.signal;
const RETRY_AFTER_MS = 2_000;
const GOAL_MS = 250;

/** How late retries and fallbacks leave beside a lane that takes minutes, against the moment each was due. */
export async function retries(): Promise<BenchResult[]> {
  const world = await BenchWorld.open();
  try {
    world.fill(TOTAL, 1);
    await world.promote();
    world.assign(PEOPLE);
    world.makeDue();
    /** By person: when they are due on Discord (monotonic), once they were refused there or blocked elsewhere. */
    const dueAt = new Map<string, number>();
    const late = { retries: [] as number[], fallbacks: [] as number[] };
    let allDone = (): void => undefined;
    const done = new Promise<void>((resolve) => (allDone = resolve));
    const answers: Record<ChannelType, (userId: string, now: number) => DeliveryOutcome> = {
      signal: () => SENT,
      telegram: (userId, now) => {
        dueAt.set(userId, now);
        fallen.add(userId);
        return { kind: 'closed', code: 'blocked' };
      },
      discord: (userId, now) => {
        const due = dueAt.get(userId);
        if (due === undefined) {
          dueAt.set(userId, now + RETRY_AFTER_MS);
          return { kind: 'not_delivered', code: 'rate_limited', retryAfterMs: RETRY_AFTER_MS };
        }
        late[fallen.has(userId) ? 'fallbacks' : 'retries'].push(now - due);
        if (late.retries.length + late.fallbacks.length === PEOPLE.discord + PEOPLE.telegram) allDone();
        return SENT;
      },
    };
    const fallen = new Set<string>();
    const channels = (Object.keys(PEOPLE) as ChannelType[]).map((type): Channel => ({
      type,
      messagesPerSecond: PER_SECOND[type],
      addressIntervalMs: 0,
      timeoutMs: 10_000,
      nonceWindowMs: 0,
      send: ({ recipient }: Delivery) => Promise.resolve(answers[type](recipient.userId, performance.now())),
    }));
    const dispatcher = new Dispatcher(
      {
        ...world.dispatch(),
        channels: new ChannelRegistry(channels, channelTools(world.clock, world.events)),
        contacts: { canOpen: () => true, open: () => ({ address: 'somewhere', name: 'Somebody' }) },
        // Then the moment is what the provider said, to the millisecond.
        random: () => 0,
      },
      { schedule: () => undefined },
    );
    await dispatcher.sweep();
    await done;
    await dispatcher.drain();
    return [result('Retries', late.retries), result('Fallbacks', late.fallbacks)];
  } finally {
    await world.close();
  }
}

const SENT: DeliveryOutcome = { kind: 'sent', messageId: '1' };

function result(what: string, late: readonly number[]): BenchResult {
  const p99 = percentile(late, 0.99);
  return {
    name: `${what} on Discord beside a Signal that takes ${String(PEOPLE.signal)} s, 99th percentile`,
    measured: `${p99.toFixed(0)} ms after their moment`,
    baseline: `${String(GOAL_MS)} ms`,
    ratio: p99 / GOAL_MS,
    goal: { atMost: 1 },
    note: `${String(late.length)} at ${String(PER_SECOND.discord)}/s; median ${percentile(late, 0.5).toFixed(0)} ms, worst ${Math.max(...late).toFixed(0)} ms`,
  };
}
