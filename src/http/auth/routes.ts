import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callbackQuery, loginQuery, logoutBody, signedOut } from '../../contract/sign-in.js';
import { HeldUpError } from '../../domain/liveness.js';
import { clientNetwork } from '../client-address.js';
import type { BridgeContext, SignInSettings } from '../context.js';
import { heldUp } from '../held-up.js';
import { Problem, retryAfter } from '../problem.js';
import { Cookies } from './cookies.js';
import { DiscordOAuth } from './discord-oauth.js';
import { Exchanges } from './exchanges.js';
import type { BrowserSessions } from './identify.js';
import type { Origins } from './origins.js';
import { localPath } from './return-to.js';
import { challengeOf, newSignIn, SIGN_IN_MS, SignInSeal } from './sign-in-state.js';

const hidden = { hide: true } as const;

/** Why a sign-in failed: the status, and the value of `sign_in_error` for the page it began on. */
const FAULTS = { denied: 403, refused: 400, unavailable: 503 } as const;

/** The other refusals, by their codes; `refused` stands for any that is not among them. */
const BROUGHT_BACK: Readonly<Record<string, string>> = {
  sign_in_off: 'off',
  sign_in_lost: 'lost',
  too_many_requests: 'unavailable',
  held_up: 'unavailable',
};

/** `/auth/login`, `/auth/callback` and `POST /auth/logout`: signing in with Discord, and out again. */
export function authRoutes(
  context: BridgeContext,
  browsers: BrowserSessions | null,
  origins: Origins,
): FastifyPluginAsyncZod {
  const { services, settings, shelf } = context;
  const { signIn, publicUrl } = settings;
  const ready =
    signIn && publicUrl !== null && browsers ? { ...door(context, signIn, publicUrl), ...browsers } : null;

  const needed = (request: FastifyRequest): NonNullable<typeof ready> => {
    if (ready) return ready;
    throw new Problem(503, request.words.bridge.signIn.off(settings.signInNeeds), { code: 'sign_in_off' });
  };

  return async (app) => {
    app.setErrorHandler(comesBack);
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    app.get('/auth/login', { schema: { ...hidden, querystring: loginQuery } }, async (request, reply) => {
      const { seal, oauth, underWay } = needed(request);
      const returnTo = localPath(request.query.return_to);
      if (returnTo === null)
        throw new Problem(400, request.words.bridge.signIn.badReturnTo, { code: 'bad_return_to' });
      const started = newSignIn(returnTo);
      underWay.write(reply, await seal.seal(started));
      return reply.redirect(oauth.authorizeUrl(started.state, challengeOf(started.verifier)), 302);
    });

    app.get(
      '/auth/callback',
      { schema: { ...hidden, querystring: callbackQuery } },
      async (request, reply) => {
        const arrival = services.waysOut.arrive();
        if (context.isSure?.() === false) throw heldUp(request);
        const { seal, oauth, underWay, exchanges, sessions, cookie } = needed(request);
        const { state, code, error } = request.query;
        const started = await seal.open(underWay.read(request) ?? '', state);
        if (!started || (await shelf.isUsed(started.state)))
          throw new Problem(400, request.words.bridge.signIn.lost, { code: 'sign_in_lost' });
        const network = clientNetwork(request);
        const goesOn = code !== undefined && error === undefined;
        const retryInMs = goesOn ? await exchanges.take(network) : 0;
        // A program may repeat the same request, so it stays valid.
        if (retryInMs > 0) return fail(request, reply, 'unavailable', started.returnTo, retryInMs);
        // Valid for one try, however many copies of its cookie exist: the same may have come a second time meanwhile. After
        // coming back with the same address, a person begins anew.
        if (!(await shelf.use(started.state, SIGN_IN_MS)))
          throw new Problem(400, request.words.bridge.signIn.lost, { code: 'sign_in_lost' });
        underWay.clear(reply);
        if (code === undefined || error !== undefined) {
          return fail(request, reply, error === 'access_denied' ? 'denied' : 'refused', started.returnTo);
        }
        const signedIn = await oauth.userOf(code, started.verifier);
        if (!signedIn.ok) {
          services.events.emit({ type: 'sign_in_failed', why: signedIn.why });
          if (signedIn.retryInMs !== undefined) exchanges.wait(signedIn.retryInMs);
          const why = signedIn.why === 'refused' ? 'refused' : 'unavailable';
          return fail(request, reply, why, started.returnTo, signedIn.retryInMs);
        }
        const session = await sessions.begin(signedIn.userId, cookie.read(request), arrival);
        if (session === null)
          throw new Problem(400, request.words.bridge.signIn.lost, { code: 'sign_in_lost' });
        cookie.write(reply, session);
        return reply.redirect(started.returnTo, 303);
      },
    );

    app.post(
      '/auth/logout',
      {
        schema: {
          summary: 'Signs out, on all devices if asked',
          tags: ['auth'],
          body: logoutBody,
          response: { 204: signedOut },
        },
      },
      async (request, reply) => {
        const id = browsers?.cookie.read(request);
        if (browsers && id !== undefined) {
          origins.guard(request);
          await browsers.sessions.end(id, request.body?.everywhere ?? false);
          browsers.cookie.clear(reply);
        }
        return reply.code(204).send();
      },
    );
  };
}

/** The way to Discord and back. */
function door({ services, refusals }: BridgeContext, signIn: SignInSettings, publicUrl: string) {
  return {
    seal: new SignInSeal(services.clock, signIn.sessionSecret),
    oauth: new DiscordOAuth(signIn, `${publicUrl}/auth/callback`, refusals, services.clock),
    exchanges: new Exchanges(services.clock, services.limits, refusals),
    underWay: new Cookies(publicUrl, 'muster_sign_in', SIGN_IN_MS),
  };
}

/** A browser goes back to the page it came from, which says what happened; a program gets the problem itself. */
function fail(
  request: FastifyRequest,
  reply: FastifyReply,
  why: keyof typeof FAULTS,
  returnTo: string,
  retryInMs?: number,
): FastifyReply {
  if (!isBrowser(request)) {
    throw new Problem(FAULTS[why], request.words.bridge.signIn[why], {
      code: `sign_in_${why}`,
      ...(retryInMs !== undefined && { headers: { 'retry-after': retryAfter(retryInMs) } }),
    });
  }
  return backTo(reply, returnTo, why);
}

/** What went wrong before it was known where from: a browser goes to the front page with it, and sees no raw JSON. */
function comesBack(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = thrown instanceof HeldUpError ? heldUp(request) : thrown;
  if (request.method !== 'GET' || !isBrowser(request)) throw error;
  const code = error instanceof Problem ? (error.options.code ?? '') : '';
  // What is a fault of ours is written down where all faults are, and there only.
  if (!(error instanceof Problem) && !isRefused(error)) throw error;
  return backTo(reply, '/', BROUGHT_BACK[code] ?? 'refused');
}

/** Whether Fastify itself refused the request: a 4xx of its own. */
function isRefused(error: unknown): boolean {
  const { statusCode = 500 } = error as { statusCode?: number };
  return statusCode < 500;
}

function isBrowser(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

function backTo(reply: FastifyReply, returnTo: string, why: string): FastifyReply {
  const [before = '/', fragment] = returnTo.split('#');
  const page = `${before}${before.includes('?') ? '&' : '?'}sign_in_error=${why}`;
  return reply.redirect(fragment === undefined ? page : `${page}#${fragment}`, 303);
}
