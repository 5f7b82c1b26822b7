import { ChannelType } from 'discord.js';
import { expect, it } from 'vitest';
import { ChannelMap } from '../../../src/presence/voice/channel-map.js';

it('misses a channel while it is no voice channel of the guild, and finds it as soon as it is', () => {
  const channels = new ChannelMap();
  const missing = () => channels.missing(new Set(['1', '2']));
  expect(missing()).toEqual([]);
  channels.channelIs({ id: '1', type: ChannelType.GuildVoice });
  expect(missing()).toEqual([]);
  channels.guildArrived([
    { id: '1', type: ChannelType.GuildText },
    { id: '2', type: ChannelType.GuildStageVoice },
  ]);
  expect(missing()).toEqual(['1']);
  channels.channelIs({ id: '1', type: ChannelType.GuildVoice });
  expect(missing()).toEqual([]);
  channels.channelGone('2');
  expect(missing()).toEqual(['2']);
  channels.channelIs({ id: '2', type: ChannelType.GuildCategory });
  expect(missing()).toEqual(['2']);
});

it('knows the voice channels in the order people see them', () => {
  const channels = new ChannelMap();
  expect(channels.fromTop()).toBeNull();
  channels.guildArrived([
    { id: '11', type: ChannelType.GuildVoice, position: 0, parent_id: '2' },
    { id: '10', type: ChannelType.GuildVoice, position: 1, parent_id: '1' },
    { id: '9', type: ChannelType.GuildStageVoice, position: 1, parent_id: '1' },
    { id: '8', type: ChannelType.GuildText, position: 0, parent_id: '1' },
    { id: '1', type: ChannelType.GuildCategory, position: 0 },
    { id: '2', type: ChannelType.GuildCategory, position: 1 },
    { id: '7', type: ChannelType.GuildVoice, position: 5, parent_id: null },
  ]);
  expect(channels.fromTop()).toEqual(['7', '9', '10', '11']);
  channels.channelIs({ id: '1', type: ChannelType.GuildCategory, position: 9 });
  expect(channels.fromTop()).toEqual(['7', '11', '9', '10']);
});
