import { expect, it } from 'vitest';
import { anEvening } from './support.js';

it('the board channel is told once that one more would do, and once that it is on, also after a restart', async () => {
  let club = '';
  const evening = await anEvening({
    players: { ana: {}, bor: { status: null }, cene: { status: null } },
    reminderIn: 300,
    startIn: 600,
    env: (discord) => ({
      BOARD_CHANNEL_ID: (club ||= discord.addChannel({ name: 'club' }).id),
      // The board would come tomorrow at the earliest.
      BOARD_TIME: '23:59:59',
      AVAILABILITY_SESSION_READY_THRESHOLD: '2',
    }),
  });
  const { discord, people } = evening;
  const said = (): string[] => discord.messagesIn(club).map((message) => message.text().split('\n')[0] ?? '');
  await discord.waitUntil(() => said().length === 1, 'one more to be asked for');
  expect(said()).toEqual([expect.stringContaining('One more and it’s on.')]);

  await people.bor.uses('availability set', { status: 'LOOKING' });
  await discord.waitUntil(() => said().length === 2, 'that it is on');
  expect(said()[1]).toBe('**It’s on:** 2 are looking tonight.');
  expect(discord.messagesIn(club)[1]?.text()).toContain(`<t:${evening.startAt / 1000}:F>`);

  await people.bor.uses('availability set', { status: 'MAYBE' });
  await evening.bot.stop('SIGTERM');
  await evening.restart();
  await people.cene.uses('availability set', { status: 'LOOKING' });
  const rows = evening.records.rows(
    "SELECT event_key, state FROM notifications_ledger WHERE kind = 'post' ORDER BY event_key",
  );
  expect(rows).toEqual([
    { event_key: `ONE_SHORT:${evening.date}`, state: 'sent' },
    { event_key: `SESSION_READY:${evening.date}`, state: 'sent' },
  ]);
  expect(said()).toHaveLength(2);
});
