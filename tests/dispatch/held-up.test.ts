import { describe, expect, it } from 'vitest';
import { LIFE_TTL_MS } from '../../src/domain/liveness.js';
import { logSubscriber } from '../../src/observability/log-subscriber.js';
import { Metrics } from '../../src/observability/metrics.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { betweenStatements } from '../support/between-statements.js';
import { faultsOf } from '../support/crash.js';
import { arrivedUnanswered, lostUnanswered, notDelivered, sent, trouble } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, person, players, promoter } from '../support/people.js';
import {
  FOLLOW_UP_AT,
  MINUTE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
  value,
} from '../support/test-app.js';

const SECOND = 1_000;
const TOO_LONG = LIFE_TTL_MS + 1;
const CHANNEL = '400000000000000001';
const IN_CHANNEL = `channel:${CHANNEL}`;

/** Once, `happens` between the commit of a reservation for this person or channel and its request. */
function holdUp(app: TestApp, userId: string, happens: () => unknown): void {
  let reserves = false;
  const undo = betweenStatements(app.database['writer'], async (text, go) => {
    if (text.startsWith('BEGIN')) reserves = false;
    if (/INSERT INTO notifications_ledger|SET state = 'sending'/.test(text)) reserves = true;
    const done = await go();
    if (text !== 'COMMIT' || !reserves) return done;
    const sending = (await app.ledger()).filter((row) => row.user_id === userId && row.state === 'sending');
    if (sending.length === 0) return done;
    undo();
    await happens();
    return done;
  });
}

/** One player, and a campaign that calls them. */
async function onePlayer(options: Parameters<typeof testApp>[0] = {}): Promise<TestApp> {
  const app = await testApp(options);
  await players(app, 1);
  await app.campaign(await promoter(app));
  return app;
}

describe('a message whose process was held up between its reservation and its request', () => {
  const HOLD_UPS: Record<string, (app: TestApp, ms: number) => void> = {
    'that was stopped': (app, ms) => void app.clock.suspend(ms),
    'on a machine that slept, its monotonic clock too': (app, ms) => app.clock.step(ms),
    'whose wall clock was set back meanwhile': (app, ms) => {
      app.clock.step(-5 * SECOND);
      void app.clock.suspend(ms);
    },
  };

  for (const [how, hold] of Object.entries(HOLD_UPS)) {
    it(`(${how}) does not leave then, but once, later, and that was no attempt`, async () => {
      const app = await onePlayer({ maxAttempts: 1 });
      holdUp(app, 'p1', () => hold(app, TOO_LONG));
      await app.advanceTo(REMINDER_AT);
      expect(app.discord.requests).toEqual([]);
      expect(await app.ledger()).toMatchObject([
        { state: 'retry', attempts: 0, error_code: 'held_up', ambiguous_since: null },
      ]);
      await app.advance(10 * SECOND);
      expect(app.discord.delivered).toHaveLength(1);
      expect(app.discord.requests).toHaveLength(1);
      expect(await app.ledger()).toMatchObject([{ state: 'sent', attempts: 1 }]);
      expect((await app.log()).map(({ outcome, error_code }) => [outcome, error_code])).toEqual([
        ['retry', 'held_up'],
        ['sent', null],
      ]);
      const [row] = await app.ledger();
      expect(app.eventsOf('held_up')).toEqual([
        {
          type: 'held_up',
          reservationId: row!.id,
          jobId: row!.job_id,
          channel: 'discord',
          heldUpMs: TOO_LONG,
          waits: true,
        },
      ]);
      await app.advanceTo(START_AT + MINUTE);
      expect(await faultsOf(app)).toEqual([]);
    });

    it(`(${how}) leaves as ever where it was not too long`, async () => {
      const app = await onePlayer();
      holdUp(app, 'p1', () => hold(app, LIFE_TTL_MS - SECOND));
      await app.advanceTo(REMINDER_AT);
      expect(app.discord.delivered).toHaveLength(1);
      expect(app.eventsOf('held_up')).toEqual([]);
    });
  }

  it('counts from before the commit: a slow disk is part of it', async () => {
    const app = await onePlayer();
    const undo = betweenStatements(app.database['writer'], async (text, go) => {
      if (text === 'COMMIT' && (await sendingNow(app))) {
        undo();
        void app.clock.suspend(TOO_LONG);
      }
      return go();
    });
    await app.advanceTo(REMINDER_AT);
    expect(app.discord.requests).toEqual([]);
    await app.advance(10 * SECOND);
    expect(app.discord.delivered).toHaveLength(1);
  });

  it('counts from the decision: a stop in its transaction is part of it', async () => {
    const app = await onePlayer();
    const undo = betweenStatements(app.database['writer'], async (text, go) => {
      const done = await go();
      if (text.includes('INSERT INTO notifications_ledger')) {
        undo();
        app.clock.step(START_AT + MINUTE - app.clock.now());
      }
      return done;
    });
    await app.advanceTo(REMINDER_AT);
    await app.advance(SECOND);
    expect(app.discord.requests.filter(({ jobType }) => jobType === 'reminder')).toEqual([]);
    expect(await app.fates('reminder')).toEqual({ p1: 'failed(expired)' });
  });

  it('is late for good past its last useful moment', async () => {
    const app = await onePlayer();
    holdUp(app, 'p1', () => app.clock.step(START_AT - app.clock.now()));
    await app.advanceTo(REMINDER_AT);
    await app.advance(SECOND);
    expect(app.discord.requests.filter(({ jobType }) => jobType === 'reminder')).toEqual([]);
    expect(await app.finalRows('reminder')).toMatchObject([
      { outcome: 'failed', reason: 'expired', code: 'held_up' },
    ]);
    expect(app.eventsOf('held_up')).toMatchObject([{ waits: false }]);
  });

  it('is asked about under the same nonce where an attempt before it may have arrived', async () => {
    const app = await onePlayer();
    app.discord.script('p1', arrivedUnanswered);
    await app.advanceTo(REMINDER_AT);
    holdUp(app, 'p1', () => void app.clock.suspend(TOO_LONG));
    await app.advance(20 * SECOND);
    const [first, second, ...more] = app.discord.requests;
    expect(more).toEqual([]);
    expect(second!.nonce).toBe(first!.nonce);
    expect(app.discord.delivered).toHaveLength(1);
    expect(app.eventsOf('held_up')).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent' });
  });

  it('and whose nonce is forgotten meanwhile is not asked about again', async () => {
    const app = await onePlayer();
    app.discord.script('p1', lostUnanswered);
    await app.advanceTo(REMINDER_AT);
    holdUp(app, 'p1', () => void app.clock.suspend(2 * MINUTE));
    await app.advance(20 * SECOND);
    expect(app.discord.requests).toHaveLength(1);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(maybe_delivered)' });
  });

  it('and whose nonce is forgotten within the 10 s is not asked about again either', async () => {
    const app = await onePlayer({ random: () => 0 });
    app.discord.reply = () => lostUnanswered;
    await app.advanceTo(REMINDER_AT);
    app.discord.reply = () => notDelivered('rate_limited', 118 * SECOND);
    await app.advance(SECOND);
    app.discord.reply = () => sent;
    const asked = app.discord.requests.length;
    holdUp(app, 'p1', () => void app.clock.suspend(LIFE_TTL_MS - SECOND));
    await app.advance(2 * MINUTE);
    expect(app.discord.requests).toHaveLength(asked);
    expect(app.eventsOf('held_up')).toMatchObject([{ waits: false }]);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(maybe_delivered)' });
  });

  it('is no concern of ours once another process has taken it: nothing is written, and nothing told', async () => {
    const app = await onePlayer({ sweepEveryMs: 0 });
    app.living.add('another');
    holdUp(app, 'p1', () => {
      void app.clock.suspend(TOO_LONG);
      return app.changeFromOutside(
        `UPDATE notifications_ledger SET owner = 'another'`,
        `UPDATE availability_promotion_jobs SET owner = 'another' WHERE status = 'running'`,
      );
    });
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(app.discord.requests).toEqual([]);
    expect(await app.ledger()).toMatchObject([{ state: 'sending', owner: 'another', attempts: 1 }]);
    expect(await app.log()).toEqual([]);
    expect(app.eventsOf('held_up')).toEqual([]);
    expect(app.eventsOf('send_settled')).toEqual([]);
  });

  it('says nothing about its channel: neither opens nor closes it, and the next is the probe', async () => {
    const app = await testApp();
    await players(app, 2);
    await app.campaign(await promoter(app));
    app.discord.script('p1', trouble());
    await app.advanceTo(REMINDER_AT + MINUTE - 1);
    expect(app.eventsOf('channel_paused')).toHaveLength(1);
    for (const id of ['p1', 'p2']) holdUp(app, id, () => void app.clock.suspend(TOO_LONG));
    await app.advance(30 * SECOND);
    const told = app.events.map(({ type }) => type).filter((type) => /^channel_|^held_up/.test(type));
    expect(told).toEqual(['channel_paused', 'held_up', 'held_up', 'channel_resumed']);
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent' });
  });

  it('has a line of its own in the log, and a number for who watches', async () => {
    const app = await testApp();
    const event = { type: 'held_up', reservationId: 'l1', jobId: 'j1', channel: 'signal' } as const;
    const lines: string[] = [];
    const note = (_: object, message: string): number => lines.push(message);
    const logger = { debug: note, info: note, warn: note, error: note } as never;
    for (const waits of [true, false]) logSubscriber(logger)({ ...event, heldUpMs: 12_345, waits });
    const held = 'A message on signal (row l1) was held up for 12 s before it left, so nothing was sent;';
    expect(lines).toEqual([
      expect.stringContaining(`${held} it waits for its next turn`),
      expect.stringContaining(`${held} nobody tries it again`),
    ]);
    const source = {
      jobs: async () => ({ waiting: 0, due: 0 }),
      inFlight: () => 0,
      gatewayUp: () => true,
      promotionsPaused: async () => false,
      discordRefusals: () => 0,
      roles: () => [['gateway:0', true] as const],
    };
    const metrics = new Metrics(app.context.events, source, '0', app.clock);
    app.context.events.emit({ ...event, heldUpMs: 12_345, waits: true });
    expect(await metrics.render()).toContain('muster_sends_held_up_total{channel="signal"} 1');
  });
});

async function sendingNow(app: TestApp): Promise<boolean> {
  const rows = await app.database['writer'].query(
    `SELECT 1 FROM notifications_ledger WHERE state = 'sending'`,
  );
  return rows.length > 0;
}

/** A way out: a message to `userId`, held up once as it first leaves, and what is done until it has left. */
interface WayOut {
  readonly what: string;
  readonly userId: string;
  open(): Promise<TestApp>;
  leave(app: TestApp): Promise<void>;
}

const WAYS_OUT: readonly WayOut[] = [
  {
    what: 'a call',
    userId: 'p1',
    open: () => onePlayer(),
    leave: (app) => app.advanceTo(REMINDER_AT + 20 * SECOND),
  },
  {
    what: 'a call by Telegram',
    userId: 'p1',
    open: async () => {
      const app = await testApp({ channels: ['discord', 'telegram'] });
      await person(app, 'p1', { channels: ['telegram'], preferred: 'telegram' });
      await app.campaign(await promoter(app));
      return app;
    },
    leave: (app) => app.advanceTo(REMINDER_AT + 20 * SECOND),
  },
  {
    what: 'the report of a dry run',
    userId: 'promoter',
    open: async () => {
      const app = await testApp();
      await players(app, 1);
      await app.campaign(await promoter(app), { dryRun: true });
      return app;
    },
    leave: (app) => app.advanceTo(REMINDER_AT + 20 * SECOND),
  },
  {
    what: 'the summary',
    userId: IN_CHANNEL,
    open: async () => {
      const app = await testApp({ checks: { voice: true }, summaryChannelId: CHANNEL });
      await players(app, 1);
      await app.campaign(await promoter(app));
      return app;
    },
    leave: (app) => app.advanceTo(FOLLOW_UP_AT + MINUTE),
  },
  {
    what: 'the day’s board',
    userId: IN_CHANNEL,
    open: () => testApp({ at: '2026-03-10T09:00:07.123Z', given: { board_channel_id: CHANNEL } }),
    leave: async (app) => {
      for (let look = 0; look < 2; look += 1) {
        await app.dispatcher.postBoard(new AbortController().signal);
        await app.advance(20 * SECOND);
      }
    },
  },
  {
    what: 'that it is on',
    userId: IN_CHANNEL,
    open: async () => {
      const app = await testApp({
        at: '2026-03-10T11:00:07.123Z',
        given: { board_channel_id: CHANNEL },
        settings: { sessionReadyThreshold: 1 },
      });
      await person(app, 'ana', { status: null });
      await app.dispatcher.sweep();
      await settled();
      return app;
    },
    leave: async (app) => {
      value(await setAvailability(app.context, actor('ana'), { status: 'LOOKING', date: '2026-03-10' }));
      await app.advance(MINUTE);
    },
  },
  {
    what: 'what a promoter is asked about too few',
    userId: 'promoter',
    open: async () => {
      const app = await testApp({ settings: { sessionMinimum: 4 } });
      await players(app, 1);
      await app.campaign(await promoter(app));
      return app;
    },
    leave: (app) => app.advanceTo(REMINDER_AT + MINUTE),
  },
];

describe('every way out', () => {
  it.each(WAYS_OUT)('heeds it: $what', async ({ userId, open, leave }) => {
    const app = await open();
    let heldUpAt = 0;
    holdUp(app, userId, () => {
      heldUpAt = app.clock.now();
      void app.clock.suspend(TOO_LONG);
    });
    await leave(app);
    expect(app.eventsOf('held_up')).toHaveLength(1);
    const [request, ...more] = [app.discord, app.telegram].flatMap((channel) => channel.requestsTo(userId));
    expect(more).toEqual([]);
    expect(request?.at).toBeGreaterThan(heldUpAt + TOO_LONG);
    const rows = (await app.ledger()).filter((row) => row.user_id === userId);
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual([['sent', 1]]);
    expect(app.eventsOf('background_error')).toEqual([]);
  });
});
