import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultBehaviour } from '../../demo/discord/faults.js';
import { MAYBE_PASSED_ON, NOT_PASSED_ON } from '../support/foreign-answers.js';
import type { Channel, Delivery, DeliveryOutcome, Recipient } from '../../src/domain/channel.js';

/** A channel and the provider it speaks to, in a test's hands. */
export interface ChannelUnderTest {
  readonly channel: Channel;
  /** Somebody who can be reached. */
  readonly reachable: Recipient;
  /** Somebody who can't be, and never will by trying again. */
  readonly unreachable: Recipient;
  /** What the provider's people have, as text. */
  delivered(): readonly string[];
  /** How many requests to deliver something came. */
  requests(): number;
  /** How many requests came at all. */
  allRequests(): number;
  /** What the next request to deliver something meets. */
  next(fault: FaultBehaviour): void;
  /** Nobody listens any more. */
  refuseConnections(): Promise<void>;
  /** From now on the channel as a whole is refused. */
  refuseAll(): void;
  /** A channel of the same provider that waits no longer than this, where it can be told. */
  withTimeout?(ms: number): Channel;
  stop(): Promise<void>;
}

const CANARY = 'canary words of a provider';

/** What every channel promises, whatever its provider. */
export function channelContract(name: string, setUp: () => Promise<ChannelUnderTest>): void {
  let test: ChannelUnderTest;

  beforeEach(async () => {
    test = await setUp();
  });
  afterEach(async () => {
    await test.stop();
  });

  const send = async (recipient = test.reachable, nonce = 'nonce-1'): Promise<DeliveryOutcome> => {
    const outcome = await test.channel.send(deliveryTo(recipient, nonce));
    expectClean(outcome, recipient);
    return outcome;
  };

  describe(`${name}, as every channel`, () => {
    it('delivers a message once, by one request, and says so', async () => {
      expect(await send()).toEqual({ kind: 'sent', messageId: expect.stringMatching(/./) as string });
      expect(test.delivered()).toEqual([expect.stringContaining('Tonight at nine')]);
      expect(test.requests()).toBe(1);
    });

    it('asks whether a request may still leave, and makes none that may not', async () => {
      const held = { ...deliveryTo(test.reachable, 'nonce-1'), mayLeave: () => false };
      expect(await test.channel.send(held)).toEqual({
        kind: 'not_delivered',
        code: 'held_up',
        retryAfterMs: 0,
      });
      expect(test.requests()).toBe(0);
      expect(await test.channel.send({ ...held, mayLeave: () => true })).toMatchObject({ kind: 'sent' });
      expect(test.delivered()).toHaveLength(1);
    });

    it('gives what needs no markup as it is', async () => {
      const text = 'a *b* _c_ `d` <b>e</b> [f](https://example.org) & g';
      await test.channel.send({ ...deliveryTo(test.reachable, 'nonce-1'), message: { text, actions: [] } });
      expect(test.delivered()).toEqual([text]);
    });

    it('knows a connection that was refused as not delivered', async () => {
      // What has to be opened before the first message has been.
      await send();
      await test.refuseConnections();
      expect(await send(test.reachable, 'nonce-2')).toEqual({
        kind: 'not_delivered',
        code: 'connection_refused',
        retryAfterMs: 0,
      });
    });

    it.each<[string, FaultBehaviour, string]>([
      ['an error of the provider', { kind: 'status', status: 500, body: { error: CANARY } }, 'server_error'],
      ['a gateway in between', { kind: 'status', status: 502, afterAccept: true }, 'server_error'],
      ['a reset before it was read', { kind: 'reset' }, 'connection_reset'],
      ['a reset after it was accepted', { kind: 'reset', afterAccept: true }, 'connection_reset'],
    ])('never takes %s for a failure: it may have been delivered', async (_, fault, code) => {
      await send();
      test.next(fault);
      expect(await send(test.reachable, 'nonce-2')).toEqual({ kind: 'maybe_delivered', code });
      expect(test.requests()).toBe(2);
    });

    it.each([
      ...NOT_PASSED_ON.map((answer) => [...answer, 'trouble'] as const),
      ...MAYBE_PASSED_ON.map((answer) => [...answer, 'maybe_delivered'] as const),
    ])('never takes for the provider, for success or for a closed door: %s', async (_, fault, kind) => {
      await send();
      const [before, asked] = [test.allRequests(), test.requests()];
      test.next(fault);
      expect(await send(test.reachable, 'nonce-2')).toEqual({ kind, code: 'foreign_answer' });
      const followed = test.allRequests() - before - (test.requests() - asked);
      expect(test.requests() - asked).toBe(1);
      expect(followed, 'requests that led elsewhere').toBe(0);
      expect(await send(test.reachable, 'nonce-3')).toMatchObject({ kind: 'sent' });
      expect(test.delivered()).toHaveLength(2);
    });

    it('waits no longer than its own time-out, and then says that it may have been delivered', async () => {
      const impatient = test.withTimeout?.(400);
      if (!impatient) return;
      test.next({ kind: 'hang', afterAccept: true });
      expect(await impatient.send(deliveryTo(test.reachable, 'nonce-1'))).toEqual({
        kind: 'maybe_delivered',
        code: 'timeout',
      });
      expect(test.delivered()).toHaveLength(1);
    });

    it('tells somebody it can’t reach from a channel in trouble', async () => {
      expect(await send(test.unreachable)).toMatchObject({ kind: 'closed' });
      expect(await send()).toMatchObject({ kind: 'sent' });
      test.refuseAll();
      expect(await send(test.reachable, 'nonce-2')).toMatchObject({ kind: 'trouble' });
    });

    it('never passes the provider’s words on', async () => {
      await send();
      for (const status of [400, 403, 418, 429, 500]) {
        test.next({
          kind: 'code',
          status,
          code: 99_999,
          message: `${CANARY} ${test.reachable.address ?? ''}`,
        });
        await send(test.reachable, `nonce-${status}`);
      }
    });
  });
}

export function deliveryTo(recipient: Recipient, nonce: string): Delivery {
  return {
    recipient,
    message: {
      text: 'Tonight at nine',
      actions: [
        { action: 'not-tonight', id: 'campaign-1', label: 'Not tonight' },
        { action: 'stop', id: 'campaign-1', label: 'Stop these messages' },
      ],
    },
    nonce,
  };
}

/** An outcome holds a code of ours, and neither words of a provider nor an address. */
function expectClean(outcome: DeliveryOutcome, recipient: Recipient): void {
  if ('code' in outcome) expect(outcome.code).toMatch(/^[a-z_]+$/);
  const told = JSON.stringify(outcome);
  expect(told).not.toContain('canary');
  if (recipient.address !== null) expect(told).not.toContain(recipient.address);
}
