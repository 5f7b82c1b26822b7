import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNEL_TYPES, channelOrder, type ChannelTargets } from '../../src/domain/channel-choice.js';
import { anyConfigured, anyPreference, anyTargets } from './arbitraries.js';

const EVERYWHERE: ChannelTargets = { telegram: true, signal: true, discord: true };

describe('channelOrder', () => {
  it.each([
    ['telegram', ['telegram', 'signal', 'discord']],
    ['signal', ['signal', 'telegram', 'discord']],
    ['discord', ['discord', 'telegram', 'signal']],
    ['any', ['telegram', 'signal', 'discord']],
  ] as const)('for %s is %j', (preferred, order) => {
    expect(channelOrder(preferred, EVERYWHERE, new Set(CHANNEL_TYPES))).toEqual(order);
  });

  it('falls through to the next channel that is configured and reaches them', () => {
    const noTelegram = { ...EVERYWHERE, telegram: false };
    expect(channelOrder('telegram', noTelegram, new Set(CHANNEL_TYPES))).toEqual(['signal', 'discord']);
    expect(channelOrder('telegram', noTelegram, new Set(['telegram', 'discord']))).toEqual(['discord']);
    expect(channelOrder('telegram', noTelegram, new Set(['telegram']))).toEqual([]);
  });

  it('holds exactly the channels that count, in the order of the preference', () => {
    fc.assert(
      fc.property(anyPreference, anyTargets, anyConfigured, (preferred, targets, configured) => {
        const order = channelOrder(preferred, targets, configured);
        const count = CHANNEL_TYPES.filter((channel) => targets[channel] && configured.has(channel));
        expect([...order].sort()).toEqual([...count].sort());
        const full = channelOrder(preferred, EVERYWHERE, new Set(CHANNEL_TYPES));
        expect(order).toEqual(full.filter((channel) => order.includes(channel)));
        if (preferred !== 'any' && order.includes(preferred)) expect(order[0]).toBe(preferred);
      }),
    );
  });
});
