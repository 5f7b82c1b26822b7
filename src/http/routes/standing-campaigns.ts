import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  removeStandingQuery,
  setStandingBody,
  standingCampaignsSchema,
  stoppedStandingSchema,
  stopStandingBody,
} from '../../contract/standing-campaigns.js';
import type { ServiceContext } from '../../services/context.js';
import {
  keepStandingCampaigns,
  removeStandingCampaigns,
  setStandingCampaigns,
  showStandingCampaigns,
  type StandingCampaigns,
  stopStandingCampaign,
} from '../../services/standing-campaigns.js';
import { granted, requireActor } from '../asking.js';
import { standingCampaignsBody, stoppedBody } from '../bodies/standing-campaigns.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['promotions'];
const ADDRESS = '/api/availability/promotions/standing';

/** Campaigns that go out by themselves every week, unless a promoter says no. */
export function standingCampaignRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  const bodyOf = (
    view: StandingCampaigns,
    { words }: { words: Parameters<typeof standingCampaignsBody>[1] },
  ) => standingCampaignsBody(view, words, services.settings.timezone);
  return async (app) => {
    app.get(
      ADDRESS,
      {
        schema: {
          summary: 'On which weekdays a campaign goes out by itself',
          description: 'For promoters and admins.',
          tags,
          security: SIGNED_IN,
          response: { 200: standingCampaignsSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const shown = await showStandingCampaigns(services, requireActor(request));
        return bodyOf(granted(shown, request, services), request);
      },
    );

    app.post(
      ADDRESS,
      {
        config: { creation: true },
        schema: {
          summary: 'Let a campaign go out by itself on weekdays',
          description:
            'For promoters and admins, in their name. Half an hour before its reminder, if enough are looking, promoters are told, and each of them can say no. All of them count for eight weeks from the last change or press of a promoter.',
          tags,
          security: SIGNED_IN,
          body: setStandingBody,
          response: {
            200: standingCampaignsSchema,
            ...problemResponses(...BODY_PROBLEMS, 403, 409, 503),
          },
        },
      },
      async (request) => {
        const { weekdays: days, include_available, include_maybe } = request.body;
        const set = await setStandingCampaigns(services, requireActor(request), {
          days,
          includeAvailable: include_available,
          includeMaybe: include_maybe,
        });
        return bodyOf(granted(set, request, services), request);
      },
    );

    app.delete(
      ADDRESS,
      {
        schema: {
          summary: 'Let no campaign go out by itself any more',
          description: 'For promoters and admins, whoever set it.',
          tags,
          security: SIGNED_IN,
          querystring: removeStandingQuery,
          response: { 200: standingCampaignsSchema, ...problemResponses(400, 403, 404, 503) },
        },
      },
      async (request) => {
        const { weekday } = request.query;
        const days = weekday === undefined ? null : [weekday];
        const removed = await removeStandingCampaigns(services, requireActor(request), days);
        return bodyOf(granted(removed, request, services).left, request);
      },
    );

    app.post(
      `${ADDRESS}/keep`,
      {
        schema: {
          summary: 'Keep them for eight weeks from now',
          description: 'For promoters and admins.',
          tags,
          security: SIGNED_IN,
          response: { 200: standingCampaignsSchema, ...problemResponses(403, 404, 503) },
        },
      },
      async (request) => {
        const kept = await keepStandingCampaigns(services, requireActor(request));
        return bodyOf(granted(kept, request, services), request);
      },
    );

    app.post(
      `${ADDRESS}/stop`,
      {
        schema: {
          summary: 'Say no to what goes out by itself on a day',
          description:
            'For promoters and admins, whoever set it. Once its campaign has been created this changes nothing, and says which campaign it is.',
          tags,
          security: SIGNED_IN,
          body: stopStandingBody,
          response: { 200: stoppedStandingSchema, ...problemResponses(...BODY_PROBLEMS, 403, 404, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const stopped = await stopStandingCampaign(services, actor, request.body.campaign_date);
        return stoppedBody(granted(stopped, request, services), request.words);
      },
    );
  };
}
