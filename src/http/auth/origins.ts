import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The sites whose pages may speak to the bridge with a person's cookie. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;

  constructor(settings: { readonly publicUrl: string | null; readonly allowedOrigins: readonly string[] }) {
    this.#allowed = new Set([
      ...(settings.publicUrl === null ? [] : [settings.publicUrl]),
      ...settings.allowedOrigins,
    ]);
  }

  /** Exactly one of them, as browsers write it; `null` and nothing are not. */
  has(origin: string | undefined): boolean {
    return origin !== undefined && this.#allowed.has(origin);
  }

  /**
   * A browser sends its cookie on behalf of any page. So a change by cookie needs a header that no foreign
   * page can send unasked, and an allowed origin.
   * @throws Problem 403
   */
  guard(request: FastifyRequest): void {
    if (READING.has(request.method)) return;
    const words = request.words.bridge;
    const { origin, 'x-requested-with': requestedWith, 'sec-fetch-site': site } = request.headers;
    if (String(requestedWith).toLowerCase() !== 'xmlhttprequest') {
      throw new Problem(403, words.csrfHeader, { code: 'csrf_header' });
    }
    // Browsers that leave the origin out say at least that the page is of this site; no page can forge that.
    const own = origin === undefined && site === 'same-origin';
    if (!own && !this.has(origin)) throw new Problem(403, words.foreignOrigin, { code: 'foreign_origin' });
  }
}
