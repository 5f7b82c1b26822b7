import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { campaignStatusById, campaignStatusOn } from '../../services/campaign-status.js';
import { cancelCampaign } from '../../services/cancel-campaign.js';
import type { ServiceContext } from '../../services/context.js';
import { granted, requireActor } from '../asking.js';
import {
  campaignBody,
  campaignByIdSchema,
  campaignOfDateSchema,
  campaignParams,
  campaignQuery,
  cancelledBody,
  cancelledSchema,
} from '../schemas/campaign.js';
import { notModified, problemResponses } from '../schemas/problem.js';
import { SIGNED_IN } from './documented.js';
import { isNews } from './etag.js';

const tags = ['promotions'];
const POLLING =
  'For linked viewers. Send the `ETag` of the last answer as `If-None-Match`: as long as nothing is new, the answer is a 304 without a body.';

/** How campaigns stand, and the end of one. */
export function campaignRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/availability/promotions/campaign',
      {
        schema: {
          summary: 'How the campaign of a day stands',
          description: POLLING,
          tags,
          security: SIGNED_IN,
          querystring: campaignQuery,
          response: { 200: campaignOfDateSchema, 304: notModified, ...problemResponses(403, 503) },
        },
      },
      async (request, reply) => {
        const asked = await campaignStatusOn(services, requireActor(request), request.query.date);
        const view = granted(asked, request, services);
        const body = { campaign: view && campaignBody(view) };
        return isNews(request, reply, body) ? body : reply.code(304).send();
      },
    );

    app.get(
      '/api/availability/promotions/campaigns/:id',
      {
        schema: {
          summary: 'How a campaign stands',
          description: POLLING,
          tags,
          security: SIGNED_IN,
          params: campaignParams,
          response: { 200: campaignByIdSchema, 304: notModified, ...problemResponses(403, 404, 503) },
        },
      },
      async (request, reply) => {
        const asked = await campaignStatusById(services, requireActor(request), request.params.id);
        const body = { campaign: campaignBody(granted(asked, request, services)) };
        return isNews(request, reply, body) ? body : reply.code(304).send();
      },
    );

    app.delete(
      '/api/availability/promotions/campaigns/:id',
      {
        schema: {
          summary: 'Cancel a campaign',
          description:
            'For its promoter and for admins. Nothing that is not under way already is sent any more.',
          tags,
          security: SIGNED_IN,
          params: campaignParams,
          response: { 200: cancelledSchema, ...problemResponses(403, 404, 422, 503) },
        },
      },
      async (request) => {
        const cancelled = await cancelCampaign(services, requireActor(request), request.params.id);
        return cancelledBody(granted(cancelled, request, services));
      },
    );
  };
}
