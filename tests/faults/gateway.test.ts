import { describe, expect, it } from 'vitest';
import { anEvening, type Evening, expectPunctual, messages } from '../e2e/support.js';

type Players = 'ana' | 'bor' | 'cene' | 'dana';
const EVERYBODY = { ana: 'sent', bor: 'sent', cene: 'sent', dana: 'sent' };

async function promotedEvening(heartbeatIntervalMs?: number): Promise<Evening<Players>> {
  const evening = await anEvening<Players>({
    players: { ana: { promoter: true }, bor: {}, cene: {}, dana: {} },
    reminderIn: 10,
    startIn: 18,
    ...(heartbeatIntervalMs === undefined ? {} : { discord: { heartbeatIntervalMs } }),
  });
  await evening.people.ana.promotes();
  return evening;
}

/** Expects that both moments came as if nothing were amiss. */
async function expectBothMoments(evening: Evening<Players>): Promise<void> {
  await evening.jobEnded('reminder', 60_000);
  await evening.jobEnded('start', 60_000);
  expect(evening.finalRows('reminder')).toEqual(EVERYBODY);
  expect(evening.finalRows('start')).toEqual(EVERYBODY);
  for (const { id } of Object.values(evening.people)) {
    const calls = evening.discord.dmsTo(id).filter((dm) => dm.text().includes('You get this because'));
    expect(calls).toHaveLength(2);
    expectPunctual(calls[0]!, evening.reminderAt);
    expectPunctual(calls[1]!, evening.startAt);
  }
}

async function expectCommandsAnswered(evening: Evening<Players>): Promise<void> {
  const said = await evening.people.bor.uses('availability set', { status: 'MAYBE' });
  expect(said.text()).toContain(messages.replies.availabilitySet('MAYBE', evening.date, evening.date));
}

describe('the gateway in the middle of a campaign', () => {
  it('dropped: sends go on over REST, and the session is resumed', async () => {
    const evening = await promotedEvening();
    const { gateway } = evening.discord;
    gateway.refuse(true);
    gateway.drop();
    await evening.bot.waitForEvent('gateway', (line) => line['state'] === 'lost');
    await expectBothMoments(evening);
    gateway.refuse(false);
    await gateway.waitForConnection(60_000);
    await expectCommandsAnswered(evening);
  });

  it('asked to reconnect, and its session declared invalid: commands are answered again', async () => {
    const evening = await promotedEvening();
    const { gateway } = evening.discord;
    gateway.reconnect();
    await gateway.waitForResume(1, 30_000);
    await expectCommandsAnswered(evening);
    gateway.invalidate(false);
    await gateway.waitForIdentify(2, 60_000);
    await expectBothMoments(evening);
    await expectCommandsAnswered(evening);
  });

  it('silent: sends go on, and the dead connection is noticed and replaced', async () => {
    const evening = await promotedEvening(4_000);
    const { gateway } = evening.discord;
    gateway.silence(true);
    await expectBothMoments(evening);
    const { resumed, identified } = gateway.counts;
    gateway.silence(false);
    const isBack = (): boolean => gateway.counts.resumed > resumed || gateway.counts.identified > identified;
    await evening.discord.waitUntil(() => gateway.connected && isBack(), 'the bot to come back', 90_000);
    await expectCommandsAnswered(evening);
  });

  it('closed for good by a revoked token: the log says what to change, and the process stays', async () => {
    const { bot, discord } = await anEvening<'ana'>({ players: { ana: {} }, reminderIn: 60, startIn: 90 });
    discord.gateway.closeWith(4004);
    const line = await bot.waitForEvent('gateway_refused');
    expect(line['msg']).toContain('DISCORD_TOKEN');
    await bot.waitForEvent('gateway', ({ state }) => state === 'lost');
    expect((await bot.stop('SIGTERM')).code).toBe(0);
  });
});
