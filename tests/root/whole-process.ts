import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { loadConfig } from '../../src/config/config.js';
import { Duties } from '../../src/domain/duties.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { createLogger } from '../../src/observability/logger.js';
import { makeDoors } from '../../src/root/doors.js';
import { LateDoors } from '../../src/root/late-doors.js';
import { Life } from '../../src/root/life.js';
import { buildPlant } from '../../src/root/plant.js';
import { openPorts, rulesOf } from '../../src/root/ports.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import { GUILD } from '../bench/world.js';
import { FakeNews } from '../support/fake-news.js';
import { FakeRoles } from '../support/fake-roles.js';
import { tempDir } from '../support/temp-dir.js';

/** A Discord for as long as a test runs. */
export async function aDiscord(): Promise<DiscordStandIn> {
  const discord = await DiscordStandIn.start({ guildId: GUILD });
  onTestFinished(() => discord.stop());
  return discord;
}

/** The whole application, with roles that a test gives and takes. Of a file one may make its doors: Sapphire is once in a process. */
export async function aProcess(
  discord: DiscordStandIn,
  { path = join(tempDir(), 'muster.sqlite'), port = 0 }: { path?: string; port?: number } = {},
) {
  const loaded = loadConfig({
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: discord.guildId,
    DISCORD_API_URL: discord.url,
    DATABASE_URL: `sqlite:${path}`,
    BRIDGE_PORT: String(port),
    BACKUP_KEEP: '0',
    AVAILABILITY_PROMOTION_TIMEZONE: 'Europe/Ljubljana',
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { config } = loaded;
  const events = new SimpleEventBus();
  const told: MusterEvent[] = [];
  let look = (): void => undefined;
  events.on((event) => {
    told.push(event);
    look();
  });
  const happened = (fits: (event: MusterEvent) => boolean): Promise<MusterEvent> =>
    new Promise((resolve) => {
      look = () => {
        const found = told.find(fits);
        if (found) resolve(found);
      };
      look();
    });
  const roles = new FakeRoles();
  const news = new FakeNews();
  const ports = { ...(await openPorts(config, new SystemClock(), events)), roles, news: news.wire() };
  const plant = buildPlant(ports, rulesOf(config));
  const duties = new Duties(roles, ports.clock, events);
  const logger = createLogger({ level: 'fatal', pretty: false, secrets: [] });
  const doors = new LateDoors(events, (heard) =>
    makeDoors(config, { ...ports, events: heard }, plant, duties, logger),
  );
  const life = new Life(config, ports, plant, { duties, inboxes: [], doors });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= life.stop('SIGTERM'));
  onTestFinished(stop);
  return { roles, news, elsewhere: news.wire(), life, stop, told, happened, plant, doors };
}
