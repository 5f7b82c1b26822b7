import { createApp } from './app.js';
import { formatFaults, loadConfig } from './config/config.js';
import { readEnvironment } from './config/environment.js';
import { secretsIn } from './config/secrets.js';
import { runProcess } from './process.js';
import { createLogger } from './observability/logger.js';

// What Muster writes tells who plays when: the machine's other users have no need to read it.
process.umask(0o077);
const environment = readEnvironment(process.cwd());
const loaded = loadConfig(environment);
if (loaded.ok) {
  const { config } = loaded;
  const logger = createLogger({
    level: config.logLevel,
    pretty: process.stdout.isTTY,
    secrets: secretsIn(environment),
  });
  await runProcess(logger, () => createApp(config, logger));
} else {
  process.stderr.write(formatFaults(loaded.faults));
  process.exitCode = 78;
}
