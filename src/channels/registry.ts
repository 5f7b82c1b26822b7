import type { Channel } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import type { Limits } from '../domain/limits.js';
import type { Paces } from '../domain/pace.js';
import type { SharedGates } from '../domain/shared-gates.js';
import { AddressPace } from './address-pace.js';
import { AnswerTurns } from './answer-turns.js';
import { ChannelGate } from './channel-gate.js';
import { NonceAges } from './nonce-ages.js';
import { Pacer } from './pacer.js';

/** A channel with what keeps it within its provider's limits. */
export interface PacedChannel {
  readonly channel: Channel;
  readonly pacer: Pacer;
  readonly gate: ChannelGate;
  readonly nonces: NonceAges;
  /** Slots for everything but calls. */
  readonly answers: AnswerTurns;
  readonly addresses: AddressPace;
  readonly clock: Clock;
}

/** What keeps the channels within their providers' limits, and tells of their trouble. */
export interface ChannelTools {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly paces: Paces;
  readonly limits: Limits;
  /** Where several processes have the same channels. */
  readonly gates?: SharedGates;
}

/** The channels this deployment has. */
export class ChannelRegistry {
  readonly #channels: ReadonlyMap<ChannelType, PacedChannel>;
  readonly configured: ReadonlySet<ChannelType>;

  constructor(channels: readonly Channel[], tools: ChannelTools) {
    this.#channels = new Map(channels.map((channel) => [channel.type, paced(channel, tools)]));
    this.configured = new Set(this.#channels.keys());
  }

  /** @throws when the channel is not configured: no recipient should have been routed to it. */
  get(type: ChannelType): PacedChannel {
    const found = this.#channels.get(type);
    if (!found) throw new Error(`the ${type} channel is not configured`);
    return found;
  }

  /** {@link NonceAges.lookAtClock}, for every channel. */
  lookAtClock(): void {
    for (const { nonces } of this.#channels.values()) nonces.lookAtClock();
  }
}

function paced(channel: Channel, { clock, events, paces, limits, gates }: ChannelTools): PacedChannel {
  const { type, messagesPerSecond: perSecond, budgets = [], addressIntervalMs } = channel;
  const pacer = new Pacer(clock, paces.of(`${type} messages`, { perSecond, budgets }));
  return {
    channel,
    pacer,
    gate: new ChannelGate(type, clock, events, gates?.of(type)),
    nonces: new NonceAges(clock, channel.nonceWindowMs),
    answers: new AnswerTurns(clock, pacer, perSecond),
    addresses: new AddressPace(clock, limits, type, addressIntervalMs),
    clock,
  };
}
