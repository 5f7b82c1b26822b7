import type { FaultBehaviour } from '../../demo/discord/faults.js';

type Status = Extract<FaultBehaviour, { kind: 'status' }>;

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const TEXT = { 'Content-Type': 'text/plain; charset=UTF-8' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const PAGE = '<!doctype html><title>Sign in</title><form action="/login"></form>';

const status = (code: number, rest: Partial<Status> = {}): Status => ({
  kind: 'status',
  status: code,
  ...rest,
});

/** Answers from something else than the provider; the request went no further. */
export const NOT_PASSED_ON: readonly (readonly [string, Status])[] = [
  ['a redirect to a login page', status(302, { headers: { ...HTML, Location: '/login' }, body: PAGE })],
  ['a redirect that would send the message again', status(307, { headers: { Location: '/login' } })],
  ['a proxy that forbids it', status(403, { headers: HTML, body: PAGE })],
  ['a proxy that forbids it, in JSON', status(403, { headers: JSON_TYPE, body: '{"reason":"policy"}' })],
  ['a proxy to which it is too large', status(413, { headers: HTML, body: PAGE })],
  ['a portal that refuses our credentials', status(401, { headers: HTML, body: PAGE })],
  ['an edge that blocks our address', status(429, { headers: TEXT, body: 'error code: 1015' })],
  [
    'an edge that blocks our address for an hour',
    status(429, { headers: { ...TEXT, 'Retry-After': '3600' }, body: 'error code: 1015' }),
  ],
];

/** Only a proxy sends this; fetch throws then, without a reason. */
export const ASKS_FOR_PASSWORD: Status = status(407, { headers: HTML, body: PAGE });

/** Answers without a provider's confirmation to a request that may have reached it. */
export const MAYBE_PASSED_ON: readonly (readonly [string, Status])[] = [
  ['a login page that says all is well', status(200, { headers: HTML, body: PAGE })],
  ['an empty answer', status(200)],
  ['an answer of no content', status(204)],
  ['JSON without a message', status(200, { headers: JSON_TYPE, body: '{}' })],
  ['JSON that is no object', status(200, { headers: JSON_TYPE, body: '[]' })],
  [
    'an id that is none',
    status(200, {
      headers: JSON_TYPE,
      body: '{"id":"null","channel_id":"null","timestamp":"soon","ok":true,"result":{"message_id":"x","chat":{"id":0}}}',
    }),
  ],
];
