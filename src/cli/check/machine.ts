import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigRemark } from '../../config/environment.js';
import type { Clock } from '../../domain/clock.js';
import { eveningInWords, type SessionTimes } from '../../domain/evening.js';
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

/**
 * Whether somebody said in which zone the evening is, and the machine's time zone data knows it. `assumed`: what there
 * is to say where nobody did.
 */
export function timeZoneCheck(
  zone: string,
  icuVersion: string | undefined,
  assumed: ConfigRemark | null,
): Check {
  const what = 'time zone';
  return {
    what,
    look: () => {
      if (!isTimezone(zone)) {
        return fault(what, `${zone} is not in this Node’s time zone data: use a Node built with full ICU`);
      }
      return assumed
        ? warning(what, `${assumed.name} ${assumed.reason}`)
        : ok(what, `${zone} is known (time zone data ${icuVersion ?? 'of the system'})`);
    },
  };
}

/** When tonight's messages leave, in words that somebody in the wrong zone finds wrong. */
export function eveningCheck(evening: SessionTimes, clock: Clock): Check {
  const what = 'evening';
  return { what, look: () => ok(what, eveningInWords(evening, clock.now())) };
}

const READABLE_BY_OTHERS = 0o004;

/** Whether `.env`, which holds the secrets, is kept from the machine's other users. */
export function envFileCheck(folder: string): Check {
  const what = '.env';
  return {
    what,
    async look() {
      const found = await stat(join(folder, '.env')).catch(() => null);
      if (!found) return ok(what, 'not found; using the environment');
      return (found.mode & READABLE_BY_OTHERS) === 0
        ? ok(what, 'not readable by other users')
        : warning(what, 'readable by every user of this machine, with its secrets: chmod 600 .env');
    },
  };
}
