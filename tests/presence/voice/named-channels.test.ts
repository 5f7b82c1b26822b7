import { ChannelType } from 'discord.js';
import { expect, it } from 'vitest';
import { NamedChannels } from '../../../src/presence/voice/named-channels.js';

it('are missing while they are no voice channels of the guild, and found as soon as they are', () => {
  const named = new NamedChannels({ only: new Set(['lounge', 'stage']) });
  expect(named.missing()).toEqual([]);
  named.channelIs({ id: 'lounge', type: ChannelType.GuildVoice });
  expect(named.missing()).toEqual([]);
  named.guildArrived([
    { id: 'lounge', type: ChannelType.GuildText },
    { id: 'stage', type: ChannelType.GuildStageVoice },
  ]);
  expect(named.missing()).toEqual(['lounge']);
  named.channelIs({ id: 'lounge', type: ChannelType.GuildVoice });
  expect(named.missing()).toEqual([]);
  named.channelGone('stage');
  expect(named.missing()).toEqual(['stage']);
});
