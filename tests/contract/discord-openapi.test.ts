import { Routes } from 'discord.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { aBot, aStandIn } from '../demo/discord/support.js';
import type { Card, Person } from '../e2e/person.js';
import { aSharedEvening, type Evening, MANAGE_SERVER, messages } from '../e2e/support.js';
import { type Conformance, conformanceOf, expectConformingTraffic } from './assert-traffic.js';
import { discordContract, EXCEPTIONS, readDiscordContract, SPECS } from './discord-document.js';

const { source, isDiscords } = discordContract();

const POST = 'POST /channels/:id/messages';
const OPEN_DM = 'POST /users/@me/channels';

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: {},
  dana: {},
  eva: { status: null, permissions: MANAGE_SERVER },
  filip: {},
  grace: {},
  ines: { dmsClosed: true },
  luka: { linked: false, optedIn: false },
} as const;

type Players = keyof typeof PLAYERS;

/** Those whose traffic is looked at. */
const heard: DiscordStandIn[] = [];

describe(`what the bot and the stand-in say to each other, held against ${source}`, () => {
  let evening: Evening<Players>;
  let conformance: Conformance;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 12, startIn: 18 });
    const card = await promote(evening);
    const { bor, cene, dana, grace } = evening.people;
    for (const person of [bor, cene, dana, grace]) {
      await evening.settled('reminder', person, 'sent');
    }
    await takeTheWaysOut(evening);
    await card.summary(60_000);
    await doEverythingElse(evening);
    heard.push(evening.discord);
    conformance = conformanceOf(evening.discord);
  }, 180_000);

  it('has nothing in it that Discord does not document: neither requests nor answers nor events', () => {
    expect(conformance.violations).toEqual([]);
  });

  it('has something of every kind in it', () => {
    const { traffic } = evening.discord;
    const callbacks = traffic
      .where({ route: 'POST /interactions/:id/:token/callback' })
      .map(({ requestBody }) => (requestBody as { type: number }).type);
    expect([...new Set(callbacks)].sort((a, b) => a - b)).toEqual(expect.arrayContaining([4, 5, 6, 8, 9]));
    for (const status of [0, 200, 204, 403, 404, 429, 502]) {
      expect(traffic.count({ status }), `answers with ${String(status)}`).toBeGreaterThan(0);
    }
    const withFile = traffic.where(({ requestHeaders }) =>
      /^multipart/.test(requestHeaders['content-type'] ?? ''),
    );
    expect(withFile.length).toBeGreaterThan(1);
    expect(conformance.exchanges).toBeGreaterThan(200);
    expect(conformance.eventParts).toBeGreaterThan(0);
  });
});

/** Everything there is to creating a campaign; at its end one is under way, and a dry run beside it. */
async function promote({ people, discord }: Evening<Players>): Promise<Card> {
  const { ana } = people;
  await ana.presses('Cancel', await ana.uses('promote create'));
  await ana.promotes({ dry_run: true });
  await ana.promotes();
  await ana.uses('promote cancel');
  const card = await ana.promotes({ include_available: true, include_maybe: true });
  await (
    await discord.pressCustomId(people.bor.id, card.message, card.message.buttons()[0]!.customId)
  ).settled();
  // A fault of every kind meets the reminder.
  const to = ({ id }: Person) => ({ route: POST, userId: id });
  discord.faults.next(to(people.bor), { kind: 'rate_limit', retryAfterSeconds: 1 });
  discord.faults.next(to(people.cene), {
    kind: 'status',
    status: 502,
    body: 'Bad Gateway',
    afterAccept: true,
  });
  discord.faults.next(to(people.dana), { kind: 'reset', afterAccept: true });
  return card;
}

async function takeTheWaysOut({ people, discord }: Evening<Players>): Promise<void> {
  const { notTonight, stop } = messages.buttons;
  await people.bor.pressesWayOut(notTonight, people.bor.calls[0]!);
  await people.cene.pressesWayOut(stop, people.cene.calls[0]!);
  discord.removeMember(people.grace.id);
  await people.grace.pressesWayOut(notTonight, people.grace.calls[0]!);
}

/** All that does not depend on the hour. */
async function doEverythingElse({ people, discord, date }: Evening<Players>): Promise<void> {
  const { ana, bor, dana, eva, filip, luka } = people;
  await ana.uses('promote preview');
  await bor.uses('promote status');
  await ana.uses('promote log');
  await eva.uses('promote log', { outcome: 'sent' });
  await eva.uses('promote pause');
  await eva.uses('promote resume');
  await luka.uses('promote create');
  await discord.autocomplete(ana.id, 'promote status', 'date', date.slice(0, 4));
  await discord.autocomplete(bor.id, 'availability set', 'date', '', { status: 'MAYBE' });

  await bor.uses('availability set', { status: 'MAYBE', date: 'tomorrow' });
  await bor.uses('availability show', { date: 'tomorrow' });
  await bor.uses('availability clear', { date: 'tomorrow' });
  await bor.uses('availability set', { status: 'MAYBE', date: 'someday' });
  const board = await (
    await discord.slash(eva.id, 'availability board', { date: 'tomorrow' })
  ).waitForFollowUp();
  await (await discord.press(dana.id, board, board.buttons()[0]!.label)).settled();

  await dana.setsQuietHours({ start: '22:00', end: '08:00', zone: 'Europe/Ljubljana' });
  await dana.setsQuietHours({ start: '25:00', end: '08:00', zone: 'Europe/Ljubljana' });
  await filip.changesPreferences('dms-off');
  await filip.changesPreferences('dms-on');
  discord.faults.next(
    { route: OPEN_DM, userId: luka.id },
    { kind: 'code', status: 403, code: 40003, message: 'You are opening direct messages too fast' },
  );
  await luka.changesPreferences('opt-in');

  await eva.uses('unlink player', { user: bor.id });
  await filip.uses('unlink player');
  await filip.uses('link player', { guid: 'guid-dana', name: 'Filip' });
  await dana.uses('privacy show', {}, { guildId: null });
  await dana.uses('privacy export', {}, { guildId: null });
  const prompt = await dana.uses('privacy erase');
  await dana.presses(prompt.buttons()[0]!.label, prompt);
}

describe(`the rest of what the stand-in can do, held against ${source}`, () => {
  it('is documented too', async () => {
    const discord = await aStandIn();
    heard.push(discord);
    const ada = discord.addMember({ name: 'Ada', nick: 'Ada L.', permissions: MANAGE_SERVER });
    const voice = discord.addChannel({ name: 'voice', type: 'voice' });
    discord.setVoice(ada.id, voice.id);
    const bot = await aBot(discord);
    const { rest } = bot;
    const [app, guild, general] = [discord.applicationId, discord.guildId, discord.world.generalChannelId];

    const read = [Routes.gateway(), Routes.gatewayBot(), Routes.currentApplication()];
    for (const route of [...read, Routes.oauth2CurrentApplication(), Routes.user(), Routes.user(ada.id)]) {
      await rest.get(route);
    }
    for (const route of [Routes.guildRoles(guild), Routes.guildChannels(guild), Routes.channel(general)]) {
      await rest.get(route);
    }
    await rest.get(Routes.guild(guild), { query: new URLSearchParams({ with_counts: 'true' }) });
    await rest.get(Routes.guildMembers(guild), { query: new URLSearchParams({ limit: '10', after: '0' }) });
    await rest.get(Routes.guildMembersSearch(guild), {
      query: new URLSearchParams({ query: 'a', limit: '5' }),
    });
    await rest.get(Routes.guildMember(guild, ada.id));
    await rest.get(Routes.channel(voice.id));
    await rest.post(Routes.channelTyping(general));

    for (const scope of [
      Routes.applicationCommands(app),
      Routes.applicationGuildCommands(app, guild),
    ] as const) {
      const body = { name: 'ping', description: 'Answers', type: 1 };
      const made = (await rest.post(scope, { body })) as { id: string };
      await rest.post(scope, { body });
      await rest.get(scope, { query: new URLSearchParams({ with_localizations: 'true' }) });
      await rest.get(`${scope}/${made.id}`);
      await rest.patch(`${scope}/${made.id}`, { body: { description: 'Answers quickly' } });
      await rest.delete(`${scope}/${made.id}`);
    }

    const posted = await bot.channels.fetch(general);
    if (!posted?.isSendable()) throw new Error('the channel takes messages');
    const sent = await posted.send({
      content: `<@${ada.id}>`,
      files: [{ attachment: Buffer.from('x'), name: 'x.txt' }],
    });
    await sent.edit('changed');
    await rest.get(Routes.channelMessage(general, sent.id));
    await rest.get(Routes.channelMessages(general), { query: new URLSearchParams({ limit: '10' }) });
    await sent.delete();
    const dm = await (await bot.users.fetch(ada.id)).createDM(true);
    await rest.get(Routes.channel(dm.id));

    await bot.application.commands.set([{ name: 'ping', description: 'Answers' }]);
    bot.on('interactionCreate', (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      void (async () => {
        await interaction.reply({ content: 'here', withResponse: true });
        await interaction.fetchReply();
        const more = await interaction.followUp('more');
        await interaction.editReply({ message: more, content: 'even more' });
        await interaction.deleteReply(more);
        await interaction.deleteReply();
      })();
    });
    const reply = await discord.slash(ada.id, 'ping');
    await discord.waitUntil(() => reply.message?.deleted ?? false, 'the reply to be deleted');

    for (const [route, body] of [
      [Routes.channelMessages(general), { embeds: [{ title: 'x'.repeat(257) }] }],
      [Routes.userChannels(), { recipient_id: app }],
    ] as const) {
      await rest.post(route, { body }).catch(() => undefined);
    }
    discord.setPermissions(ada.id, 0n);
    discord.setVoice(ada.id, null);
    discord.addChannel({ name: 'afk', type: 'afk' });
    discord.addMember({ name: 'Bea', owner: true });
    discord.removeMember(ada.id);

    const { violations, exchanges } = conformanceOf(discord);
    expect(exchanges).toBeGreaterThan(35);
    // The one request that is wrong on purpose, so that its refusal is looked at.
    const wrong = violations.filter((said) => said.startsWith('request'));
    expect(wrong).toEqual([
      expect.stringMatching(/embeds\/\*\/title must NOT have more than 256 characters/),
    ]);
    expect(violations.filter((said) => !said.startsWith('request'))).toEqual([]);
  });
});

describe('expectConformingTraffic', () => {
  // Our own shapes have no exceptions: they say what we know to be right.
  it.each(isDiscords ? EXCEPTIONS : [])('needs this exception: $why', (exception) => {
    const without = readDiscordContract(
      SPECS,
      EXCEPTIONS.filter((other) => other !== exception),
    );
    const found = heard.flatMap((discord) => conformanceOf(discord, without).violations);
    // One request is wrong on purpose.
    expect(found.length).toBeGreaterThan(1);
  });

  it('passes on traffic that conforms, and fails on any other, saying what it was held against', async () => {
    const discord = await aStandIn();
    const { rest } = await aBot(discord);
    expectConformingTraffic(discord);
    await rest.get('/no/such/thing').catch(() => undefined);
    expect(() => expectConformingTraffic(discord)).toThrow(source);
    expect(conformanceOf(discord).violations).toEqual([
      'request GET /no/such/thing: (all of it) there is no such operation',
    ]);
  });
});
