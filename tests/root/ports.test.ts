import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { loadConfig } from '../../src/config/config.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { buildPlant } from '../../src/root/plant.js';
import { openPorts, rulesOf } from '../../src/root/ports.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { aMigratedPostgres, havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { actor } from '../support/people.js';
import { value } from '../support/test-app.js';

const SOON = { timeout: 1_000, interval: 10 };

/** The ports and the plant of a process, as they are in production; it has no doors. */
async function aProcess(discord: DiscordStandIn, url: string) {
  const loaded = loadConfig({
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    DATABASE_URL: url,
    AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Ljubljana',
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const events = new SimpleEventBus();
  const told: MusterEvent[] = [];
  events.on((event) => told.push(event));
  const ports = await openPorts(loaded.config, new SystemClock(), events);
  onTestFinished(() => ports.ground.close());
  return { ports, told, ...buildPlant(ports, rulesOf(loaded.config)) };
}

describe.skipIf(!havePostgres)(`two processes on one PostgreSQL (${NEEDS_POSTGRES})`, () => {
  it('know within a second what only one of them was told, and it happened once', async () => {
    const discord = await DiscordStandIn.start();
    onTestFinished(() => discord.stop());
    const url = await aMigratedPostgres();
    const [one, other] = [await aProcess(discord, url), await aProcess(discord, url)];
    const boss = discord.addMember({ name: 'Boss', permissions: PermissionFlagsBits.ManageGuild });
    const asked = actor(boss.id, { guildId: discord.guildId });

    value(await changeSettings(one.services, asked, { start_time: '22:15' }));
    await expect.poll(() => other.services.settings.startTime, SOON).toBe('22:15:00');

    const ana = discord.addMember({ name: 'Ana' });
    expect(await other.ports.directory.member(ana.id)).toMatchObject({ value: { displayName: 'Ana' } });
    discord.removeMember(ana.id);
    expect(other.ports.directory.knownMember(ana.id)).toBe(true);
    one.ports.news.tell({ type: 'member_changed', user: ana.id });
    await expect.poll(() => other.ports.directory.knownMember(ana.id), SOON).toBeNull();

    const mayTell = await Promise.all(
      [one, other].map(({ ports }) => ports.told.isNews('signal', 'captcha')),
    );
    expect(mayTell.toSorted()).toEqual([false, true]);
    expect([one, other].map(({ told }) => told.map(({ type }) => type))).toEqual([['settings_changed'], []]);
  });
});
