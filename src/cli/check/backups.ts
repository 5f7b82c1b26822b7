import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { DatabaseFile } from '../../config/config.js';
import type { Clock } from '../../domain/clock.js';
import { backupsIn } from '../../persistence/file/backup-folder.js';
import { type Check, fault, ok, warning } from './finding.js';
import { nearestFolder } from './nearest-folder.js';

const HOUR = 3_600_000;
/** A night's and a morning: older than this, at least one night went by without one. */
const OLD_HOURS = 36;

/** Whether backups can be made, are made, and how old the last one is. */
export function backupCheck({ backups, path }: Omit<DatabaseFile, 'kind'>, clock: Clock): Check {
  const what = 'backups';
  const { folder, keep } = backups;
  return {
    what,
    async look() {
      const writable = await access(nearestFolder(folder), constants.W_OK | constants.X_OK).then(
        () => true,
        () => false,
      );
      if (!writable)
        return fault(what, `can’t be written to ${folder}: look at its owner and rights, or set BACKUP_DIR`);
      const last = backupsIn(folder, path).at(-1);
      const hours = last && Math.max(0, Math.floor((clock.now() - last.takenAt) / HOUR));
      const age = hours === undefined ? 'there is none yet' : `the last one is ${hours} h old`;
      if (keep === 0) return warning(what, `none is made by itself (BACKUP_KEEP=0); ${age}`);
      return hours !== undefined && hours > OLD_HOURS
        ? warning(
            what,
            `${age}, in ${folder}: did Muster run last night? The log says why there is no newer one`,
          )
        : ok(what, `${age}, in ${folder}`);
    },
  };
}
