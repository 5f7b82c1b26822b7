import { describe, expect, it, onTestFinished } from 'vitest';
import type { BotProcess, LogLine } from '../../demo/bot-process.js';
import { anEvening, type Evening } from '../e2e/support.js';
import { haveRedis, RedisServer } from '../../demo/servers/redis.js';

const POST = 'POST /channels/:id/messages';
/** What a supervisor gives a process before it kills it. */
const SUPERVISOR_MS = 10_000;

/** An evening whose reminder hangs at Discord, which has accepted it. */
async function hangingEvening(env: Readonly<Record<string, string>> = {}): Promise<Evening<'ana' | 'bor'>> {
  const evening = await anEvening({
    players: { ana: { promoter: true }, bor: {} },
    reminderIn: 10,
    startIn: 300,
    env,
  });
  await evening.people.ana.promotes();
  for (const { id } of Object.values(evening.people)) {
    evening.discord.faults.next({ route: POST, userId: id }, { kind: 'hang', afterAccept: true });
  }
  await evening.discord.traffic.waitForCount({ route: POST, status: 0 }, 2, 60_000);
  return evening;
}

/** What the process said when it had stopped. */
function stopped(bot: BotProcess): LogLine | undefined {
  return bot.lines.find(({ event }) => event === 'stopped');
}

/** Expects that what hung is asked about again, and is there once. */
async function expectTakenUp(evening: Evening<'ana' | 'bor'>): Promise<void> {
  await evening.restart();
  await evening.jobEnded('reminder');
  expect(evening.finalRows('reminder')).toEqual({ ana: 'sent', bor: 'sent' });
  // The promoter's other message tells how the campaign goes.
  const calls = evening.discord.delivered.filter((message) => message.text().includes(' starts in '));
  expect(calls.map(({ recipientId }) => recipientId).sort()).toEqual(
    Object.values(evening.people)
      .map(({ id }) => id)
      .sort(),
  );
}

describe('a stop while Discord hangs', () => {
  it('comes to its end before a supervisor kills it, and the next start takes up what was under way', async () => {
    const evening = await hangingEvening();
    const begun = Date.now();
    const exit = await evening.bot.stop();
    expect(Date.now() - begun).toBeLessThan(SUPERVISOR_MS);
    expect(exit).toEqual({ code: 0, signal: null });
    expect(stopped(evening.bot)).toMatchObject({ unsettled: 2, level: 'warn' });
    expect(evening.records.ledgerStates()).toEqual({ sending: 2 });
    await expectTakenUp(evening);
  });

  it('comes to its end at once on a second signal, and nothing is lost', async () => {
    const evening = await hangingEvening();
    evening.bot.child.kill('SIGTERM');
    await evening.bot.waitForEvent('stopping');
    const begun = Date.now();
    const exit = await evening.bot.stop('SIGINT');
    expect(Date.now() - begun).toBeLessThan(1_500);
    expect(exit).toEqual({ code: 130, signal: null });
    await expectTakenUp(evening);
  });
});

describe('a stop with nothing under way', () => {
  it('is quick, and says that everything is recorded', async () => {
    const evening = await anEvening({ players: { ana: {} }, reminderIn: 200, startIn: 300 });
    const begun = Date.now();
    expect(await evening.bot.stop()).toEqual({ code: 0, signal: null });
    expect(Date.now() - begun).toBeLessThan(3_000);
    expect(stopped(evening.bot)).toMatchObject({ unsettled: 0, level: 'info' });
  });

  it.skipIf(!haveRedis)('does not wait for a Redis that is gone (needs redis-server)', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    const evening = await anEvening({
      players: { ana: {} },
      reminderIn: 200,
      startIn: 300,
      env: { REDIS_URL: redis.url },
    });
    await redis.kill();
    const begun = Date.now();
    expect(await evening.bot.stop()).toEqual({ code: 0, signal: null });
    expect(Date.now() - begun).toBeLessThan(SUPERVISOR_MS);
    expect(stopped(evening.bot)).toBeDefined();
  });
});
