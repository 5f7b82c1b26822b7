import { setTimeout as wait } from 'node:timers/promises';
import { ChannelRegistry } from '../../src/channels/registry.js';
import { Dispatcher } from '../../src/dispatch/dispatcher.js';
import type { Channel } from '../../src/domain/channel.js';
import { CHANNEL_TYPES, type ChannelType } from '../../src/domain/channel-choice.js';
import { type BenchResult, median } from './result.js';
import { BenchWorld } from './world.js';
import { channelTools } from '../support/in-memory.js';

/** People of each channel, and its pace: each alone takes about four seconds, Signal a little longer. */
const PEOPLE: Readonly<Record<ChannelType, number>> = { discord: 160, telegram: 100, signal: 42 };
const PER_SECOND: Readonly<Record<ChannelType, number>> = { discord: 40, telegram: 25, signal: 10 };
/** How long a provider takes to answer. */
const LATENCY_MS = 20;
const ROUNDS = 3;
const TOTAL = PEOPLE.discord + PEOPLE.telegram + PEOPLE.signal;

/** When the last message of each channel was answered, in milliseconds from the sweep that found the campaign. */
type Ends = Readonly<Record<ChannelType, number>>;

/** Three channels drained at once, against the slowest one alone; and what a hanging one does to the others. */
export async function channels(): Promise<BenchResult[]> {
  const fine: Ends[] = [];
  const hanging: Ends[] = [];
  // Taking turns, so that whatever disturbs the machine disturbs both.
  for (let round = 0; round < ROUNDS; round += 1) {
    fine.push(await drained(null));
    hanging.push(await drained('telegram'));
  }
  const floorMs = Math.max(
    ...CHANNEL_TYPES.map((type) => ((PEOPLE[type] - 1) / PER_SECOND[type]) * 1000 + LATENCY_MS),
  );
  const all = median(fine.map((ends) => Math.max(...Object.values(ends))));
  const others = (ends: Ends): number => Math.max(ends.discord, ends.signal);
  const [well, beside] = [median(fine.map(others)), median(hanging.map(others))];
  return [
    {
      name: 'Three channels drained at once',
      measured: seconds(all),
      baseline: `${seconds(floorMs)}: the slowest one's people ÷ its pace`,
      ratio: all / floorMs,
      goal: { atMost: 1.05 },
    },
    {
      name: 'Discord and Signal beside a Telegram that hangs',
      measured: seconds(beside),
      baseline: `${seconds(well)}: beside one that answers`,
      ratio: beside / well,
      goal: { atMost: 1.01 },
    },
  ];
}

async function drained(hangs: ChannelType | null): Promise<Ends> {
  const world = await BenchWorld.open();
  try {
    world.fill(TOTAL, 1);
    await world.promote();
    world.assign(PEOPLE);
    world.makeDue();
    const ends: Record<ChannelType, number> = { discord: 0, telegram: 0, signal: 0 };
    const left = { ...PEOPLE, ...(hangs ? { [hangs]: 0 } : {}) };
    const from = performance.now();
    let allDone = (): void => undefined;
    const done = new Promise<void>((resolve) => (allDone = resolve));
    const answered = (type: ChannelType): void => {
      ends[type] = performance.now() - from;
      left[type] -= 1;
      if (Object.values(left).every((count) => count <= 0)) allDone();
    };
    const sending = CHANNEL_TYPES.map((type) => aChannel(type, type === hangs ? done : null, answered));
    const context = {
      ...world.dispatch(),
      channels: new ChannelRegistry(sending, channelTools(world.clock, world.events)),
      contacts: { canOpen: () => true, open: () => ({ address: 'somewhere', name: 'Somebody' }) },
    };
    const dispatcher = new Dispatcher(context, { schedule: () => undefined });
    await dispatcher.sweep();
    await done;
    await dispatcher.drain();
    return ends;
  } finally {
    await world.close();
  }
}

/** A provider that answers after a while, or, told to hang, only when everybody else has been served. */
function aChannel(
  type: ChannelType,
  hangsUntil: Promise<void> | null,
  answered: (type: ChannelType) => void,
): Channel {
  return {
    type,
    messagesPerSecond: PER_SECOND[type],
    nonceWindowMs: 0,
    addressIntervalMs: 0,
    timeoutMs: 10_000,
    send: async () => {
      if (hangsUntil) {
        await hangsUntil;
        return { kind: 'maybe_delivered', code: 'timeout' };
      }
      await wait(LATENCY_MS);
      answered(type);
      return { kind: 'sent', messageId: '1' };
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
