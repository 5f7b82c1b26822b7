const MINUTE = 60_000;

/** How long before the start standbys may be called, in milliseconds. */
export const MORE_BEFORE_MS = 15 * MINUTE;
/** How many standbys one request may ask for. */
export const MOST_MORE = 10;
/** How long somebody who was called has to come before the next one is called, in milliseconds. */
export const PATIENCE_MS = 4 * MINUTE;

/** Somebody in the line of standbys. */
export interface Standby {
  /** `over`: they were not called, and will not be. */
  readonly state: 'untried' | 'under_way' | 'called' | 'over';
  /** Since when they are being called (ms); `null`: they are not. */
  readonly since: number | null;
  /** They were called, and have come or said that they will. */
  readonly came: boolean;
}

/** Whose turn it is; without anybody it is to be looked again at `lookAgainAt` (ms), or where that is `null` all is done. */
export interface Turns<S> {
  readonly call: readonly S[];
  readonly lookAgainAt: number | null;
}

/**
 * Whom of a line to call now, in its order, so that `wanted` of them come. Whoever is called holds a place for
 * {@link PATIENCE_MS}; who has come holds it for good. It knows nothing but what is on record, so that looking twice calls
 * nobody twice.
 */
export function turnsOf<S extends Standby>(line: readonly S[], wanted: number, now: number): Turns<S> {
  const underWay = line.filter(({ state }) => state === 'under_way');
  const untried = line.filter(({ state }) => state === 'untried');
  const came = line.filter(({ state, came }) => state === 'called' && came).length;
  const holds = line
    .filter(({ state, came }) => state === 'under_way' || (state === 'called' && !came))
    .map(({ since }) => (since ?? now) + PATIENCE_MS)
    .filter((until) => until > now);
  const missing = Math.max(0, wanted - came - holds.length);
  const call = [...underWay, ...untried.slice(0, missing)];
  const isOver = came >= wanted || untried.length === 0;
  return { call, lookAgainAt: isOver || holds.length === 0 ? null : Math.min(...holds) };
}
