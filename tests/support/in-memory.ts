import type { ChannelTools } from '../../src/channels/registry.js';
import { Pacer } from '../../src/channels/pacer.js';
import type { Clock } from '../../src/domain/clock.js';
import type { EventBus } from '../../src/domain/events.js';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { MemoryPaces } from '../../src/pace/memory-paces.js';

/** What channels work with, in the memory of one process. */
export function channelTools(clock: Clock, events: EventBus): ChannelTools {
  return { clock, events, paces: new MemoryPaces(clock), limits: new MemoryLimits(clock) };
}

/** A pacer that has its pace to itself. */
export function pacerOf(clock: Clock, perSecond: number): Pacer {
  return new Pacer(clock, new MemoryPaces(clock).of('messages', { perSecond }));
}
