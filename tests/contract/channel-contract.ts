import { beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Delivery, DeliveryOutcome, Recipient } from '../../src/domain/channel.js';

/** What a provider may do with a request that isn't simply delivered. */
export const TROUBLES = [
  'refuses the connection',
  'asks to wait',
  'loses the answer to a message that arrived',
  'loses a message',
  'cannot reach the person',
  'refuses the message for a reason of its own',
  'refuses the channel',
  'says what nobody thought of',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** The kinds of outcome each may be told as. An answer nobody thought of must not be called anything safer. */
const TOLD_AS: Readonly<Record<Trouble, readonly DeliveryOutcome['kind'][]>> = {
  'refuses the connection': ['not_delivered'],
  'asks to wait': ['not_delivered'],
  'loses the answer to a message that arrived': ['maybe_delivered'],
  'loses a message': ['maybe_delivered'],
  'cannot reach the person': ['closed'],
  'refuses the message for a reason of its own': ['refused'],
  'refuses the channel': ['trouble'],
  'says what nobody thought of': ['maybe_delivered'],
};

/** A channel, and its provider in the test's hands. */
export interface ChannelWorld {
  readonly channel: Channel;
  /** Somebody who can be reached; each call is another person. */
  person(): Recipient;
  /** How many requests to deliver to a person the provider has seen. */
  requestsTo(userId: string): number;
  /** How many messages a person has. */
  messagesOf(userId: string): number;
  /** What the provider does with the next request for a person. */
  next(userId: string, trouble: Trouble): void | Promise<void>;
  /** What the provider says, beside the person's address, that must go no further. */
  readonly secrets: readonly string[];
  /** Sends to somebody from whose provider no answer ever comes; how long it took, by the channel's time. */
  sendWithoutAnswer(delivery: Delivery): Promise<{ outcome: DeliveryOutcome; tookMs: number }>;
}

/** What {@link Channel} promises, asked of one implementation. `open` makes a fresh world for each test. */
export function channelContract(title: string, open: () => Promise<ChannelWorld>): void {
  describe(`${title}, as a channel`, () => {
    let world: ChannelWorld;
    let channel: Channel;
    let recipient: Recipient;

    beforeEach(async () => {
      world = await open();
      channel = world.channel;
      recipient = world.person();
    });

    const delivery = (overrides: Partial<Delivery> = {}): Delivery => ({
      recipient,
      message: {
        text: 'Tonight at nine',
        actions: [
          { action: 'not-tonight', id: 'campaign-1', label: 'Not tonight' },
          { action: 'stop', id: 'campaign-1', label: 'Stop these messages' },
        ],
      },
      nonce: 'nonce-1',
      ...overrides,
    });

    it('says what it allows: a rate, and a window and a pace that may be none', () => {
      expect(channel.timeoutMs).toBeGreaterThan(0);
      expect(channel.addressIntervalMs).toBeGreaterThanOrEqual(0);
      expect(channel.messagesPerSecond).toBeGreaterThan(0);
      expect(channel.nonceWindowMs).toBeGreaterThanOrEqual(0);
    });

    it('delivers with one request, and names the message', async () => {
      const outcome = await channel.send(delivery());
      expect(outcome).toEqual({ kind: 'sent', messageId: expect.stringMatching(/./) as string });
      expect(world.requestsTo(recipient.userId)).toBe(1);
      expect(world.messagesOf(recipient.userId)).toBe(1);
    });

    it('asks whether a request may still leave, and makes none that may not', async () => {
      const outcome = await channel.send(delivery({ mayLeave: () => false }));
      expect(outcome).toEqual({ kind: 'not_delivered', code: 'held_up', retryAfterMs: 0 });
      expect(world.requestsTo(recipient.userId)).toBe(0);
      expect(await channel.send(delivery({ mayLeave: () => true }))).toMatchObject({ kind: 'sent' });
      expect(world.messagesOf(recipient.userId)).toBe(1);
    });

    it.each(TROUBLES)('makes one attempt and never throws when the provider %s', async (trouble) => {
      await world.next(recipient.userId, trouble);
      const outcome = await channel.send(delivery());
      expect(TOLD_AS[trouble]).toContain(outcome.kind);
      expect(world.requestsTo(recipient.userId)).toBeLessThanOrEqual(1);
      const arrived = trouble === 'loses the answer to a message that arrived' ? 1 : 0;
      expect(world.messagesOf(recipient.userId)).toBe(arrived);
    });

    it.each(TROUBLES)('gives a code of its own when the provider %s', async (trouble) => {
      await world.next(recipient.userId, trouble);
      const outcome = await channel.send(delivery());
      if (outcome.kind === 'sent') throw new Error('it was not to be delivered');
      expect(outcome.code).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
      const said = JSON.stringify(outcome);
      const secrets = [...world.secrets, recipient.userId, recipient.address ?? ''].filter(Boolean);
      for (const secret of secrets) expect(said).not.toContain(secret);
    });

    it('passes on how long it is asked to wait', async () => {
      await world.next(recipient.userId, 'asks to wait');
      const outcome = await channel.send(delivery());
      expect(outcome).toMatchObject({ kind: 'not_delivered', retryAfterMs: expect.any(Number) as number });
      expect('retryAfterMs' in outcome && outcome.retryAfterMs).toBeGreaterThan(0);
    });

    it('goes on after each of them', async () => {
      for (const trouble of TROUBLES.filter((each) => each !== 'refuses the connection')) {
        const person = world.person();
        await world.next(person.userId, trouble);
        await channel.send(delivery({ recipient: person }));
      }
      expect(await channel.send(delivery())).toMatchObject({ kind: 'sent' });
    });

    it('takes the same nonce for the same message as long as its window lasts', async () => {
      await world.next(recipient.userId, 'loses the answer to a message that arrived');
      await channel.send(delivery());
      const again = await channel.send(delivery());
      expect(again.kind).toBe('sent');
      expect(await channel.send(delivery({ nonce: 'another' }))).not.toEqual(again);
      // Where no nonce is recognised, each request is a message.
      expect(world.messagesOf(recipient.userId)).toBe(channel.nonceWindowMs > 0 ? 2 : 3);
    });

    it("never takes one person's nonce for another's", async () => {
      const other = world.person();
      await channel.send(delivery());
      await channel.send(delivery({ recipient: other }));
      expect(world.messagesOf(recipient.userId)).toBe(1);
      expect(world.messagesOf(other.userId)).toBe(1);
    });

    it('waits for no answer longer than its time-out, and then knows nothing', async () => {
      const { outcome, tookMs } = await world.sendWithoutAnswer(delivery());
      expect(outcome).toMatchObject({ kind: 'maybe_delivered' });
      expect(tookMs).toBeGreaterThan(0);
      expect(tookMs).toBeLessThanOrEqual(channel.timeoutMs);
      expect(world.requestsTo(recipient.userId)).toBe(1);
    });
  });
}
