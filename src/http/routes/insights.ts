import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { insightsSchema } from '../../contract/insights.js';
import type { ServiceContext } from '../../services/context.js';
import { insights } from '../../services/insights.js';
import { granted, requireActor } from '../asking.js';
import { insightsBody } from '../bodies/insights.js';
import { notModified, SIGNED_IN } from './documented.js';
import { encoded, sendIfNews } from './etag.js';
import { problemResponses } from './problem-responses.js';

/** Who came to the last sessions, and why others did not. */
export function insightRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/availability/insights',
      {
        schema: {
          summary: 'Who came, why others did not, and the weekday that works',
          description: 'For promoters and admins: numbers, no names. The same as `/promote insights`.',
          tags: ['promotions'],
          security: SIGNED_IN,
          response: { 200: insightsSchema, 304: notModified, ...problemResponses(403, 503) },
        },
      },
      async (request, reply) => {
        const told = granted(await insights(services, requireActor(request)), request, services);
        return sendIfNews(request, reply, encoded(insightsSchema, insightsBody(told)));
      },
    );
  };
}
