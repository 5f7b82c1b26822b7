import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { createBody, createdSchema, previewQuery, previewSchema } from '../../contract/promotions.js';
import type { ServiceContext } from '../../services/context.js';
import { createCampaign } from '../../services/create-campaign.js';
import { previewCampaign } from '../../services/preview-campaign.js';
import { granted, requireActor } from '../asking.js';
import { createdBody, previewBody } from '../bodies/promotions.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['promotions'];

/** Calling players to tonight's session. */
export function promotionRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/availability/promotions/preview',
      {
        schema: {
          summary: 'Who would be called, when and with what',
          description: 'For promoters and admins. Changes nothing.',
          tags,
          security: SIGNED_IN,
          querystring: previewQuery,
          response: { 200: previewSchema, ...problemResponses(403, 422, 503) },
        },
      },
      async (request) => {
        const {
          include_available: includeAvailable,
          include_maybe: includeMaybe,
          start,
          note,
        } = request.query;
        const asked = { includeAvailable, includeMaybe, dryRun: false, startTime: start, note };
        // Telegram's wording is the plain one: a page can't show Discord's own timestamps.
        const preview = await previewCampaign(services, requireActor(request), asked, 'telegram');
        return previewBody(granted(preview, request, services), request.words);
      },
    );

    app.post(
      '/api/availability/promotions/campaigns',
      {
        config: { creation: true },
        // Everything in it has a default, so it may be left out as a whole.
        preValidation: async (request: { body: unknown }) => {
          request.body ??= {};
        },
        schema: {
          summary: "Create tonight's campaign",
          description:
            'For promoters and admins. Repeating the same request on the same day gives the same campaign: 200 with the header `Idempotent-Replayed: true`; another one is a 409.',
          tags,
          security: SIGNED_IN,
          body: createBody,
          response: {
            200: createdSchema.describe('The campaign that this request had already made.'),
            201: createdSchema,
            ...problemResponses(...BODY_PROBLEMS, 409, 422, 503),
          },
        },
      },
      async (request, reply) => {
        const { include_available: includeAvailable, include_maybe: includeMaybe, dry_run } = request.body;
        const { start: startTime, note } = request.body;
        const dryRun = dry_run ?? services.settings.dryRunDefault;
        const asked = { includeAvailable, includeMaybe, dryRun, startTime, note };
        const result = await createCampaign(services, requireActor(request), asked);
        const created = granted(result, request, services);
        if (created.replayed) reply.header('idempotent-replayed', 'true');
        return reply.code(created.replayed ? 200 : 201).send(createdBody(created, request.words));
      },
    );
  };
}
