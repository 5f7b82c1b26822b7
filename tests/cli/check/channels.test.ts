import { OverwriteType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import { channelCheck, channelsIn, type ChannelUse } from '../../../src/cli/check/channels.js';
import { LiveSettings } from '../../../src/domain/live-settings.js';
import { loadConfig } from '../../../src/config/config.js';
import { aDiscord, factsOf, found } from './support.js';

const use = (id: string, needs: ChannelUse['needs'] = ['View Channel', 'Send Messages']): ChannelUse => ({
  variable: 'ALERT_CHANNEL_ID',
  id,
  needs,
});

const look = (discord: DiscordStandIn, asked: ChannelUse): Promise<string> =>
  found(channelCheck(factsOf(discord), asked));

/** Discord tells this of the channel, beside what it is. */
function told(discord: DiscordStandIn, id: string, changes: Readonly<Record<string, unknown>>): void {
  const body = { id, type: 0, guild_id: discord.guildId, permission_overwrites: [], ...changes };
  discord.faults.always({ route: 'GET /channels/:id' }, { kind: 'status', status: 200, body });
}

it('every channel the configuration names is looked at', () => {
  const env = { DISCORD_TOKEN: 'token', DISCORD_GUILD_ID: '123456789012345678' };
  const uses = (more: Record<string, string>) => {
    const loaded = loadConfig({ ...env, ...more });
    return loaded.ok ? channelsIn(new LiveSettings(loaded.config.given).values) : null;
  };
  expect(uses({})).toEqual([]);
  const id = '345678901234567890';
  expect(uses({ ALERT_CHANNEL_ID: id })).toEqual([use(id)]);
});

describe('a channel', () => {
  it('the bot may write in', async () => {
    const discord = await aDiscord();
    const { id } = discord.addChannel({ name: 'alerts' });
    expect(await look(discord, use(id, ['View Channel', 'Send Messages', 'Attach Files']))).toMatch(/^ok/);
  });

  it('that is not there', async () => {
    const discord = await aDiscord();
    expect(await look(discord, use('999999999999999999'))).toMatch(/^fault .*no such channel/);
  });

  it('the bot can’t see', async () => {
    const discord = await aDiscord();
    const { id } = discord.addChannel({ name: 'alerts' });
    const refused = { kind: 'code', status: 403, code: 50001, message: 'Missing Access' } as const;
    discord.faults.always({ route: 'GET /channels/:id' }, refused);
    expect(await look(discord, use(id))).toMatch(/^fault .*can’t see it: give it “View Channel”/);
  });

  it('of another server, and a direct message', async () => {
    const discord = await aDiscord();
    const { id } = discord.addChannel({ name: 'alerts' });
    told(discord, id, { guild_id: '999999999999999999' });
    expect(await look(discord, use(id))).toMatch(/^fault .*another server/);
    discord.faults.clear();
    told(discord, id, { type: 1, guild_id: undefined });
    expect(await look(discord, use(id))).toMatch(/^fault .*another server, or none/);
  });

  it('that is a category', async () => {
    const discord = await aDiscord();
    const { id } = discord.addChannel({ name: 'alerts' });
    told(discord, id, { type: 4 });
    expect(await look(discord, use(id))).toMatch(/^fault .*name a text channel/);
    expect(await look(discord, use(id, ['View Channel']))).toMatch(/^ok/);
  });

  it('that is to be one people talk in, and is not', async () => {
    const discord = await aDiscord();
    const voice = (id: string): ChannelUse => ({ ...use(id, ['View Channel']), isVoice: true });
    expect(await look(discord, voice(discord.addChannel({ name: 'text' }).id))).toMatch(
      /^fault .*no voice channel/,
    );
    for (const type of ['voice', 'stage'] as const) {
      expect(await look(discord, voice(discord.addChannel({ name: type, type }).id))).toMatch(/^ok/);
    }
  });

  it('whose overwrites take something from the bot', async () => {
    const discord = await aDiscord();
    const { id } = discord.addChannel({ name: 'alerts' });
    const overwrite = {
      id: discord.botUserId,
      type: OverwriteType.Member,
      allow: '0',
      deny: String(PermissionFlagsBits.SendMessages),
    };
    told(discord, id, { permission_overwrites: [overwrite] });
    expect(await look(discord, use(id))).toMatch(/^fault .*lacks there: Send Messages;/);
    discord.faults.clear();
    const hidden = { ...overwrite, deny: String(PermissionFlagsBits.ViewChannel) };
    told(discord, id, { permission_overwrites: [hidden] });
    expect(await look(discord, use(id))).toMatch(/^fault .*lacks there: View Channel, Send Messages;/);
  });

  it('that is a thread: what its channel says counts, and “in threads”', async () => {
    const discord = await aDiscord();
    const parent = discord.addChannel({ name: 'alerts' });
    const thread = discord.addChannel({ name: 'tonight' });
    const everyone = (rule: { allow: bigint; deny: bigint }) => ({
      id: discord.guildId,
      type: OverwriteType.Role,
      allow: String(rule.allow),
      deny: String(rule.deny),
    });
    const lookAt = (rule: { allow: bigint; deny: bigint }): Promise<string> => {
      discord.faults.clear();
      const answers = [
        { id: thread.id, type: 11, guild_id: discord.guildId, parent_id: parent.id },
        { id: parent.id, type: 0, guild_id: discord.guildId, permission_overwrites: [everyone(rule)] },
      ];
      for (const body of answers) {
        discord.faults.next({ route: 'GET /channels/:id' }, { kind: 'status', status: 200, body });
      }
      return look(discord, use(thread.id));
    };
    const { SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
    expect(await lookAt({ allow: SendMessagesInThreads, deny: SendMessages })).toMatch(/^ok/);
    expect(await lookAt({ allow: SendMessages, deny: SendMessagesInThreads })).toMatch(
      /^fault .*Send Messages;/,
    );
  });

  it('is not called well where the server is wrong or Discord does not answer', async () => {
    const discord = await aDiscord();
    const { id } = discord.addChannel({ name: 'alerts' });
    const elsewhere = factsOf(discord, { guildId: '999999999999999999' });
    expect(await found(channelCheck(elsewhere, use(id)))).toMatch(/^warning .*not checked/);
    await discord.pauseHttp();
    expect(await look(discord, use(id))).toMatch(/^warning .*not checked/);
  });
});
