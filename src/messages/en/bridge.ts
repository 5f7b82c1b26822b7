import type { BridgeTexts, RequestPart } from '../texts/bridge.js';

const PART: Readonly<Record<RequestPart, string>> = {
  body: 'the body',
  querystring: 'the query',
  params: 'the path',
  headers: 'the headers',
};

/** What the bridge says, in English. */
export const bridge: BridgeTexts = {
  signedOut: 'You are not signed in. Sign in with Discord at /auth/login, then try again.',
  notFound: 'Nothing here. /openapi.json lists what there is.',
  methodNotAllowed: (method, allowed) => `${method} does not work here. Use ${allowed}.`,
  malformedJson: 'The body is not valid JSON. Send one JSON object, such as {"status": "LOOKING"}.',
  emptyBody:
    'The body is empty, though the content type says JSON. Send a JSON object, or leave the content type out.',
  notJson: 'The body has to be JSON: send it with the header Content-Type: application/json.',
  bodyTooLarge: (most) => `The body is too large. Send at most ${most} bytes.`,
  invalid: (part, field, reason) =>
    `${field === null ? `In ${PART[part]}, something is not right` : `In ${PART[part]}, "${field}" is not right`}: ${reason}. Correct it and try again.`,
  badRequest:
    'This request could not be read. Send it again, and check its address, its headers and its body.',
  internalError:
    'Something went wrong on our side. Please try again later; if it keeps happening, give an admin the id in "instance".',
  heldUp: 'Muster was held up just now, and nothing was changed. Please try again in a few seconds.',
  tokenRefused:
    'This bearer token is invalid. It has to be a JWT signed with HS256 under BRIDGE_JWT_SECRET, with `sub` a Discord id, `aud` "muster", `iat`, and an `exp` that has not passed and is at most 5 minutes after it. Mint a new one.',
  tokensOff:
    'Bearer tokens are not accepted here: BRIDGE_JWT_SECRET is not set. An admin can set it; until then, sign in at /auth/login.',
  csrfHeader:
    'The header X-Requested-With: XMLHttpRequest is missing. Send it with every request that changes something.',
  foreignOrigin:
    'This page may not change anything here. An admin can add its origin to BRIDGE_ALLOWED_ORIGINS.',
  tooManyRequests: (seconds) =>
    `Too many requests. Please try again in ${seconds} second${seconds === 1 ? '' : 's'}.`,
  metricsRefused: (tokenSet) =>
    tokenSet
      ? 'Metrics are only for this machine, and for requests with METRICS_TOKEN in the header Authorization: Bearer <token>.'
      : 'Metrics are only for this machine. An admin can set METRICS_TOKEN to let others read them too.',
  notReady: (missing) => `Not ready yet: ${missing.join(', ')}.`,
  signIn: {
    off: (variables) =>
      `Sign-in isn’t set up here: ${variables.join(', ')} ${variables.length === 1 ? 'is' : 'are'} not set. Until an admin sets ${variables.length === 1 ? 'it' : 'them'}, use the commands on Discord.`,
    badReturnTo: '"return_to" has to be a path of this site, such as /availability.',
    lost: 'This sign-in was not started in this browser, or took longer than 10 minutes. Start again at /auth/login.',
    denied: 'Sign-in was cancelled. Start again at /auth/login.',
    refused:
      'Discord did not accept this sign-in; maybe its page was opened twice. Start again at /auth/login.',
    unavailable: 'Discord can’t be reached right now. Please start again at /auth/login in a minute.',
  },
};
