import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelAsUser } from '../../src/domain/event-key.js';
import { OFTEN_MS, runsHere } from '../support/engine-of-run.js';
import { crashAtStatement, faultsOf } from '../support/crash.js';
import { sent, trouble } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { person, players, promoter } from '../support/people.js';
import { FOLLOW_UP_AT, MINUTE, START_AT, testApp, type TestApp } from '../support/test-app.js';

const SECOND = 1_000;
const CHANNEL = '700000000000000001';

/** Players on Discord, and some on a Telegram that is in trouble from the start until a moment. */
async function evening(
  troubleUntil: number,
  { onTelegram = ['t1'], onDiscord = 3 }: { onTelegram?: readonly string[]; onDiscord?: number } = {},
): Promise<TestApp> {
  const app = await testApp({
    at: '2026-03-10T19:46:07.123Z',
    channels: ['discord', 'telegram'],
    checks: { voice: true },
    summaryChannelId: CHANNEL,
    sweepEveryMs: OFTEN_MS,
  });
  await players(app, onDiscord);
  for (const id of onTelegram) await person(app, id, { channels: ['telegram'], discordDms: false });
  app.telegram.reply = ({ at }) => (at < troubleUntil ? trouble() : sent);
  await app.campaign(await promoter(app));
  return app;
}

const sentTo = (app: TestApp, userId: string, jobType: string): number[] =>
  [app.discord, app.telegram].flatMap((channel) =>
    channel.deliveredTo(userId).flatMap((message) => (message.jobType === jobType ? [message.at] : [])),
  );
const summaries = (app: TestApp): number[] =>
  app.discord.deliveredTo(channelAsUser(CHANNEL)).map(({ at }) => at);

describe('while one person waits for a channel in trouble', () => {
  it('the others are nudged 90 seconds after their start message, and the summary comes then', async () => {
    const app = await evening(START_AT + 40 * MINUTE);
    await app.advanceTo(FOLLOW_UP_AT + 10 * SECOND);
    for (const id of ['p1', 'p2', 'p3']) {
      const [nudge] = sentTo(app, id, 'follow_up');
      expect(nudge! - FOLLOW_UP_AT).toBeGreaterThanOrEqual(0);
      expect(nudge! - FOLLOW_UP_AT).toBeLessThan(3 * SECOND);
    }
    expect(summaries(app)).toHaveLength(1);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(await app.jobStatuses()).toMatchObject({ start: 'pending', follow_up: 'pending' });

    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(await app.fates('start')).toMatchObject({
      t1: expect.stringMatching(/^(failed|skipped)/) as string,
    });
    expect(await app.fates('follow_up')).toMatchObject({ t1: 'skipped(not_called)' });
    expect(summaries(app)).toHaveLength(1);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('who is reached later is nudged 90 seconds after that, once, if they have not come', async () => {
    const app = await evening(START_AT + 6 * MINUTE, { onTelegram: ['t1', 't2'] });
    await app.advanceTo(START_AT + 5 * MINUTE);
    app.voice.join('t2');
    await app.advanceTo(START_AT + 46 * MINUTE);
    const [start] = sentTo(app, 't1', 'start');
    expect(start! - START_AT).toBeGreaterThanOrEqual(6 * MINUTE);
    expect(sentTo(app, 't1', 'follow_up')).toHaveLength(1);
    const waited = sentTo(app, 't1', 'follow_up')[0]! - start!;
    expect(waited).toBeGreaterThanOrEqual(90 * SECOND);
    expect(waited).toBeLessThan(92 * SECOND);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'sent',
      p2: 'sent',
      p3: 'sent',
      t1: 'sent',
      t2: 'skipped(present)',
    });
    expect(summaries(app)).toHaveLength(1);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('where nobody was reached yet, the follow-up waits for the first who is', async () => {
    const app = await evening(START_AT + 6 * MINUTE, { onDiscord: 0 });
    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(sentTo(app, 't1', 'follow_up')[0]! - sentTo(app, 't1', 'start')[0]!).toBeLessThan(92 * SECOND);
    expect(await app.fates('follow_up')).toEqual({ t1: 'sent' });
    expect(summaries(app)).toHaveLength(1);
  });

  it('whatever happens: nobody is nudged too soon, too late, twice, or left out', async () => {
    const anyRestart = fc.record({
      afterMs: fc.nat({ max: 8 * MINUTE }),
      downMs: fc.nat({ max: 2 * MINUTE }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 35 * MINUTE }),
        fc.array(anyRestart, { maxLength: 3 }),
        async (troubleForMs, restarts) => {
          const app = await evening(START_AT + troubleForMs, {
            onTelegram: ['t1', 't2', 't3'],
            onDiscord: 2,
          });
          await app.advanceTo(START_AT);
          for (const { afterMs, downMs } of restarts) {
            await app.advance(afterMs);
            await app.crash();
            await app.advance(downMs);
            await app.restart();
          }
          await app.advanceTo(Math.max(START_AT + 62 * MINUTE, app.clock.now()));
          const fates = await app.fates('follow_up');
          for (const id of ['p1', 'p2', 't1', 't2', 't3']) {
            const [start] = sentTo(app, id, 'start');
            const nudges = sentTo(app, id, 'follow_up');
            if (start === undefined) expect(fates[id]).toMatch(/^skipped\((not_called|missed)\)$/);
            else expect(nudges).toHaveLength(1);
            for (const at of nudges) {
              expect(at - start!).toBeGreaterThanOrEqual(90 * SECOND);
              expect(at).toBeLessThan(START_AT + 45 * MINUTE);
            }
          }
          expect(summaries(app).length).toBeLessThanOrEqual(1);
          expect(await faultsOf(app)).toEqual([]);
          await app.close();
        },
      ),
      { numRuns: runsHere(12) },
    );
  }, 120_000);
});

describe('killed at any statement while somebody waits for a channel in trouble', () => {
  /** What is wrong at the end of an evening in which the process died at a statement; `null`: it made fewer. */
  async function killedAt(statement: number): Promise<string[] | null> {
    const app = await evening(START_AT + 30 * SECOND, { onDiscord: 1 });
    await app.advanceTo(START_AT - 1);
    const process = crashAtStatement(app, statement);
    await app.advance(3 * MINUTE);
    if (!process.dead) return null;
    await settled();
    await app.restart();
    await app.advanceTo(START_AT + 10 * MINUTE);
    const fates = await app.fates('follow_up');
    const ends = ['p1', 't1'].flatMap((id) => {
      const start = sentTo(app, id, 'start');
      const nudges = sentTo(app, id, 'follow_up');
      const tooSoon = nudges.some((at) => at - start[0]! < 90 * SECOND);
      return nudges.length > 1 || start.length > 1 || tooSoon
        ? [`${id}: ${start.join(' ')} ${nudges.join(' ')}`]
        : [];
    });
    for (const id of ['p1', 't1'])
      if (!/^(sent|unknown)/.test(fates[id] ?? '')) ends.push(`${id}: ${fates[id]}`);
    return [...(await faultsOf(app)), ...ends];
  }

  // An evening with a pause has many statements: every seventeenth of them, spread over several tests.
  const STRIDE = 102;
  for (let offset = 1; offset <= STRIDE; offset += 17) {
    it(`${offset}, ${offset + STRIDE}, ${offset + 2 * STRIDE} …, it ends as if nothing had happened`, async () => {
      let statement = offset;
      for (; ; statement += STRIDE) {
        const faults = await killedAt(statement);
        if (!faults) break;
        expect(faults, `killed at statement ${statement}`).toEqual([]);
      }
      expect(statement).toBeGreaterThan(STRIDE);
    }, 60_000);
  }
});
