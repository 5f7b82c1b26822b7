import { describe, expect, it } from 'vitest';
import { discordDate, discordDateTime, discordRelative, timeOfDay } from '../../src/messages/moment.js';
import { START_AT } from './samples.js';

describe('timeOfDay', () => {
  it("is Discord's timestamp in whole seconds", () => {
    expect(timeOfDay(START_AT + 999, 'discord')).toBe(`<t:${START_AT / 1000}:t>`);
    expect(discordRelative(START_AT + 999)).toBe(`<t:${START_AT / 1000}:R>`);
    expect(discordDate(START_AT + 999)).toBe(`<t:${START_AT / 1000}:D>`);
    expect(discordDateTime(START_AT + 999)).toBe(`<t:${START_AT / 1000}:f>`);
  });

  it('is the wall time of the zone it names', () => {
    expect(timeOfDay(START_AT, { timezone: 'Europe/Ljubljana' })).toBe('21:00 (Europe/Ljubljana)');
    expect(timeOfDay(START_AT, { timezone: 'America/New_York' })).toBe('15:00 (America/New_York)');
  });
});
