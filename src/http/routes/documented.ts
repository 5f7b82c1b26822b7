/** Who may ask a route, as the document tells it. */
type Security = Record<string, string[]>[];

/** Signed in: by the cookie of a browser, or by a token of a website's back end. */
export const SIGNED_IN: Security = [{ session: [] }, { bearer: [] }];

/** Anybody; who is signed in is told more. */
export const ANYBODY: Security = [{}, ...SIGNED_IN];
