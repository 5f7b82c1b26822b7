/*
 * The bridge, built apart from listening: `buildServer(context)`, then `inject` in tests or `listen` in the app.
 *
 * How a route is written:
 * - A file of src/http/routes exports `xyzRoutes(services): FastifyPluginAsyncZod` and is registered in
 *   routes/api.ts; routes/health.ts is the smallest example. Addresses are written in full ("/api/availability").
 * - Query, path, body and responses are zod schemas (src/http/schemas); what a response schema does not declare is
 *   not sent. A body that does not fit becomes a 400 by itself.
 * - `requireActor(request)` is who asks, or a 401; `request.actor` is `null` where signed-out people are welcome.
 *   `granted(await service(…), request, services)` is the value, or the refusal's problem. `request.words` is the
 *   wording in their language. Anything else that went wrong: `throw new Problem(status, detail)`.
 * - `config: { creation: true }` puts a route under the limit for creations.
 */
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { localeOf } from './asking.js';
import type { BridgeContext } from './context.js';
import { documentRoutes } from './openapi.js';
import { BODY_LIMIT, problems } from './problems.js';
import { apiRoutes } from './routes/api.js';
import { healthRoutes } from './routes/health.js';

/** The bridge; not listening yet. */
export type BridgeServer = FastifyInstance;

/** Builds the bridge. Nothing listens until `listen` is called. */
export function buildServer(context: BridgeContext): BridgeServer {
  const { services, settings } = context;
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    // Never taken from outside: it names the request in the log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    logger: false,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null);
  app.decorateRequest('askedBy', null);
  app.decorateRequest('words', {
    getter() {
      return services.messagesFor(localeOf(this.headers['accept-language']));
    },
  });
  problems(app, services);
  documentRoutes(app, settings.publicUrl);
  void app.register(healthRoutes());
  void app.register(apiRoutes(services));
  return app;
}
