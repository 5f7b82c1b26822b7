import { assumedZone, machineZone } from './config/assumed-zone.js';
import type { Config } from './config/config.js';
import type { Settings } from './config/environment.js';
import { settingsWithoutEffect } from './config/without-effect.js';
import { Duties } from './domain/duties.js';
import { sessionTimesOf } from './domain/live-settings.js';
import { SimpleEventBus } from './observability/event-bus.js';
import { logSubscriber } from './observability/log-subscriber.js';
import type { Logger } from './observability/logger.js';
import { makeInboxes } from './root/inboxes.js';
import { LateDoors } from './root/late-doors.js';
import { Life } from './root/life.js';
import { buildPlant } from './root/plant.js';
import { openPorts, rulesOf } from './root/ports.js';
import { compareSettings } from './root/same-settings.js';
import { withoutRepeats } from './root/told-once.js';
import { SystemClock } from './scheduling/system-clock.js';
import { VERSION } from './version.js';

/** The whole application. */
export type App = Pick<Life, 'start' | 'stop' | 'outdated'>;

/**
 * Composes the application: its ports, its plant, its doors, and their start and stop. Opens and migrates the
 * database. `settings`: what `config` was read from, for the log.
 * @throws AlreadyRunningError when another process works on the same database.
 * @throws ConfigurationError when gamedig does not know the configured game.
 */
export async function createApp(config: Config, logger: Logger, settings: Settings): Promise<App> {
  const machine = new SystemClock();
  const events = new SimpleEventBus();
  events.on(withoutRepeats(logSubscriber(logger)));
  const ports = await openPorts(config, machine, events);
  const { clock } = ports;
  const { discord, promotion } = config;
  events.emit({
    type: 'starting',
    version: VERSION,
    database: ports.ground.databaseName,
    guildId: discord.guildId,
    promoters: promotion.promoterIds.size,
    evening: sessionTimesOf(promotion.timezone, ports.live.values),
    at: clock.now(),
  });
  const assumed = assumedZone(settings.variables, config, clock.now(), machineZone());
  const idle = settingsWithoutEffect(settings.variables, config, ports.live.values);
  for (const { name, reason } of [...(assumed ? [assumed] : []), ...settings.remarks, ...idle]) {
    events.emit({ type: 'setting_odd', setting: name, reason });
  }
  if (ports.ground.isShared) compareSettings(ports, settings.variables);
  const plant = buildPlant(ports, rulesOf(config));
  // The greater part of all code: what is due is sent before it is loaded.
  const duties = new Duties(ports.roles, clock, events);
  const doors = new LateDoors(events, async (heard) => {
    const { makeDoors } = await import('./root/doors.js');
    return makeDoors(config, { ...ports, events: heard }, plant, duties, logger);
  });
  const inboxes = await makeInboxes(config, ports, plant.services);
  return new Life(config, ports, plant, { duties, inboxes, doors });
}
