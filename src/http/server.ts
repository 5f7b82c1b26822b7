/*
 * The bridge, built apart from listening: `await buildServer(context)`, then `inject` in tests or `listen` in the app.
 *
 * How a route is written:
 * - A file of src/http/routes exports `xyzRoutes(services): FastifyPluginAsyncZod` and is registered in
 *   routes/api.ts; routes/health.ts is the smallest example. Addresses are written in full ("/api/availability").
 * - Query, path, body and responses are zod schemas (src/contract); what a response schema does not declare is
 *   not sent. A body that does not fit becomes a 400 by itself.
 * - `requireActor(request)` returns the caller or throws a 401; `request.actor` is `null` if signed out.
 *   `granted(await service(…), request, services)` is the value, or the refusal's problem. `request.words` is the
 *   wording in their language. Anything else that went wrong: `throw new Problem(status, detail)`.
 * - `config: { creation: true }` puts a route under the limit for creations.
 */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { localeOf } from './asking.js';
import { BearerTokens } from './auth/bearer-tokens.js';
import { Cookies } from './auth/cookies.js';
import { type BrowserSessions, identify } from './auth/identify.js';
import { Origins } from './auth/origins.js';
import { authRoutes } from './auth/routes.js';
import { SESSION_MS, Sessions } from './auth/sessions.js';
import { Networks } from './client-address.js';
import { CONNECTION_RULES, limitConnections } from './connections.js';
import type { BridgeContext } from './context.js';
import { refuseWhileHeldUp, whileSure } from './held-up.js';
import { documentRoutes } from './openapi.js';
import {
  BODY_LIMIT,
  problems,
  refuseInNodesPlace,
  unreadableAddress,
  unreadableRequest,
} from './problems.js';
import { ProxyWatch } from './proxy-watch.js';
import { rateLimits } from './rate-limits.js';
import { noticeLife } from '../services/signs-of-life.js';
import { apiRoutes } from './routes/api.js';
import { calendarFiles } from './routes/calendar.js';
import { healthRoutes } from './routes/health.js';
import { PREFERENCES_PATH } from './routes/preferences.js';
import { browserHeaders, crossOrigin } from './security-headers.js';
import { serveWeb } from './static.js';
import { checkHeaders, forgetTypeOfNothing, readJson } from './well-formed.js';
import { ZOD_ONLY } from './zod-only.js';

/** The bridge; not listening yet. */
export type BridgeServer = FastifyInstance;

/** Builds the bridge. Nothing listens until `listen` is called. */
export async function buildServer(context: BridgeContext): Promise<BridgeServer> {
  const { services, settings } = context;
  const changing = changingServices(context);
  const forBrowsers = await browserHeaders(settings.publicUrl);
  const rules = { ...CONNECTION_RULES, ...context.connections };
  const proxies = new Networks(settings.trustedProxies);
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: rules.requestMs,
    connectionTimeout: rules.silenceMs,
    http: {
      headersTimeout: rules.headersMs,
      connectionsCheckingInterval: rules.lookEveryMs,
      // Node would refuse without a word what `checkHeaders` refuses.
      requireHostHeader: false,
    },
    // Only what these proxies say of the address is believed.
    trustProxy: (address) => proxies.has(address),
    // Never taken from outside: it names the request in the log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    // A stop waits for open requests, but not for idle connections.
    forceCloseConnections: 'idle',
    logger: false,
    ...ZOD_ONLY,
    frameworkErrors: unreadableAddress(services, forBrowsers),
    clientErrorHandler: unreadableRequest(services),
  });
  // We read only JSON; a parser for text would take anything for a body.
  app.removeContentTypeParser('text/plain');
  readJson(app);
  limitConnections(app.server, proxies, rules);
  refuseInNodesPlace(app.server, services);
  app.decorateRequest('actor', null);
  app.decorateRequest('askedBy', null);
  app.decorateRequest('words', {
    getter() {
      return services.messagesFor(localeOf(this.headers['accept-language']));
    },
  });
  problems(app, services);

  const origins = new Origins(settings);
  const limits = rateLimits(services.limits);
  const proxyWatch = new ProxyWatch(services.events, proxies);
  // Not `async`, where there is nothing to wait for: each promise costs a poll more than the work does.
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(forBrowsers).header('x-request-id', request.id);
    checkHeaders(request);
    forgetTypeOfNothing(request);
    done();
  });
  await crossOrigin(app, origins);
  refuseWhileHeldUp(app, context);
  app.addHook('onRequest', (request, reply, done) => {
    proxyWatch.look(request);
    const checked = limits.byAddress(request, reply);
    if (checked) return checked;
    done();
  });
  await app.register(cookie);
  const browsers = browserSessions(context, changing);
  const tokens = settings.jwtSecret === null ? null : new BearerTokens(services.clock, settings.jwtSecret);

  documentRoutes(app, settings.publicUrl);
  if (context.webFolder !== undefined) await serveWeb(app, context.webFolder, services.clock);
  void app.register(healthRoutes(context));
  void app.register(calendarFiles(services));
  void app.register(authRoutes(context, browsers, origins));
  void app.register(async (api) => {
    const who = identify(context, { tokens, browsers, origins });
    api.addHook('onRequest', (request, reply, done) => {
      // Nobody caches one person's data; a route that allows revalidation says so itself.
      void reply.header('cache-control', 'no-store');
      const asked = who(request);
      if (asked) return asked.then(() => limits.byPerson(request, reply));
      const checked = limits.byPerson(request, reply);
      if (checked) return checked;
      done();
    });
    api.addHook('preHandler', (request, _reply, done) => {
      if (!request.actor || !isDoneBySomebody(request)) return done();
      void noticeLife(services, [request.actor.userId], 'bridge').then(() => done());
    });
    await api.register(apiRoutes(changing, { signIn: browsers !== null }));
  });
  return app;
}

/** What routes change things with: they commit only while this process is sure. */
function changingServices({ services, isSure }: BridgeContext): BridgeContext['services'] {
  return isSure ? { ...services, database: whileSure(services.database, isSure) } : services;
}

/**
 * Whether a request shows that somebody is there: what changes anything, and what a page asks for once it is opened. A tab that is
 * left open asks for the rest by itself.
 */
function isDoneBySomebody({ method, routeOptions }: FastifyRequest): boolean {
  return method !== 'GET' || routeOptions.url === PREFERENCES_PATH;
}

function browserSessions(
  { services, settings }: BridgeContext,
  { database }: BridgeContext['services'],
): BrowserSessions | null {
  const { signIn, publicUrl } = settings;
  if (!signIn || publicUrl === null) return null;
  return {
    sessions: new Sessions(services, signIn.sessionSecret, database),
    cookie: new Cookies(publicUrl, 'muster_session', SESSION_MS),
  };
}
