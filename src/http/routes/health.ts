import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { aliveSchema, CHECKS, readySchema } from '../../contract/health.js';
import type { BridgeContext } from '../context.js';
import { mayReadMetrics } from '../metrics-access.js';
import { Problem } from '../problem.js';
import { type CheckState, checkAll } from '../readiness.js';

const tags = ['health'];

/** For supervisors, proxies and Prometheus: alive, ready, and in numbers. */
export function healthRoutes(context: BridgeContext): FastifyPluginAsyncZod {
  const { services, settings, metrics } = context;
  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      void reply.header('cache-control', 'no-store');
    });

    app.get(
      '/healthz',
      {
        config: { unlimited: true },
        schema: {
          summary: 'Whether the process is alive',
          tags,
          response: { 200: aliveSchema },
        },
      },
      async () => ({ status: 'ok' as const }),
    );

    app.get(
      '/readyz',
      {
        config: { unlimited: true },
        schema: {
          summary: 'Whether everything works that is needed to serve anybody; 503 names what does not',
          tags,
          response: { 200: readySchema },
        },
      },
      async (request) => {
        const { roles, ...parts } = context.readiness();
        const checks = await checkAll(services, parts);
        const missing = CHECKS.filter((name) => !isWell(checks[name]));
        if (missing.length === 0) return { status: 'ready' as const, checks, roles: [...roles] };
        throw new Problem(503, request.words.bridge.notReady(missing), {
          code: 'not_ready',
          extra: { checks, roles },
        });
      },
    );

    app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
      const { metricsToken } = settings;
      if (!mayReadMetrics(request, metricsToken)) {
        const tokenSet = metricsToken !== null;
        throw new Problem(tokenSet ? 401 : 403, request.words.bridge.metricsRefused(tokenSet), {
          ...(tokenSet && { headers: { 'www-authenticate': 'Bearer' } }),
        });
      }
      return reply.type(metrics.contentType).send(await metrics.render());
    });
  };
}

function isWell(state: CheckState): boolean {
  return state !== 'failing';
}
