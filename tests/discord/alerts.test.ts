import { REST } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { Alerts } from '../../src/discord/alerts.js';
import { NO_OUTCOMES, type OutcomeCounts } from '../../src/domain/campaign.js';
import { DATABASE_FAULTS } from '../../src/domain/database-fault.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { messagesFor } from '../../src/messages/catalog.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { ToldOnce } from '../../src/services/told-once.js';
import { settled as settledSoon } from '../support/fake-clock.js';

const CAMPAIGN = {
  campaignId: 'c',
  jobId: 'j',
  jobType: 'start',
  campaignStatus: 'running',
  endReason: null,
} as const;

const ended = (
  counts: Partial<OutcomeCounts>,
  more: { jobId?: string; status?: 'failed' } = {},
): MusterEvent => ({
  type: 'job_finished',
  ...CAMPAIGN,
  status: 'partial',
  counts: { ...NO_OUTCOMES, ...counts },
  ...more,
});
const inTheSweep = (code: string): MusterEvent => ({
  type: 'background_error',
  where: 'sweep',
  error: Object.assign(new Error('from the driver, with Ana in it'), { driverError: { code } }),
});
const board = (outcome: 'sent' | 'failed', date = '2026-03-10'): MusterEvent => ({
  type: 'post_settled',
  post: 'board',
  date,
  channelId: '42',
  outcome,
  code: outcome === 'failed' ? 'forbidden' : null,
});
const settled: MusterEvent = {
  type: 'send_settled',
  ...CAMPAIGN,
  userId: '42',
  displayName: 'Ana',
  channel: 'discord',
  outcome: 'sent',
  reason: null,
  code: null,
  attempt: 1,
};

/** An alert channel; what it was told, in order, once there is so much of it and nothing more is under way. */
async function anAlertChannel() {
  const discord = await DiscordStandIn.start();
  onTestFinished(() => discord.stop());
  const { id } = discord.addChannel({ name: 'alerts' });
  const events = new SimpleEventBus();
  const rest = new REST({ api: discord.url, retries: 0 }).setToken(discord.token);
  const alerts = new Alerts(
    rest,
    () => id,
    () => messagesFor('en'),
    events,
  );
  events.on((event) => {
    alerts.handle(event);
  });
  const texts = (): string[] => discord.messagesIn(id).map((message) => message.text());
  return {
    emit: (...all: MusterEvent[]) => {
      for (const event of all) events.emit(event);
    },
    /** What is told last shows that nothing else is told before it. */
    told: async (count: number): Promise<string[]> => {
      events.emit({ type: 'channel_paused', channel: 'signal', code: `mark-${count}`, until: 0 });
      await discord.waitUntil(() => texts().length > count, `${count} alerts`);
      return texts().slice(0, -1);
    },
  };
}

it('one of two processes tells the alert channel, and each of its own way to the database', async () => {
  const told = new ToldOnce();
  const posted: string[] = [];
  const post = async (_route: string, { body }: { body: { content: string } }): Promise<void> => {
    posted.push(body.content);
  };
  const processes = [1, 2].map(
    () =>
      new Alerts(
        { post } as unknown as REST,
        () => '42',
        () => messagesFor('en'),
        new SimpleEventBus(),
        told,
      ),
  );
  const happens = async (event: MusterEvent): Promise<number> => {
    const before = posted.length;
    for (const process of processes) process.handle(event);
    await settledSoon();
    return posted.length - before;
  };
  const paused: MusterEvent = { type: 'channel_paused', channel: 'signal', code: 'captcha', until: 0 };
  expect(await happens(paused)).toBe(1);
  expect(await happens(paused)).toBe(0);
  await happens({ type: 'channel_resumed', channel: 'signal' });
  expect(await happens(paused)).toBe(1);
  expect(await happens(inTheSweep('SQLITE_FULL'))).toBe(2);
});

describe('the alert channel', () => {
  it('is told of messages nobody knows the fate of, once for each job', async () => {
    const { emit, told } = await anAlertChannel();
    const unclear = ended({ sent: 4, unknown: 2 });
    emit(ended({ sent: 3 }), unclear, unclear);
    const [text, ...others] = await told(1);
    expect(text).toMatch(/campaign c is over, but 2 of its messages may not have arrived/);
    expect(others).toEqual([]);
  });

  it('is told of a job that failed, and not twice where some are unclear too', async () => {
    const { emit, told } = await anAlertChannel();
    emit(ended({ failed: 3, unknown: 1 }, { status: 'failed' }));
    const texts = await told(1);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/campaign c failed: /);
  });

  it('is told of a database in trouble once, and again when it had been well in between', async () => {
    const { emit, told } = await anAlertChannel();
    const full = inTheSweep('SQLITE_FULL');
    emit(
      full,
      { ...full, type: 'job_error', jobId: 'j', attempt: 1 } as MusterEvent,
      inTheSweep('SQLITE_IOERR_WRITE'),
    );
    emit(settled, full);
    const texts = await told(2);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/database is in trouble: its disk is full/);
    expect(texts.join()).not.toContain('Ana');
  });

  it('is told once of somebody whose keys on Signal changed, and again when a message had arrived between', async () => {
    const { emit, told } = await anAlertChannel();
    const changed = {
      ...settled,
      channel: 'signal',
      outcome: 'retry',
      code: 'untrusted_keys',
    } as MusterEvent;
    const arrived = { ...settled, channel: 'signal' } as MusterEvent;
    emit(changed, changed, settled, changed, arrived, changed);
    const texts = await told(2);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/safety number has changed.*signal-cli-rest-api/);
    expect(texts.join()).not.toMatch(/Ana|42/);
  });

  it('is told of a Discord that refuses much, at each of its levels, until it is over', async () => {
    const { emit, told } = await anAlertChannel();
    const refused = (level: 'few' | 'many' | 'too_many', count: number): MusterEvent => ({
      type: 'discord_refusals',
      level,
      count,
      most: 10_000,
    });
    emit(refused('many', 1_000), refused('too_many', 5_000), refused('many', 4_999), refused('few', 999));
    emit(refused('many', 1_000));
    const texts = await told(3);
    expect(texts.map((text) => /refused (\d+) of/.exec(text)?.[1])).toEqual(['1000', '5000', '1000']);
    expect(texts[1]).toMatch(/only sends its messages and answers people/);
  });

  it('is told once of a board that can not be posted, and again when one was posted between', async () => {
    const { emit, told } = await anAlertChannel();
    emit(board('failed'), board('failed', '2026-03-11'), board('sent', '2026-03-12'));
    emit(board('failed', '2026-03-13'));
    const texts = await told(2);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/board could not be posted in <#42>.*Send Messages/);
  });

  it('is not told of other errors', async () => {
    const { emit, told } = await anAlertChannel();
    emit(inTheSweep('ECONNRESET'), inTheSweep('SQLITE_CONSTRAINT_UNIQUE'), inTheSweep('EACCES'));
    expect(await told(0)).toEqual([]);
  });
});

it('every trouble of a database has words of its own, with what to do', () => {
  const said = DATABASE_FAULTS.map((fault) => messagesFor('en').alert({ type: 'database_trouble', fault }));
  expect(new Set(said).size).toBe(DATABASE_FAULTS.length);
  for (const text of said)
    expect(text).toMatch(/^⚠️ The database is in trouble: .*\. Muster sends nothing it can't record\./);
});
