import type { App } from './app.js';
import { ConfigurationError } from './discord/startup.js';
import { EXIT } from './exit-codes.js';
import { ListenError } from './http/listen.js';
import type { Logger } from './observability/logger.js';
import { AlreadyRunningError } from './persistence/file/process-lock.js';
import { StorageError } from './persistence/file/storage-error.js';

/**
 * Runs the application until a signal stops it: the first lets it drain, a second one ends it at once. It also ends, with a code
 * that has supervisors start it again, when a newer release has migrated the database.
 */
export async function runProcess(logger: Logger, create: () => Promise<App>): Promise<void> {
  let app: App | null = null;
  let stopping = false;
  const end = (why: string, code: number): void => {
    if (!app) return;
    stopping = true;
    app.stop(why).then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error({ err: error }, 'Stopping failed');
        process.exit(1);
      },
    );
  };
  const stop = (signal: NodeJS.Signals): void => {
    // The database survives a stop at any moment, so a second signal loses nothing.
    if (stopping || !app) process.exit(stopping ? 130 : 0);
    end(signal, EXIT.ok);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('unhandledRejection', (error) => {
    logger.error({ err: error }, 'An error nobody was waiting for');
  });
  try {
    app = await create();
    void app.outdated.then(() => {
      if (!stopping) end('a newer release', EXIT.outdated);
    });
    await app.start();
  } catch (error) {
    const worded = error instanceof StorageError || error instanceof ListenError;
    const misconfigured = error instanceof ConfigurationError || (worded && error.lasting);
    if (misconfigured || worded || error instanceof AlreadyRunningError) {
      logger.fatal(error.message);
    } else logger.fatal({ err: error }, 'Muster could not start');
    process.exit(misconfigured ? EXIT.misconfigured : EXIT.failed);
  }
}
