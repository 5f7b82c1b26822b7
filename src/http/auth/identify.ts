import type { onRequestAsyncHookHandler } from 'fastify';
import { localeOf } from '../asking.js';
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

/**
 * A hook that finds out who asks. A bearer token is taken at its word or refused: a request that brings one never
 * falls back on a cookie. What a cookie asks to change is guarded against foreign pages.
 */
export function identify(
  { services }: Pick<BridgeContext, 'services'>,
  by: {
    readonly tokens: BearerTokens | null;
    readonly browsers: BrowserSessions | null;
    readonly origins: Origins;
  },
): onRequestAsyncHookHandler {
  return async (request) => {
    const { authorization } = request.headers;
    const userOf = async (): Promise<string | null> => {
      if (authorization !== undefined) {
        const { tokensOff, tokenRefused } = request.words.bridge;
        const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
        const userId = by.tokens && (await by.tokens.userOf(token));
        if (userId !== null) return userId;
        throw new Problem(401, by.tokens ? tokenRefused : tokensOff, {
          code: 'token_refused',
          headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
        });
      }
      const id = by.browsers?.cookie.read(request);
      return id === undefined ? null : ((await by.browsers?.sessions.userOf(id)) ?? null);
    };
    const userId = await userOf();
    if (userId === null) return;
    request.askedBy = authorization === undefined ? 'cookie' : 'bearer';
    request.actor = {
      userId,
      // Whoever shows a name asks the guild directory for it: neither a cookie nor a token is believed in that.
      displayName: userId,
      guildId: services.settings.guildId,
      locale: localeOf(request.headers['accept-language']),
    };
    if (request.askedBy === 'cookie') by.origins.guard(request);
  };
}
