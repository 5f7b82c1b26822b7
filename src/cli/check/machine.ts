import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isTimezone } from '../../domain/time-zone.js';
import { type Check, fault, ok, warning } from './finding.js';

const OLDEST = [20, 19] as const;
/** The oldest release line that still gets security fixes. */
const MAINTAINED = 22;
const RECOMMENDED = 24;

/** Whether this release of Node is one Muster runs on, and one that still gets security fixes. */
export function nodeCheck(version: string): Check {
  const what = 'Node';
  return {
    what,
    look() {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
        return fault(
          what,
          `${version} is too old: Muster needs ${OLDEST.join('.')} or newer; ${RECOMMENDED} is best`,
        );
      }
      if (major < MAINTAINED) {
        return warning(what, `${version} gets no security fixes any more: use Node ${RECOMMENDED}`);
      }
      return ok(what, major < RECOMMENDED ? `${version}; ${RECOMMENDED} is recommended` : version);
    },
  };
}

/** Whether the machine's time zone data knows the zone of the session. */
export function timeZoneCheck(zone: string, icuVersion: string | undefined): Check {
  const what = 'time zone';
  return {
    what,
    look: () =>
      isTimezone(zone)
        ? ok(what, `${zone} is known (time zone data ${icuVersion ?? 'of the system'})`)
        : fault(what, `${zone} is not in this Node’s time zone data: use a Node built with full ICU`),
  };
}

const READABLE_BY_OTHERS = 0o004;

/** Whether `.env`, which holds the secrets, is kept from the machine's other users. */
export function envFileCheck(folder: string): Check {
  const what = '.env';
  return {
    what,
    async look() {
      const found = await stat(join(folder, '.env')).catch(() => null);
      if (!found) return ok(what, 'there is none; the settings come from the environment');
      return (found.mode & READABLE_BY_OTHERS) === 0
        ? ok(what, 'is kept from the machine’s other users')
        : warning(what, 'everybody on this machine can read it, with its secrets: chmod 600 .env');
    },
  };
}
