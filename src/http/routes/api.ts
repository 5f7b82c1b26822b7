import type { FastifyPluginAsync } from 'fastify';
import type { ServiceContext } from '../../services/context.js';

/** Every route under /api. `request.actor` is known in all of them, and what a cookie asks to change is guarded. */
export function apiRoutes(_services: ServiceContext): FastifyPluginAsync {
  return async (_app) => {
    // Each group of routes is a plugin: await app.register(availabilityRoutes(services));
  };
}
