import type { NotSent } from '../domain/channel.js';

/** What one answer of a provider means. A table of these is all we know about a provider's answers. */
export interface KnownAnswer<A, M extends string = NotSent['kind']> {
  /** How we recognise the answer: its code, or a pattern of its words. */
  readonly answer: A;
  /** The provider's own words, from its documentation or its code. */
  readonly says: string;
  readonly means: M;
  /** Our code for it. */
  readonly code: string;
  /** The document, or the people who saw the answer. */
  readonly source: string;
}

/**
 * An answer that does not come from the provider but from a proxy, a login page, or an edge that blocks us.
 * See {@link foreignOutcome} for what its status says about the request.
 */
export class ForeignAnswer extends Error {
  constructor(readonly status: number) {
    super(`something else answered in the provider's place, with ${String(status)}`);
  }
}

/**
 * What such an answer says about a delivery. A refusal (4xx) or a redirect (3xx, which we don't follow) means
 * that the request went no further. Any other status: it may have reached the provider.
 */
export function foreignOutcome({ status }: ForeignAnswer): NotSent {
  const passedOn = status < 300 || status >= 500;
  return { kind: passedOn ? 'maybe_delivered' : 'trouble', code: 'foreign_answer' };
}
