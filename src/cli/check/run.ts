import type { Clock } from '../../domain/clock.js';
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
  const over = new AbortController();
  const done = new AbortController();
  const late = clock.sleep(timeoutMs, done.signal).then(() => {
    over.abort();
    return [
      fault(what, `no answer within ${Math.round(timeoutMs / 1000)} s: look at the network, or try again`),
    ];
  });
  const look = async (): Promise<readonly Finding[]> => {
    const found = await check.look(over.signal);
    return Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  };
  const found = look().catch((error: unknown) => [
    fault(
      what,
      `could not be looked at: ${error instanceof Error ? error.message : 'an error without a word'}`,
    ),
  ]);
  try {
    return await Promise.race([found, late]);
  } finally {
    done.abort();
  }
}
