import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clockCheck } from '../../../src/cli/check/clock-skew.js';
import { envFileCheck, eveningCheck, nodeCheck, timeZoneCheck } from '../../../src/cli/check/machine.js';
import { assumedZone } from '../../../src/config/assumed-zone.js';
import { loadConfig } from '../../../src/config/config.js';
import { SystemClock } from '../../../src/scheduling/system-clock.js';
import { FakeClock } from '../../support/fake-clock.js';
import { tempDir } from '../../support/temp-dir.js';
import { aDiscord, found } from './support.js';

describe('Node', () => {
  it.each([
    ['18.20.0', /^fault .*too old: Muster needs 20\.19/],
    ['20.18.3', /^fault .*too old/],
    ['20.19.0', /^warning .*no security fixes.*use Node 24/],
    ['21.7.3', /^warning/],
    ['22.14.0', /^ok .*24 is recommended/],
    ['24.0.0', /^ok Node: 24\.0\.0$/],
    ['26.1.0', /^ok/],
  ])('%s', async (version, said) => {
    expect(await found(nodeCheck(version))).toMatch(said);
  });
});

it('a zone the time zone data does not have is a fault', async () => {
  expect(await found(timeZoneCheck('Europe/Ljubljana', '2025c', null))).toMatch(
    /^ok .*Europe\/Ljubljana.*2025c/,
  );
  expect(await found(timeZoneCheck('Europe/Atlantis', undefined, null))).toMatch(
    /^fault .*Europe\/Atlantis.*ICU/,
  );
});

it('a zone nobody set is a warning, with the time it is there now', async () => {
  const config = loadConfig({ DISCORD_TOKEN: 't', DISCORD_GUILD_ID: '123456789012345678' });
  if (!config.ok) throw new Error('a good configuration');
  const inTheAfternoon = Date.parse('2026-11-28T15:14:00Z');
  const assumed = (env: Record<string, string>, here: string) =>
    assumedZone(env, config.config, inTheAfternoon, here);
  expect(await found(timeZoneCheck('Europe/Ljubljana', '2025c', assumed({}, 'America/New_York')))).toBe(
    'warning time zone: AVAILABILITY_PROMOTION_TIMEZONE is not set, so the evening is in Europe/Ljubljana, where it ' +
      'is 16:14 now (10:14 in America/New_York, by this machine): set it to your community’s zone',
  );
  expect(assumed({ AVAILABILITY_PROMOTION_TIMEZONE: ' ' }, 'Europe/Vienna')?.reason).toContain(
    'where it is 16:14 now: set it',
  );
  expect(assumed({ AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Ljubljana' }, 'UTC')).toBeNull();
});

it('the evening is said in words', async () => {
  const evening = { timezone: 'America/New_York', reminderTime: '20:45:00', startTime: '21:00:30' };
  const clock = new FakeClock(Date.parse('2026-11-28T15:14:00Z'));
  expect(await found(eveningCheck(evening, clock))).toBe(
    'ok evening: reminder 20:45, start 21:00:30 in America/New_York; it is 10:14 there now',
  );
});

it('an .env everybody can read is a warning', async () => {
  const folder = tempDir();
  expect(await found(envFileCheck(folder))).toMatch(/^ok .*not found; using the environment/);
  const file = join(folder, '.env');
  writeFileSync(file, 'DISCORD_TOKEN=canary');
  chmodSync(file, 0o644);
  expect(await found(envFileCheck(folder))).toMatch(/^warning .*chmod 600/);
  chmodSync(file, 0o640);
  expect(await found(envFileCheck(folder))).toMatch(/^ok/);
});

describe('the clock', () => {
  /** What is found where Discord’s clock shows so many seconds more than this one’s. */
  async function beside(seconds: number): Promise<string> {
    const discord = await aDiscord();
    const date = new Date(Date.now() + seconds * 1000).toUTCString();
    const answer = { kind: 'status', status: 200, body: {}, headers: { Date: date } } as const;
    discord.faults.always({ route: 'GET /gateway' }, answer);
    return found(clockCheck(discord.url, new SystemClock()));
  }

  it.each([
    [0, /^ok/],
    [10, /^warning clock: is \d+\.\d s behind Discord’s: .*synchronisation/],
    [-10, /^warning clock: is \d+\.\d s ahead of/],
    [60, /^fault clock: .*behind/],
    [-60, /^fault clock: .*ahead/],
  ])('%i seconds from Discord’s', async (seconds, said) => {
    expect(await beside(seconds)).toMatch(said);
  });

  it('can’t be compared while Discord does not answer', async () => {
    const discord = await aDiscord();
    await discord.pauseHttp();
    expect(await found(clockCheck(discord.url, new SystemClock()))).toMatch(/^warning .*not checked/);
  });
});
