import { once } from 'node:events';
import { Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { aBot, aClient, aStandIn } from './support.js';

describe('the gateway', () => {
  it('lists the bot and who is in voice, and tells of changes', async () => {
    const discord = await aStandIn();
    const voice = discord.addChannel({ name: 'Lobby', type: 'voice' });
    const [ada, bob] = [discord.addMember({ name: 'Ada' }), discord.addMember({ name: 'Bob' })];
    discord.setVoice(ada.id, voice.id);
    const bot = await aBot(discord);
    const guild = bot.guilds.cache.get(discord.guildId);

    expect(guild?.voiceStates.cache.get(ada.id)?.channelId).toBe(voice.id);
    expect([...(guild?.members.cache.keys() ?? [])].sort()).toEqual([discord.botUserId, ada.id].sort());

    const moved = once(bot, Events.VoiceStateUpdate);
    discord.setVoice(bob.id, voice.id);
    await moved;
    expect(guild?.voiceStates.cache.get(bob.id)?.channelId).toBe(voice.id);

    const left = once(bot, Events.GuildMemberRemove);
    discord.removeMember(bob.id);
    await left;
    expect(guild?.members.cache.has(bob.id)).toBe(false);

    const promoted = once(bot, Events.GuildMemberUpdate);
    discord.setPermissions(ada.id, 1n << 5n);
    await promoted;
    expect(guild?.members.cache.get(ada.id)?.permissions.has('ManageGuild')).toBe(true);
  });

  it('answers requests for members, by id and by name, in chunks', async () => {
    const discord = await aStandIn();
    const people = Array.from({ length: 1500 }, (_, n) => discord.addMember({ name: `Player ${n}` }));
    const bot = await aBot(discord);
    const guild = bot.guilds.cache.get(discord.guildId)!;
    const two = await guild.members.fetch({ user: [people[3]!.id, people[4]!.id] });
    expect([...two.values()].map((member) => member.displayName)).toEqual(['Player 3', 'Player 4']);
    expect((await guild.members.fetch({ query: 'player 149', limit: 50 })).size).toBe(11);
    expect((await guild.members.fetch()).size).toBe(1502);
  });

  it('resumes a dropped session, and replays what was missed', async () => {
    const discord = await aStandIn();
    const bot = await aBot(discord);
    const joined = once(bot, Events.GuildMemberAdd);
    discord.gateway.drop();
    await discord.gateway.waitForDisconnect();
    discord.addMember({ name: 'Late' });
    await discord.gateway.waitForResume();
    const [member] = (await joined) as [{ displayName: string }];
    expect(member.displayName).toBe('Late');
    expect(discord.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
    expect(discord.gateway.sessions).toHaveLength(1);
  });

  it('asks for a reconnect, which the bot does by resuming', async () => {
    const discord = await aStandIn();
    await aBot(discord);
    discord.gateway.reconnect();
    await discord.gateway.waitForResume();
    expect(discord.gateway.counts.identified).toBe(1);
  });

  it('that has forgotten the session makes the bot identify anew', async () => {
    const discord = await aStandIn();
    const bot = await aBot(discord);
    const readyAgain = once(bot, Events.ShardReady);
    discord.gateway.forgetSessions();
    discord.gateway.drop();
    await discord.gateway.waitForIdentify(2);
    await readyAgain;
    expect(discord.gateway.counts.resumed).toBe(0);
  });

  it('declares a connection invalid, which the bot resumes when it may', async () => {
    const discord = await aStandIn();
    await aBot(discord);
    discord.gateway.invalidate(true);
    await discord.gateway.waitForResume();
    expect(discord.gateway.counts.identified).toBe(1);
  });

  it('keeps events while it is silent, and gives them out afterwards', async () => {
    const discord = await aStandIn();
    const bot = await aBot(discord);
    const heard: string[] = [];
    bot.on(Events.GuildMemberAdd, (member) => heard.push(member.displayName));
    discord.gateway.silence(true);
    discord.addMember({ name: 'One' });
    await bot.application.fetch();
    expect(heard).toEqual([]);
    const second = once(bot, Events.GuildMemberAdd);
    discord.gateway.silence(false);
    await second;
    expect(heard).toEqual(['One']);
  });

  it('that falls silent is left by a bot whose heartbeat is not acknowledged', async () => {
    const discord = await aStandIn({ heartbeatIntervalMs: 60 });
    await aBot(discord);
    discord.gateway.silence(true);
    await discord.gateway.waitForDisconnect();
    discord.gateway.silence(false);
    await discord.gateway.waitForResume();
  });

  it('refuses connections when told to', async () => {
    const discord = await aStandIn();
    const bot = await aBot(discord);
    bot.on('error', () => undefined);
    discord.gateway.refuse(true);
    discord.gateway.drop();
    await discord.waitUntil(() => discord.gateway.counts.refused > 0, 'a refused connection');
    discord.gateway.refuse(false);
    await discord.gateway.waitForConnection();
  });

  it('refuses a wrong token and intents that are not allowed', async () => {
    const discord = await aStandIn();
    await expect(aClient(discord).login('bad.token')).rejects.toThrow(/token/i);
    discord.gateway.disallowIntents(GatewayIntentBits.GuildMembers);
    await expect(aClient(discord).login(discord.token)).rejects.toThrow(/disallowed intents/i);
  });
});
