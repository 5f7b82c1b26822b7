import { createApp } from './app.js';
import { formatFaults, loadConfig, secretsOf } from './config/config.js';
import { readEnvironment } from './config/environment.js';
import { runProcess } from './process.js';
import { createLogger } from './observability/logger.js';

const loaded = loadConfig(readEnvironment(process.cwd()));
if (loaded.ok) {
  const { config } = loaded;
  const logger = createLogger({
    level: config.logLevel,
    pretty: process.stdout.isTTY,
    secrets: secretsOf(config),
  });
  await runProcess(logger, () => createApp(config, logger));
} else {
  process.stderr.write(formatFaults(loaded.faults));
  process.exitCode = 78;
}
