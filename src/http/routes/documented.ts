import * as z from 'zod';

/** Who may ask a route, as the document tells it. */
type Security = Record<string, string[]>[];

/** Signed in: by the cookie of a browser, or by a token of a website's back end. */
export const SIGNED_IN: Security = [{ session: [] }, { bearer: [] }];

/** Open to everybody; signed-in people get more. */
export const ANYBODY: Security = [{}, ...SIGNED_IN];

/** The client's copy is still current: no body. */
export const notModified = z
  .undefined()
  .describe('Nothing is new since the answer with that `ETag`; no body.');
