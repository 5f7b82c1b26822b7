import { createApp } from './app.js';
import { formatFaults, loadConfig } from './config/config.js';
import { readSettings } from './config/environment.js';
import { secretsIn } from './config/secrets.js';
import { EXIT } from './exit-codes.js';
import { runProcess } from './process.js';
import { createLogger } from './observability/logger.js';

// Muster's files tell who plays when: the machine's other users need not read them.
process.umask(0o077);
const settings = readSettings(process.cwd());
const loaded = loadConfig(settings.variables, settings.faults);
if (loaded.ok) {
  const { config } = loaded;
  const logger = createLogger({
    level: config.logLevel,
    pretty: process.stdout.isTTY,
    secrets: secretsIn(settings.variables),
  });
  await runProcess(logger, () => createApp(config, logger, settings));
} else {
  process.stderr.write(formatFaults(loaded.faults));
  process.exitCode = EXIT.misconfigured;
}
