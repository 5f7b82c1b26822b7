import { AttachmentBuilder } from 'discord.js';
import type { Client, DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { aBot, aStandIn } from './support.js';

async function world(): Promise<{ discord: DiscordStandIn; bot: Client<true>; ada: { id: string } }> {
  const discord = await aStandIn();
  const bot = await aBot(discord);
  return { discord, bot, ada: discord.addMember({ name: 'Ada' }) };
}

describe('direct messages', () => {
  it('arrive, and the same nonce makes one message only', async () => {
    const { discord, bot, ada } = await world();
    const first = await bot.users.send(ada.id, { content: '20:45!', nonce: 'T-15:ada', enforceNonce: true });
    const again = await bot.users.send(ada.id, { content: '20:45!', nonce: 'T-15:ada', enforceNonce: true });
    await bot.users.send(ada.id, { content: '21:00!', nonce: 'T0:ada', enforceNonce: true });

    expect(again.id).toBe(first.id);
    expect(discord.dmsTo(ada.id).map((message) => message.text())).toEqual(['20:45!', '21:00!']);
    expect(discord.traffic.count({ route: 'POST /channels/:id/messages', userId: ada.id })).toBe(3);
  });

  it('a nonce is forgotten after a few minutes', async () => {
    let time = Date.UTC(2027, 0, 1, 20, 0);
    const discord = await aStandIn({ now: () => time });
    const bot = await aBot(discord);
    const ada = discord.addMember({ name: 'Ada' });
    await bot.users.send(ada.id, { content: 'Hi', nonce: '1', enforceNonce: true });
    time += 6 * 60_000;
    await bot.users.send(ada.id, { content: 'Hi', nonce: '1', enforceNonce: true });
    expect(discord.dmsTo(ada.id)).toHaveLength(2);
  });

  it('are refused by who has closed them, and by who shares no guild', async () => {
    const { discord, bot, ada } = await world();
    discord.setDmsClosed(ada.id, true);
    await expect(bot.users.send(ada.id, 'Hi')).rejects.toMatchObject({ code: 50007, status: 403 });

    const bob = discord.addMember({ name: 'Bob' });
    const dm = await bot.users.createDM(bob.id);
    discord.removeMember(bob.id);
    await expect(dm.send('Hi')).rejects.toMatchObject({ code: 50278, status: 403 });
    await expect(bot.users.createDM('1')).rejects.toMatchObject({ code: 50033 });
    expect(discord.delivered).toEqual([]);
  });

  it('carry files, and can be edited and deleted', async () => {
    const { discord, bot, ada } = await world();
    const file = new AttachmentBuilder(Buffer.from('a,b\r\n1,2'), { name: 'log.csv' });
    const sent = await bot.users.send(ada.id, { content: 'Your data', files: [file] });
    const [stored] = discord.dmsTo(ada.id);

    expect(stored?.attachments[0]).toMatchObject({ filename: 'log.csv' });
    expect(stored?.attachments[0]?.data.toString()).toBe('a,b\r\n1,2');
    const download = await fetch(sent.attachments.first()?.url ?? '');
    expect(await download.text()).toBe('a,b\r\n1,2');

    await sent.edit('Your data, again');
    expect(stored).toMatchObject({ content: 'Your data, again', edits: 1, deleted: false });
    await sent.delete();
    expect(stored?.deleted).toBe(true);
  });
});

describe('bodies', () => {
  it('that Discord refuses are refused, with the place of the fault', async () => {
    const { bot, ada } = await world();
    const dm = await bot.users.createDM(ada.id);
    const faultOf = (send: Promise<unknown>): Promise<DiscordAPIError> =>
      send.then(
        () => expect.fail('It was accepted.'),
        (error: unknown) => error as DiscordAPIError,
      );

    const long = await faultOf(dm.send('x'.repeat(2001)));
    expect(long).toMatchObject({ status: 400, code: 50035 });
    expect(long.rawError).toHaveProperty('errors.content._errors.0.code', 'BASE_TYPE_MAX_LENGTH');
    expect(await faultOf(dm.send({ content: '' }))).toMatchObject({ code: 50006 });
    expect(await faultOf(dm.send({ content: 'Hi', nonce: 'n'.repeat(26) }))).toMatchObject({ code: 50035 });
    const heavy = { fields: [1, 2, 3, 4, 5, 6].map((n) => ({ name: `${n}`, value: 'v'.repeat(1020) })) };
    expect(await faultOf(dm.send({ embeds: [heavy] }))).toMatchObject({ code: 50035 });
    expect(await faultOf(dm.messages.fetch('1'))).toMatchObject({ code: 10008 });
  });
});

describe('the guild', () => {
  it('tells its members, roles and channels', async () => {
    const { discord, bot, ada } = await world();
    const guild = await bot.guilds.fetch({ guild: discord.guildId, force: true });
    expect(guild.name).toBe('The Club');
    expect((await guild.members.fetch({ user: ada.id, force: true })).displayName).toBe('Ada');
    expect((await guild.members.list({ limit: 2 })).size).toBe(2);
    expect((await guild.members.search({ query: 'ad' })).has(ada.id)).toBe(true);
    expect((await guild.channels.fetch()).some((channel) => channel?.name === 'general')).toBe(true);
    expect((await guild.roles.fetch()).size).toBe(2);
    await expect(guild.members.fetch({ user: '1', force: true })).rejects.toMatchObject({ code: 10013 });
    discord.removeMember(ada.id);
    await expect(guild.members.fetch({ user: ada.id, force: true })).rejects.toMatchObject({ code: 10007 });
  });
});
