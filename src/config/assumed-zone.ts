import { wallTime } from '../domain/local-time.js';
import { isTimezone } from '../domain/time-zone.js';
import type { Config } from './config.js';
import type { ConfigRemark, Settings } from './environment.js';
import type { VariableName } from './schema.js';

const ZONE = 'AVAILABILITY_PROMOTION_TIMEZONE' satisfies VariableName;

/**
 * That nobody said in which time zone the evening is, and what that means; `null` where somebody did. A community
 * elsewhere would be pinged at the hour of the default zone without a word. `machineZone`: this machine's, IANA.
 */
export function assumedZone(
  variables: Settings['variables'],
  { promotion: { timezone } }: Config,
  now: number,
  machineZone: string,
): ConfigRemark | null {
  if ((variables[ZONE]?.trim() ?? '') !== '') return null;
  const there = wallTime(now, timezone);
  const here = wallTime(now, machineZone);
  const beside = here === there ? '' : ` (${here} in ${machineZone}, by this machine)`;
  const reason = `is not set, so the evening is in ${timezone}, where it is ${there} now${beside}: set it to your community’s zone`;
  return { name: ZONE, reason };
}

/** The time zone this machine is set to (IANA); UTC where it is set to none. */
export function machineZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isTimezone(timeZone) ? timeZone : 'UTC';
}
