import type { Clock } from '../../domain/clock.js';
import { type SignalAccess, SignalApi, type SignalAnswer } from '../../channels/signal/signal-api.js';
import { type Check, fault, ok, warning } from './finding.js';

const ASK_TIMEOUT_MS = 5_000;

/** Whether signal-cli-rest-api answers, and has our number. */
export function signalCheck(access: SignalAccess, clock: Clock): Check {
  const what = 'Signal';
  return {
    what,
    async look(signal) {
      const api = new SignalApi(access, clock);
      const options = { timeoutMs: ASK_TIMEOUT_MS, signal };
      try {
        const about = await api.about(options);
        const mode = modeOf(about);
        if (mode === null) {
          return fault(what, `${access.apiUrl} is no signal-cli-rest-api: correct SIGNAL_API_URL`);
        }
        const accounts = await api.accounts(options);
        if (!Array.isArray(accounts.body) || accounts.status !== 200) {
          return warning(what, `answers at ${access.apiUrl}, but does not say which numbers it has`);
        }
        if (!accounts.body.includes(access.number)) {
          return fault(
            what,
            'signal-cli-rest-api does not have SIGNAL_NUMBER: register or link the number there',
          );
        }
        const untrusted = untrustedIn(await api.identities(options));
        return untrusted === 0
          ? ok(what, `signal-cli-rest-api answers at ${access.apiUrl} (mode ${mode}) and has SIGNAL_NUMBER`)
          : warning(
              what,
              `sends nothing to ${untrusted} of those it knows, whose safety number has changed: compare the new one and trust it (docs/operations.md)`,
            );
      } catch {
        return fault(what, `nothing answers at ${access.apiUrl}: start signal-cli-rest-api`);
      }
    },
  };
}

/** `null`: it is something else that answers. */
function modeOf({ status, body }: SignalAnswer): string | null {
  const mode = (body as { mode?: unknown } | undefined)?.mode;
  return status === 200 && typeof mode === 'string' ? mode : null;
}

/** How many people's keys our number does not trust; 0 where it doesn't say. */
function untrustedIn({ body }: SignalAnswer): number {
  const identities: unknown[] = Array.isArray(body) ? body : [];
  return identities.filter((identity) => (identity as { status?: unknown } | null)?.status === 'UNTRUSTED')
    .length;
}
