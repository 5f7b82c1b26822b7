import { z } from 'zod';

/** Who may ask a route, as the document tells it. */
type Security = Record<string, string[]>[];

/** Signed in: by the cookie of a browser, or by a token of a website's back end. */
export const SIGNED_IN: Security = [{ session: [] }, { bearer: [] }];

/** Anybody; who is signed in is told more. */
export const ANYBODY: Security = [{}, ...SIGNED_IN];

/** What a client has is still what there is: no body. */
export const notModified = z
  .undefined()
  .describe('Nothing is new since the answer with that `ETag`; no body.');
