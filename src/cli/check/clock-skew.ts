import type { Clock } from '../../domain/clock.js';
import { notAsked } from './discord.js';
import { type Check, fault, ok, warning } from './finding.js';

/** From here on messages come noticeably early or late, and so do the buttons' and tokens' ends. */
const NOTICEABLE_MS = 2_000;
const WRONG_MS = 30_000;

/** Whether this machine's clock goes as Discord's does: everything happens by it, at 21:00 on the wall. */
export function clockCheck(apiUrl: string, clock: Clock): Check {
  const what = 'clock';
  return {
    what,
    async look(signal) {
      const skewMs = await skewAgainst(`${apiUrl}/v10/gateway`, clock, signal);
      if (skewMs === null) return notAsked(what);
      const seconds = `${(Math.abs(skewMs) / 1000).toFixed(1)} s`;
      const said = `is ${seconds} ${skewMs > 0 ? 'ahead of' : 'behind'} Discord’s`;
      const remedy = 'switch time synchronisation on (systemd-timesyncd, chrony)';
      if (Math.abs(skewMs) > WRONG_MS) return fault(what, `${said}: ${remedy}`);
      return Math.abs(skewMs) > NOTICEABLE_MS
        ? warning(what, `${said}: ${remedy}`)
        : ok(what, 'matches Discord’s (±2 s)');
    },
  };
}

/** How far this clock is ahead, in milliseconds; `null` where nobody told the time. */
async function skewAgainst(url: string, clock: Clock, signal: AbortSignal): Promise<number | null> {
  const asked = clock.now();
  const response = await fetch(url, { signal, redirect: 'manual' }).catch(() => null);
  const answered = clock.now();
  await response?.body?.cancel();
  const told = Date.parse(response?.headers.get('date') ?? '');
  // The header has no fractions: on average it is half a second behind what it tells.
  return Number.isNaN(told) ? null : (asked + answered) / 2 - (told + 500);
}
