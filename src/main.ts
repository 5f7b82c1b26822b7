import { createApp } from './app.js';
import { formatFaults, loadConfig } from './config/config.js';
import { readEnvironment } from './config/environment.js';
import { runProcess } from './process.js';
import { createLogger } from './observability/logger.js';

const loaded = loadConfig(readEnvironment(process.cwd()));
if (loaded.ok) {
  const { config } = loaded;
  const telegram = config.telegram ? [config.telegram.token] : [];
  const secrets = [config.discord.token, ...config.contactKeys, ...telegram];
  const logger = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY, secrets });
  await runProcess(logger, () => createApp(config, logger));
} else {
  process.stderr.write(formatFaults(loaded.faults));
  process.exitCode = 78;
}
