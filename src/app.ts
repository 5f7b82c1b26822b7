import type { Config } from './config/config.js';
import type { ConfigRemark } from './config/environment.js';
import { SimpleEventBus } from './observability/event-bus.js';
import { logSubscriber } from './observability/log-subscriber.js';
import type { Logger } from './observability/logger.js';
import { makeDoors } from './root/doors.js';
import { Life } from './root/life.js';
import { buildPlant } from './root/plant.js';
import { openPorts, rulesOf } from './root/ports.js';
import { SystemClock } from './scheduling/system-clock.js';
import { VERSION } from './version.js';

/** The whole application. */
export type App = Pick<Life, 'start' | 'stop'>;

/**
 * Composes the application: its ports, its plant, its doors, and their start and stop. Opens and migrates the
 * database. `remarks`: what is odd about the settings, for the log.
 * @throws AlreadyRunningError when another process works on the same database.
 * @throws ConfigurationError when gamedig does not know the configured game.
 */
export async function createApp(
  config: Config,
  logger: Logger,
  remarks: readonly ConfigRemark[] = [],
): Promise<App> {
  const clock = new SystemClock();
  const events = new SimpleEventBus();
  events.on(logSubscriber(logger));
  events.emit({ type: 'starting', version: VERSION, databasePath: config.databasePath });
  for (const { name, reason } of remarks) events.emit({ type: 'setting_odd', setting: name, reason });
  const ports = await openPorts(config, clock, events);
  const plant = buildPlant(ports, rulesOf(config));
  const doors = await makeDoors(config, ports, plant, logger);
  return new Life(config, ports, plant, doors);
}
