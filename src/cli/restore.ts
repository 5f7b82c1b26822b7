import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { DatabaseFile } from '../config/config.js';
import { LiveSettings } from '../domain/live-settings.js';
import { backupsIn } from '../persistence/file/backup-folder.js';
import { AlreadyRunningError } from '../persistence/file/process-lock.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { type Restored, restoreDatabase } from '../upkeep/restore-database.js';
import { deploymentIndex } from '../vault/blind-index.js';
import { EXIT } from '../exit-codes.js';
import { configured, fileOf, type Work, WrongUse } from './command.js';
import { Conversation } from './conversation.js';

const STILL_RUNNING = 'Muster is running on this database. Stop it, then restore; nothing was changed.';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `restore <file>` puts a backup in the database's place while no Muster runs on it, once somebody at the terminal has
 * said yes, or with `--yes`; without a file it lists the backups.
 */
export const restore: Work = async ({ words: [backupPath], options }) => {
  const { config } = configured();
  const file = fileOf(
    config,
    'Bring it back with the means of PostgreSQL, and start Muster again: docs/operations.md says how.',
  );
  if (backupPath === undefined) return list(file);
  const { path: databasePath } = file;
  if (!options.has('yes') && !(await isWanted(backupPath, databasePath))) {
    say('Nothing was changed.');
    return EXIT.failed;
  }
  const { promotion } = config;
  const restored = await restoreDatabase(
    {
      databasePath,
      clock: new SystemClock(),
      timezone: promotion.timezone,
      live: new LiveSettings(config.given),
      blindIndex: deploymentIndex(config),
      newId: randomUUID,
    },
    backupPath,
  ).catch((error: unknown) => {
    throw error instanceof AlreadyRunningError ? new Error(STILL_RUNNING, { cause: error }) : error;
  });
  report(backupPath, databasePath, restored);
  return EXIT.ok;
};

/** @throws WrongUse where there is nobody to ask. */
async function isWanted(backupPath: string, databasePath: string): Promise<boolean> {
  if (!existsSync(databasePath)) return true;
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new WrongUse('restore asks first, and there is no terminal to answer on. A script says --yes.');
  }
  const talk = new Conversation(process.stdin, process.stdout);
  try {
    talk.say(`${backupPath} takes the place of ${databasePath}, which is kept beside it.`);
    talk.say('What people said since the backup is lost, but for every no.');
    return await talk.confirm('Restore?', false);
  } finally {
    talk.close();
  }
}

function list({ backups, path: databasePath }: DatabaseFile): number {
  const there = backupsIn(backups.folder, databasePath);
  process.stderr.write('Say which backup: npm run restore -- <file>\n');
  for (const { path, kind, takenAt } of there) {
    process.stderr.write(`  ${path}  (${kind}, ${new Date(takenAt).toISOString()})\n`);
  }
  if (there.length === 0) process.stderr.write(`There is none in ${backups.folder}.\n`);
  return EXIT.wrongUse;
}

function report(backupPath: string, databasePath: string, restored: Restored): void {
  const { lost, unclear, asidePath } = restored;
  say(`${databasePath} is now the backup ${backupPath}, of ${new Date(lost.backupAt).toISOString()}.`);
  say(
    `Jobs that may have sent something since, and are ended: ${String(unclear.jobs)}. People in them who are recorded ` +
      `as unclear, and are not pinged for it again: ${String(unclear.people)}.`,
  );
  for (const line of carriedLines(restored)) say(line);
  say('Everybody is signed out, and unused link tokens no longer work.');
  if (asidePath !== null) {
    say(`What was there before is ${asidePath}. It holds personal data: delete it once it is not needed.`);
  }
  say('Start Muster again.');
}

function carriedLines({ replaced, carried }: Restored): string[] {
  if (replaced === 'none') return ['There was no database before, so nothing could be taken over from it.'];
  if (carried === null) return [NOTHING_CARRIED];
  const { erased, erasedAll, optedOut, otherWishes, settings, cancelled, paused, guarded } = carried;
  const number = (value: number | null): string => (value === null ? 'unknown' : String(value));
  const lines = [
    `Taken over from what was there before: opted out ${String(optedOut)}, erased ${String(erased)}, ` +
      `other wishes ${String(otherWishes)}, settings ${number(settings)}, campaigns cancelled ${number(cancelled)}, pings of lost campaigns ${number(guarded)}.`,
  ];
  if (paused) lines.push('Promotions were paused, and still are: /promote resume lets them go on.');
  if (!erasedAll) lines.push(ERASED_UNKNOWN);
  if ([settings, cancelled, paused, guarded].includes(null)) lines.push(DAMAGED);
  return lines;
}

const NOTHING_CARRIED =
  'What was there before can’t be read: whoever opted out, erased themselves or cancelled a campaign since the backup ' +
  'is back as they were. Tell them, ask those who erased themselves to use /privacy erase again, and look at /promote status.';
const ERASED_UNKNOWN =
  'Whether more people erased themselves since the backup can’t be told: whoever did is back. Ask them to use ' +
  '/privacy erase again.';
const DAMAGED =
  'What was there before is damaged, and where it says “unknown” nothing could be read: people may be back as they were ' +
  'in the backup. Tell them, and look at /promote status.';
