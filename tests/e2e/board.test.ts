import { expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { anEvening, messages } from './support.js';

it('the board comes by itself, follows every door, is true after a restart, and says how it went', async () => {
  let club = '';
  let lounge = '';
  const evening = await anEvening({
    players: { ana: { promoter: true }, bor: {}, cene: { status: null }, dana: { status: null } },
    reminderIn: 22,
    startIn: 30,
    env: (discord) => {
      lounge ||= discord.addChannel({ name: 'lounge', type: 'voice' }).id;
      return {
        BOARD_CHANNEL_ID: (club ||= discord.addChannel({ name: 'club' }).id),
        BOARD_TIME: '00:00',
        GAME_JOIN_ADDRESS: 'connect play.example.org:27960',
      };
    },
  });
  const { discord, people } = evening;
  const shows = (board: StoredMessage, text: string): Promise<void> =>
    discord.waitUntil(() => board.text().includes(text), `the board to show "${text}"`, 15_000);
  await discord.waitUntil(() => discord.messagesIn(club).length > 0, 'the board');
  const [board] = discord.messagesIn(club);
  await shows(board!, '2 of 6 players: 4 more needed.');
  expect(board!.text()).toMatch(/^\*\*Tonight, .*\*\*: who’s in\?/);
  expect(board!.buttons()).toHaveLength(5);

  await people.ana.promotes();
  const edits = board!.edits;
  await evening.bot.stop('SIGTERM');
  await evening.restart();
  expect(board!.edits).toBe(edits);

  await people.cene.uses('availability set', { status: 'NOT_PLAYING' });
  await shows(board!, 'Not playing: 1');
  await discord.press(people.dana.id, board!, messages.board.ifAtLeast(6));
  await shows(board!, 'Maybe: 1');
  // Who presses comes with who they are in the server: nobody asks Discord about them.
  expect(discord.traffic.where({ route: 'GET /guilds/:id/members/:uid', userId: people.dana.id })).toEqual(
    [],
  );
  expect(evening.records.rows('SELECT user_id, at_least FROM availability_conditions')).toEqual([
    { user_id: people.dana.id, at_least: 6 },
  ]);

  const reminder = await people.bor.dm(1);
  expect(reminder.text()).toContain('Join the game: `connect play.example.org:27960`');
  const [link] = reminder.components[0]?.components ?? [];
  expect(link?.url).toBe(`https://discord.com/channels/${discord.guildId}/${lounge}`);
  await people.bor.pressesWayOut(messages.buttons.notTonight, reminder);
  await shows(board!, 'Not playing: 2');

  await evening.jobEnded('start');
  await shows(board!, '1 of 6 players signed up.');
  expect(board!.buttons()).toEqual([]);
  expect(discord.messagesIn(club)).toHaveLength(1);
});
