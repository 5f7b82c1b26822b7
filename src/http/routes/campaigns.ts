import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  campaignByIdSchema,
  campaignOfDateSchema,
  campaignParams,
  campaignQuery,
  cancelledSchema,
  cancelQuery,
  moreBody,
  moreSchema,
} from '../../contract/campaign.js';
import { refuse } from '../../domain/refusal.js';
import {
  campaignStatusById,
  campaignStatusOn,
  type ViewersCampaign,
} from '../../services/campaign-status.js';
import { callMore } from '../../services/call-more.js';
import { cancelCampaign } from '../../services/cancel-campaign.js';
import type { ServiceContext } from '../../services/context.js';
import { granted, requireActor } from '../asking.js';
import { campaignBody, cancelledBody, moreCalledBody } from '../bodies/campaign.js';
import { notModified, SIGNED_IN } from './documented.js';
import { type Encoded, encoded, sendIfNews } from './etag.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['promotions'];
const POLLING =
  'For linked viewers. Send the `ETag` of the last answer as `If-None-Match`: as long as nothing is new, the answer is a 304 without a body.';

/** What `notify` may say. */
const WISHES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const none = encoded(campaignOfDateSchema, { campaign: null });

/** Encoded once, however many people follow the campaign. */
function shown({ reads }: ServiceContext, view: ViewersCampaign): Encoded {
  return reads.made(view, () => encoded(campaignByIdSchema, { campaign: campaignBody(view) }));
}

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
        return sendIfNews(request, reply, view ? shown(services, view) : none);
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
        return sendIfNews(request, reply, shown(services, granted(asked, request, services)));
      },
    );

    app.post(
      '/api/availability/promotions/campaigns/:id/more',
      {
        // Everything in it has a default, so it may be left out as a whole.
        preValidation: async (request: { body: unknown }) => {
          request.body ??= {};
        },
        schema: {
          summary: 'Call standbys of a campaign',
          description:
            'For its promoter and for admins, from a quarter of an hour before its start until half an hour after it. Standbys are called a few at a time until so many more have come; each request adds to what was asked for before.',
          tags,
          security: SIGNED_IN,
          params: campaignParams,
          body: moreBody,
          response: { 200: moreSchema, ...problemResponses(...BODY_PROBLEMS, 404, 422, 503) },
        },
      },
      async (request) => {
        const wanted = { campaignId: request.params.id, count: request.body.count };
        const called = await callMore(services, requireActor(request), wanted);
        return moreCalledBody(granted(called, request, services));
      },
    );

    app.delete(
      '/api/availability/promotions/campaigns/:id',
      {
        schema: {
          summary: 'Cancel a campaign',
          description:
            'For its promoter and for admins. Nothing that is not under way already is sent any more. Once anybody may have been reached, `notify` has to say whether they are told that the evening is off; with `true` that is possible until 45 minutes after the start, also where everything has gone out.',
          tags,
          security: SIGNED_IN,
          params: campaignParams,
          querystring: cancelQuery,
          response: { 200: cancelledSchema, ...problemResponses(403, 404, 422, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const { id: campaignId } = request.params;
        const { notify: input } = request.query;
        const notify = input === undefined ? undefined : WISHES.get(input);
        const isWish = input === undefined || notify !== undefined;
        const cancelled = isWish
          ? await cancelCampaign(services, actor, { campaignId, notify })
          : refuse({ code: 'invalid_notify', input });
        return cancelledBody(granted(cancelled, request, services));
      },
    );
  };
}
