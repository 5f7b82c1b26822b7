import { z } from 'zod';
import type { DeliveryOutcome } from '../../domain/channel.js';
import { networkFailureOf } from '../network-failure.js';
import type { SignalAnswer } from './signal-api.js';

type Refused = Exclude<DeliveryOutcome, { kind: 'sent' }>;

/** The code after which an address is of no use any more. */
export const GONE = 'not_registered';

const timestamp = z.union([z.string().min(1), z.number()]).transform(String);
const accepted = z.object({ timestamp, errors: z.array(z.unknown()).nullish() });
/** Releases up to 0.100 answer with one object, later ones with a list. */
const answerSchema = z.union([
  accepted,
  z
    .array(accepted)
    .min(1)
    .transform(([first]) => first),
]);
const refusalSchema = z.object({ error: z.string(), challenge_tokens: z.array(z.string()).nullish() });

// signal-cli-rest-api has no codes, and passes on what signal-cli printed: only these words tell the cases apart.
const CAPTCHA = /captcha|challenge|proof required/i;
const RATE_LIMIT = /rate.?limit|\b429\b|\b413\b/i;
const UNREGISTERED = /unregistered user|unregistered_failure|is not registered|no longer registered/i;
const NO_ACCOUNT = /specified account does not exist|authorization failed|not registered/i;

/** Sorts an answer to `/v2/send`. What it says in words goes no further than here. */
export function outcomeOfAnswer({ status, body }: SignalAnswer, ownNumber: string): DeliveryOutcome {
  if (status >= 200 && status < 300) return acceptedOutcome(body);
  if (status >= 500) return { kind: 'maybe_delivered', code: 'server_error' };
  if (status === 401 || status === 403) return { kind: 'trouble', code: 'unauthorized' };
  if (status === 404 || status === 405) return { kind: 'trouble', code: 'not_found' };
  const refusal = refusalSchema.safeParse(body);
  if (!refusal.success) {
    return { kind: 'maybe_delivered', code: status === 429 ? 'rate_limited' : 'unknown_answer' };
  }
  return refusedOutcome(status, refusal.data, ownNumber);
}

/** Sorts what fetch threw. */
export function outcomeOfError(error: unknown): Refused {
  const failure = networkFailureOf(error);
  if (failure && !failure.left) return { kind: 'not_delivered', code: failure.code };
  return { kind: 'maybe_delivered', code: failure?.code ?? 'unknown_answer' };
}

function acceptedOutcome(body: unknown): DeliveryOutcome {
  const answer = answerSchema.safeParse(body);
  if (!answer.success || !answer.data) return { kind: 'maybe_delivered', code: 'unknown_answer' };
  const { timestamp: messageId, errors } = answer.data;
  if (!errors || errors.length === 0) return { kind: 'sent', messageId };
  return sortWords(JSON.stringify(errors));
}

function refusedOutcome(
  status: number,
  { error, challenge_tokens }: z.infer<typeof refusalSchema>,
  ownNumber: string,
): Refused {
  if ((challenge_tokens ?? []).length > 0) return { kind: 'trouble', code: 'captcha' };
  // "User … is not registered" is said of the sender too, who is we.
  if (NO_ACCOUNT.test(error) && (error.includes(ownNumber) || /specified account/i.test(error))) {
    return { kind: 'trouble', code: 'number_not_registered' };
  }
  // Seen although the message had been delivered.
  if (status === 429 && !CAPTCHA.test(error)) return { kind: 'maybe_delivered', code: 'rate_limited' };
  return sortWords(error);
}

function sortWords(words: string): Refused {
  if (CAPTCHA.test(words)) return { kind: 'trouble', code: 'captcha' };
  if (UNREGISTERED.test(words)) return { kind: 'closed', code: GONE };
  if (RATE_LIMIT.test(words)) return { kind: 'maybe_delivered', code: 'rate_limited' };
  // A 400 wraps whatever went wrong, also after the message had left.
  return { kind: 'maybe_delivered', code: 'bad_request' };
}
