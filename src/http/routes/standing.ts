import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  backSchema,
  goAwayBody,
  setWeeklyBody,
  standingSchema,
  wentAwaySchema,
} from '../../contract/availability.js';
import { comeBack, goAway } from '../../services/away.js';
import type { ServiceContext } from '../../services/context.js';
import { keepWeekly, setWeekly, showStanding } from '../../services/standing-answers.js';
import { granted, requireActor } from '../asking.js';
import { standingBody } from '../bodies/availability.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['availability'];

/** What somebody answers for weekdays, and when they are away. */
export function standingRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/availability/weekly',
      {
        schema: {
          summary: 'What you answer every week, and whether you are away',
          tags,
          security: SIGNED_IN,
          response: { 200: standingSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        return standingBody(actor.userId, granted(await showStanding(services, actor), request, services));
      },
    );

    app.post(
      '/api/availability/weekly',
      {
        schema: {
          summary: 'Say what you answer for a weekday every week',
          description:
            'It counts for eight weeks, on days you have not answered for. To take an answer back, say `null`.',
          tags,
          security: SIGNED_IN,
          body: setWeeklyBody,
          response: { 200: standingSchema, ...problemResponses(...BODY_PROBLEMS, 403, 409, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const { weekday, status } = request.body;
        const set = await setWeekly(services, actor, { [weekday]: status });
        return standingBody(actor.userId, granted(set, request, services));
      },
    );

    app.post(
      '/api/availability/weekly/keep',
      {
        schema: {
          summary: 'Keep your weekly answers for eight weeks from now',
          tags,
          security: SIGNED_IN,
          response: { 200: standingSchema, ...problemResponses(403, 409, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        return standingBody(actor.userId, granted(await keepWeekly(services, actor), request, services));
      },
    );

    app.post(
      '/api/availability/away',
      {
        schema: {
          summary: 'Say until when you are away',
          description:
            'From today on. What you have answered for days in that time becomes a no; what you answer for one of them later counts.',
          tags,
          security: SIGNED_IN,
          body: goAwayBody,
          response: { 200: wentAwaySchema, ...problemResponses(...BODY_PROBLEMS, 403, 422, 503) },
        },
      },
      async (request) => {
        const went = await goAway(services, requireActor(request), request.body.until);
        const { until, declined } = granted(went, request, services);
        return { success: true as const, away_until: until, declined: [...declined] };
      },
    );

    app.delete(
      '/api/availability/away',
      {
        schema: {
          summary: 'Say that you are back',
          tags,
          security: SIGNED_IN,
          response: { 200: backSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        await comeBack(services, requireActor(request));
        return { success: true as const };
      },
    );
  };
}
