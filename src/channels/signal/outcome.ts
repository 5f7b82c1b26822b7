import * as z from 'zod';
import type { DeliveryOutcome } from '../../domain/channel.js';
import { ForeignAnswer, foreignOutcome } from '../known-answer.js';
import { SIGNAL_ANSWERS } from './answers.js';
import type { SignalAnswer } from './signal-api.js';

/** After this code an address is of no use any more. */
export const GONE = 'not_registered';

/** What an answer says. `asks`: only Signal can tell whether the person is registered. */
export type SignalOutcome = DeliveryOutcome | { readonly kind: 'asks'; readonly code: string };

const timestamp = z.union([z.string().regex(/^[1-9]\d*$/), z.number().int().positive()]).transform(String);
const accepted = z.object({ timestamp, errors: z.unknown().optional() });
/** Releases up to 0.100 answer with one object, later ones with a list. */
const answerSchema = z.union([accepted, z.tuple([accepted]).transform(([one]) => one)]);
const refusalSchema = z.object({ error: z.string(), challenge_tokens: z.array(z.string()).nullish() });
const registrationSchema = z.tuple([z.object({ number: z.string(), registered: z.boolean() })]);

/** Sorts an answer to `/v2/send`. Its words stay here. */
export function outcomeOfAnswer({ status, body }: SignalAnswer, ownNumber: string): SignalOutcome {
  if (status >= 200 && status < 300) return acceptedOutcome(body, status);
  if (status >= 500) return { kind: 'maybe_delivered', code: 'server_error' };
  if (status === 404 || status === 405) return { kind: 'trouble', code: 'not_found' };
  const refusal = refusalSchema.safeParse(body);
  // The service's own refusals are 400 and 429, and give a reason.
  if (!refusal.success || (status !== 400 && status !== 429))
    return foreignOutcome(new ForeignAnswer(status));
  const { error, challenge_tokens: tokens } = refusal.data;
  // Every limit comes with a list; without a token in it there is no captcha to solve.
  if (tokens?.some((token) => token !== '')) return { kind: 'trouble', code: 'captcha' };
  return sortWords(error, ownNumber);
}

/** Whether Signal says that nobody is registered under `address`; about others it may say anything. */
export function saysUnregistered({ status, body }: SignalAnswer, address: string): boolean {
  const answer = registrationSchema.safeParse(body);
  if (status !== 200 || !answer.success) return false;
  const [{ number, registered }] = answer.data;
  // For a uuid it always says no and names no number: it did not look.
  return number === address && !registered;
}

function acceptedOutcome(body: unknown, status: number): SignalOutcome {
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return foreignOutcome(new ForeignAnswer(status));
  const { timestamp: messageId, errors } = answer.data;
  const words = JSON.stringify(errors ?? []);
  // `{ recipients: [{ reason }] }`: a request has one recipient, so every entry is about them.
  return NOTHING.test(words) ? { kind: 'sent', messageId } : sortWords(words, '');
}

const NOTHING = /^(\[\]|\{\}|\{"recipients":(\[\]|null)\})$/;

function sortWords(words: string, ownNumber: string): SignalOutcome {
  const known = SIGNAL_ANSWERS.find(({ answer }) => answer.test(words));
  if (!known) return { kind: 'maybe_delivered', code: 'bad_request' };
  // "Not registered" may also mean the sender: us.
  const isOurs = known.code === GONE && ownNumber !== '' && words.includes(ownNumber);
  if (isOurs) return { kind: 'trouble', code: 'number_not_registered' };
  return { kind: known.means, code: known.code };
}
