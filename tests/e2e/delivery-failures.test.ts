import { beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../../demo/discord/traffic.js';
import type { Person } from './person.js';
import { aSharedEvening, anEvening, type Evening, messages } from './support.js';

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: {},
  dana: {},
  eva: {},
  filip: {},
  grace: {},
} as const;

type Players = keyof typeof PLAYERS;

const POST = 'POST /channels/:id/messages';

describe('an evening on which Discord fails', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;

  beforeAll(async () => {
    evening = await aSharedEvening({
      players: PLAYERS,
      reminderIn: 6,
      startIn: 12,
      env: { AVAILABILITY_PROMOTION_JOB_MAX_ATTEMPTS: '20' },
    });
    people = evening.people;
    await people.ana.promotes();
    await evening.discord.pauseHttp();
  });

  /** The requests that carried a person's start message, in the order they arrived. */
  function attempts(person: Person): Exchange[] {
    return evening.discord.traffic
      .where({ route: POST, userId: person.id })
      .filter(({ at }) => at >= evening.startAt)
      .sort((a, b) => a.at - b.at);
  }

  function nonces(person: Person): number {
    return new Set(attempts(person).map(({ requestBody }) => (requestBody as { nonce: string }).nonce)).size;
  }

  function startMessages(person: Person): number {
    return person.dms.filter(({ createdAt }) => createdAt >= evening.startAt).length;
  }

  it('a reminder whose connection is refused is tried again until Discord answers', async () => {
    for (const person of [people.ana, people.grace]) await evening.settled('reminder', person, 'retry');
    const refused = evening.bot.lines.find(
      ({ event, outcome }) => event === 'send_settled' && outcome === 'retry',
    );
    expect(refused).toMatchObject({ reason: 'will_retry', code: 'connection_refused' });
    expect(evening.discord.delivered).toEqual([]);
    await evening.discord.resumeHttp();

    await evening.jobEnded('reminder');
    for (const person of Object.values(people)) expect(person.dms).toHaveLength(1);
    expect(new Set(Object.values(evening.finalRows('reminder')))).toEqual(new Set(['sent']));
  });

  it('the start meets a fault of every kind', async () => {
    const { faults } = evening.discord;
    const to = ({ id }: Person) => ({ route: POST, userId: id });
    // Five requests in a row without a proper answer would be an outage, and pause the channel.
    faults.next(to(people.bor), { kind: 'rate_limit', retryAfterSeconds: 2 });
    faults.next(to(people.cene), { kind: 'status', status: 502, body: 'Bad Gateway', afterAccept: true });
    faults.next(to(people.dana), { kind: 'reset', afterAccept: true });
    faults.next(to(people.eva), { kind: 'status', status: 500, body: {} });
    faults.next(to(people.filip), { kind: 'hang', afterAccept: true });
    await evening.jobEnded('start', 40_000);
    expect(evening.finalRows('start')).toEqual({
      ana: 'sent',
      bor: 'sent',
      cene: 'sent',
      dana: 'sent',
      eva: 'sent',
      filip: 'sent',
      grace: 'sent',
    });
  });

  it('a 429 is obeyed: asked again no sooner than Discord said', () => {
    const [first, second] = attempts(people.bor);
    expect(first!.status).toBe(429);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(2_000);
    expect(attempts(people.bor)).toHaveLength(2);
    expect(startMessages(people.bor)).toBe(1);
  });

  it.each([
    ['a 502 after the message was taken', 'cene'],
    ['a connection reset after the message was taken', 'dana'],
    ['an answer that never comes', 'filip'],
  ] as const)('%s: Discord is asked again under the same nonce, and has one message', (_, name) => {
    expect(attempts(people[name])).toHaveLength(2);
    expect(nonces(people[name])).toBe(1);
    expect(startMessages(people[name])).toBe(1);
  });

  it('a 500 before the message was taken: asked again under the same nonce, and delivered', () => {
    expect(attempts(people.eva)).toHaveLength(2);
    expect(nonces(people.eva)).toBe(1);
    expect(startMessages(people.eva)).toBe(1);
  });

  it('an answer that never comes is given up after ten seconds', () => {
    const [first, second] = attempts(people.filip);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(10_000);
    expect(second!.at - first!.at).toBeLessThan(10_000 + 6_000);
  });

  it('nobody else waited for those', () => {
    expect(attempts(people.ana)).toHaveLength(1);
    // The others' second turn may come at any moment of two seconds, also before somebody's first.
    for (const person of [people.bor, people.filip])
      expect(attempts(people.ana)[0]!.at).toBeLessThan(attempts(person)[1]!.at);
  });

  it('every attempt is in the log, the last of each person final', async () => {
    const log = await people.ana.uses('promote log', { outcome: 'retry' });
    const csv = log.attachments[0]!.data.toString('utf8');
    expect(csv).toContain('start,retry,will_retry,rate_limited,1');
    expect(csv).toContain('start,retry,will_retry,server_error,2');
    expect(csv).toContain('start,retry,will_retry,connection_reset,1');
    expect(csv).toContain('start,retry,will_retry,timeout,1');
    expect(log.text()).toContain(messages.errorCode('rate_limited'));
  });
});

describe('a Discord that says we open DMs too fast', () => {
  it('pauses the channel: nobody else is written to, and who waited is told by the log', async () => {
    const evening = await anEvening({
      players: { ana: { promoter: true }, bor: {}, cene: {}, dana: {}, eva: {} },
      reminderIn: 6,
      startIn: 10,
      // One after the other, so that the first refusal is known before the second message would leave.
      env: { DISCORD_MESSAGES_PER_SECOND: '4' },
    });
    const { ana } = evening.people;
    const card = await ana.promotes();
    const refusal = { kind: 'code', status: 403, code: 40003, message: 'Slow down' } as const;
    const fault = evening.discord.faults.always({ route: POST }, refusal);

    const paused = await evening.bot.waitForEvent('channel_paused', undefined, 30_000);
    expect(paused).toMatchObject({ channel: 'discord', code: 'dms_paused' });
    expect(Number(paused['until'])).toBeGreaterThan(evening.reminderAt + 59_000);
    // The reminder is of no use once the session starts: who was waiting then has not been reached.
    await evening.jobEnded('reminder');
    expect(fault.hits).toBe(1);
    expect(evening.discord.delivered).toEqual([]);
    expect(Object.values(evening.finalRows('reminder')).sort()).toEqual([
      'failed (expired)',
      'skipped (missed)',
      'skipped (missed)',
      'skipped (missed)',
      'skipped (missed)',
    ]);
    // The start waits for the pause to end, and can still be cancelled.
    const waits = await evening.bot.waitForEvent(
      'job_waiting',
      (line) => line['jobType'] === 'start',
      30_000,
    );
    expect(Number(waits['until'])).toBeGreaterThanOrEqual(Number(paused['until']) - 50);
    expect(fault.hits).toBe(1);
    await ana.presses(messages.promote.cancelCampaign, card.message);
    expect((await card.summary()).text()).toContain(messages.promote.title('cancelled', false));
  });
});
