import type { Clock } from '../../domain/clock.js';
import { DeadlineError, withDeadline } from '../../domain/deadline.js';
import { type Check, fault, type Finding } from './finding.js';

/** How long one check may take, in milliseconds. */
export const CHECK_TIMEOUT_MS = 10_000;

/**
 * Makes every check, side by side and each with a time limit of its own, whatever becomes of the others. What was found
 * comes in the order of the checks.
 */
export async function runChecks(
  checks: readonly Check[],
  clock: Clock,
  timeoutMs = CHECK_TIMEOUT_MS,
): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => runCheck(check, clock, timeoutMs)));
  return found.flat();
}

async function runCheck(check: Check, clock: Clock, timeoutMs: number): Promise<readonly Finding[]> {
  const { what } = check;
  try {
    const found = await withDeadline(clock, timeoutMs, async (signal) => check.look(signal));
    return Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  } catch (error) {
    if (error instanceof DeadlineError) {
      const seconds = Math.round(timeoutMs / 1000);
      return [fault(what, `no answer within ${seconds} s: look at the network, or try again`)];
    }
    const said = error instanceof Error ? error.message : 'an unknown error';
    return [fault(what, `not checked: ${said}`)];
  }
}
