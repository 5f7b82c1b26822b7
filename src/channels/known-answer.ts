import type { NotSent } from '../domain/channel.js';

/** What one answer of a provider means. Tables of these are all that the sorting of answers knows of a provider. */
export interface KnownAnswer<A, M extends string = NotSent['kind']> {
  /** How the answer is recognised: its code, or a pattern of its words. */
  readonly answer: A;
  /** The provider's own words, as its documentation or its code has them. */
  readonly says: string;
  readonly means: M;
  /** Our code for it. */
  readonly code: string;
  /** Where it is documented, or who was seen to say it. */
  readonly source: string;
}

/**
 * An answer that is not the provider's: of a proxy, a login page, an edge that blocks us. What it says about the
 * request depends on its status; see {@link foreignOutcome}.
 */
export class ForeignAnswer extends Error {
  constructor(readonly status: number) {
    super(`something else answered in the provider's place, with ${String(status)}`);
  }
}

/**
 * What an answer by something on the way says about a delivery. Who refuses a request (4xx) or sends it elsewhere (3xx,
 * which nobody follows) has not passed it on. Who says that it went well may have.
 */
export function foreignOutcome({ status }: ForeignAnswer): NotSent {
  const passedOn = status < 300 || status >= 500;
  return { kind: passedOn ? 'maybe_delivered' : 'trouble', code: 'foreign_answer' };
}
