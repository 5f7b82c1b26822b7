import type { LedgerState } from './campaign.js';

/** How many are looking for a game, beside how many a session takes at least (0: nobody is asked about too few). */
export interface Numbers {
  readonly looking: number;
  readonly minimum: number;
}

/** Whether the promoter of an evening is asked about it: fewer are looking for a game than it takes. */
export function isTooFew({ looking, minimum }: Numbers): boolean {
  return looking < minimum;
}

/** Why nobody needs to be asked any more. */
const NEEDLESS: ReadonlySet<string> = new Set(['cancelled', 'expired']);

/** Whether a promoter was to be asked and was not, or perhaps not, by the state and code of the ledger row; `null`: none. */
export function isAskedInVain(state: LedgerState | null, code: string | null): boolean {
  return state === 'unknown' || (state === 'failed' && !NEEDLESS.has(code ?? ''));
}
