import type { ApiError } from './api-error.js';
import type { Answer } from './context.js';
import type { Verdict } from './rate-limits.js';

/** An answer, with the headers of the limits. */
export type Reply = Answer;

/** A refusal. */
export function failure(error: ApiError): Reply {
  return { status: error.status, body: error.body() };
}

/** A 429. */
export function tooMany({ refused, headers }: Verdict): Reply {
  const body = {
    message: 'You are being rate limited.',
    retry_after: refused?.retryAfter ?? 0,
    global: refused?.global ?? false,
    code: 0,
  };
  return {
    status: 429,
    body,
    headers: refused?.global ? { ...headers, 'X-RateLimit-Global': 'true' } : headers,
  };
}
