import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { GameServerStandIn } from '../../demo/game-server/stand-in.js';
import type { Card, Person } from './person.js';
import { anEvening, aSharedEvening, type Evening, messages } from './support.js';

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

/** The follow-up of an evening in which not everybody is where they should be. */
describe('after the start', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  let server: GameServerStandIn;
  let card: Card;
  let club = '';
  let voice: string;
  /** Who comes while the nudges are under way. */
  let late: Players;

  beforeAll(async () => {
    server = await GameServerStandIn.start();
    evening = await aSharedEvening({
      players: PLAYERS,
      reminderIn: -60,
      startIn: 6,
      env: (discord) => {
        club ||= discord.addChannel({ name: 'club' }).id;
        return {
          AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true',
          AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true',
          AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '3',
          AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: club,
          GAME_SERVER_TYPE: 'wet',
          GAME_SERVER_HOST: server.host,
          GAME_SERVER_PORT: String(server.port),
          // So slow that somebody can come, and the gateway drop, between two nudges.
          DISCORD_MESSAGES_PER_SECOND: '1',
        };
      },
    });
    people = evening.people;
    return () => server.stop();
  });

  const nudgesOf = (person: Person): StoredMessage[] =>
    person.calls.filter(({ content }) => content.includes('not in voice yet'));

  it('the promoter sees beforehand when the follow-up comes', async () => {
    card = await people.ana.promotes();
    const text = card.message.text();
    expect(text).toContain(messages.promote.moment('follow_up', evening.startAt + 3_000));
  });

  it('those who are missing are nudged, but nobody who comes before their turn, and nobody while voice is not known', async () => {
    const { discord } = evening;
    voice = discord.addChannel({ name: 'Voice', type: 'voice' }).id;
    const afk = discord.addChannel({ name: 'AFK', type: 'afk' }).id;
    server.players = [{ name: '^1Cene', ping: 40 }];
    discord.setVoice(people.ana.id, voice);
    discord.setVoice(people.bor.id, voice);
    discord.setVoice(people.dana.id, afk);
    await evening.jobEnded('start');

    const missing = (['cene', 'dana', 'eva', 'filip', 'grace'] as const).map((key) => people[key]);
    const nudged = (): Person[] => missing.filter((person) => nudgesOf(person).length > 0);
    await discord.waitUntil(() => nudged().length === 1, 'the first nudge', 20_000);
    late = (['eva', 'filip'] as const).find((key) => !nudged().includes(people[key]))!;
    discord.setVoice(people[late].id, voice);
    discord.gateway.drop();
    await discord.gateway.waitForResume(1);
    await evening.jobEnded('follow_up', 40_000);

    const expected = {
      ana: 'skipped (present)',
      bor: 'skipped (present)',
      cene: 'sent',
      dana: 'sent',
      eva: 'sent',
      filip: 'sent',
      grace: 'sent',
    };
    expect(evening.finalRows('follow_up')).toEqual({ ...expected, [late]: 'skipped (present)' });
    for (const [key, person] of Object.entries<Person>(people)) {
      const times = key === 'ana' || key === 'bor' || key === late ? 0 : 1;
      expect([key, nudgesOf(person).length]).toEqual([key, times]);
    }
  });

  it('who is on the game server only is told to join voice', () => {
    expect(nudgesOf(people.cene)[0]!.content).toContain("You're on the server, but not in voice yet");
    expect(nudgesOf(people.dana)[0]!.content).not.toContain('on the server');
  });

  it('the channel has one summary: numbers, a picture, no names, no pings', async () => {
    await evening.bot.waitForEvent('summary_settled');
    const [summary, ...others] = evening.discord.messagesIn(club);
    expect(others).toEqual([]);
    expect(summary!.content).toContain(
      '7 players pinged: 2 in voice, 1 only on the game server, 4 not here yet',
    );
    for (const { name, id } of Object.values<Person>(people)) {
      expect(summary!.content).not.toContain(name);
      expect(summary!.content).not.toContain(id);
    }
    expect(summary!.allowedMentions).toEqual({ parse: [] });
    const [picture] = summary!.attachments;
    expect(picture).toMatchObject({ filename: 'turnout.png', contentType: 'image/png' });
    expect(picture!.description).toContain('7 players pinged');
    expect(picture!.data.subarray(1, 4).toString()).toBe('PNG');
  });

  it('the campaign is judged by its start, and its message tells of the follow-up', async () => {
    const summary = await card.summary();
    expect(summary.text()).toContain(messages.promote.title('sent', false));
    expect(summary.text()).toContain(`4 nudged, 3 ${messages.skipReason('present')}`);
  });

  it('promoters see who came, drawn and in numbers, and others do not', async () => {
    const shown = await people.ana.uses('promote insights');
    expect(shown.text()).toContain('7 pinged · at the follow-up: 2 in voice, 1 only on the game server');
    expect(shown.attachments.map(({ filename }) => filename)).toEqual(['turnout.png']);
    expect(shown.attachments[0]!.data.subarray(1, 4).toString()).toBe('PNG');
    expect(shown.text()).toContain('4 absent without an answer');
    const refused = await people.bor.uses('promote insights');
    expect(refused.text()).toBe(messages.refusal({ code: 'not_promoter' }));
  });
});

it('the summary of an evening with nobody missing is posted once, whatever is killed in the middle; a silent game server holds up nothing', async () => {
  const server = await GameServerStandIn.start();
  onTestFinished(() => server.stop());
  server.mode = 'silent';
  let club = '';
  const evening = await anEvening({
    players: { ana: { promoter: true }, bor: {} },
    reminderIn: -60,
    startIn: 5,
    env: (discord) => {
      club ||= discord.addChannel({ name: 'club' }).id;
      return {
        AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true',
        AVAILABILITY_PROMOTION_SERVER_CHECK_ENABLED: 'true',
        AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '2',
        AVAILABILITY_PROMOTION_FOLLOWUP_CHANNEL_ID: club,
        GAME_SERVER_TYPE: 'wet',
        GAME_SERVER_HOST: server.host,
        GAME_SERVER_PORT: String(server.port),
      };
    },
  });
  const { discord, people } = evening;
  const voice = discord.addChannel({ name: 'Voice', type: 'voice' }).id;
  await people.ana.promotes();
  for (const person of Object.values<Person>(people)) discord.setVoice(person.id, voice);
  await evening.jobEnded('start');
  discord.faults.next({ route: 'POST /channels/:id/messages' }, { kind: 'hang', afterAccept: true });
  await discord.waitForMessage(({ channelId }) => channelId === club, 30_000);
  expect(await evening.stopBot('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(evening.records.ledgerStates()).toEqual({ sending: 1, sent: 2 });

  await evening.restart();
  await evening.bot.waitForEvent('summary_settled');
  expect(discord.messagesIn(club)).toHaveLength(1);
  expect(evening.records.ledgerStates()).toEqual({ sent: 3 });
  expect(evening.finalRows('follow_up')).toEqual({ ana: 'skipped (present)', bor: 'skipped (present)' });
});
