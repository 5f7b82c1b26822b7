import type { FastifyRequest } from 'fastify';
import { localeOf } from '../asking.js';
import type { Arrival } from '../../domain/ways-out.js';
import type { BridgeContext } from '../context.js';
import { Problem } from '../problem.js';
import type { BearerTokens } from './bearer-tokens.js';
import type { Cookies } from './cookies.js';
import type { Origins } from './origins.js';
import type { Sessions } from './sessions.js';

/** Browsers' sessions and the cookie they are carried in. */
export interface BrowserSessions {
  readonly sessions: Sessions;
  readonly cookie: Cookies;
}

/** Finds out who asks. @returns `undefined` when there was nothing to wait for. */
export type Identification = (request: FastifyRequest) => Promise<void> | undefined;

/**
 * A bearer token counts or is refused: a request with a token never falls back on a cookie. A guard protects
 * changes by cookie against foreign pages.
 */
export function identify(
  { services }: Pick<BridgeContext, 'services'>,
  by: {
    readonly tokens: BearerTokens | null;
    readonly browsers: BrowserSessions | null;
    readonly origins: Origins;
  },
): Identification {
  const byToken = async (request: FastifyRequest, token: string): Promise<string> => {
    const userId = by.tokens && (await by.tokens.userOf(token));
    if (userId !== null) return userId;
    const { tokensOff, tokenRefused } = request.words.bridge;
    throw new Problem(401, by.tokens ? tokenRefused : tokensOff, {
      code: 'token_refused',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
  };
  const byCookie = async (id: string): Promise<string | null> =>
    (await by.browsers?.sessions.userOf(id)) ?? null;

  const note = (
    request: FastifyRequest,
    userId: string,
    askedBy: 'cookie' | 'bearer',
    cameIn: Arrival,
  ): void => {
    request.askedBy = askedBy;
    request.actor = {
      userId,
      // Code that shows a name asks the guild directory: we trust neither a cookie nor a token for it.
      displayName: userId,
      guildId: services.settings.guildId,
      locale: localeOf(request.headers['accept-language']),
      cameIn,
    };
    if (askedBy === 'cookie') by.origins.guard(request);
  };

  return (request) => {
    const { authorization } = request.headers;
    const cameIn = services.waysOut.arrive();
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
      const known = by.tokens?.knownUserOf(token) ?? null;
      if (known === null)
        return byToken(request, token).then((userId) => note(request, userId, 'bearer', cameIn));
      note(request, known, 'bearer', cameIn);
      return undefined;
    }
    const id = by.browsers?.cookie.read(request);
    if (id === undefined) return undefined;
    return byCookie(id).then((userId) => {
      if (userId !== null) note(request, userId, 'cookie', cameIn);
    });
  };
}
