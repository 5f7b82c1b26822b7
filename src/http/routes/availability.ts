import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  accessSchema,
  availabilityQuery,
  availabilitySchema,
  clearedSchema,
  dayParams,
  ownAnswerSchema,
  ownAvailabilitySchema,
  setAnswerBody,
  setAnswerSchema,
  setAvailabilityBody,
  setAvailabilitySchema,
} from '../../contract/availability.js';
import { accessOf } from '../../services/access.js';
import { comeTonight, ownAnswer } from '../../services/answer-evening.js';
import { availabilityDays } from '../../services/availability-days.js';
import type { ServiceContext } from '../../services/context.js';
import { clearAvailabilityOn, ownAvailability, setAvailability } from '../../services/set-availability.js';
import { followingWords } from '../../services/what-follows.js';
import { granted, requireActor } from '../asking.js';
import {
  accessBody,
  availabilityBody,
  ownAnswerBody,
  ownAvailabilityBody,
  setAnswerBodyOf,
  signedOutBody,
} from '../bodies/availability.js';
import { ANYBODY, SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['availability'];

/** What the routes tell of how the bridge is set up. */
export interface RouteSettings {
  /** Browsers can sign in here. */
  readonly signIn: boolean;
}

/** Who wants to play when. */
export function availabilityRoutes(
  services: ServiceContext,
  { signIn }: RouteSettings,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/availability/access',
      {
        schema: {
          summary: 'What the viewer may do',
          tags,
          security: ANYBODY,
          response: { 200: accessSchema, ...problemResponses(503) },
        },
      },
      async (request) => {
        const { actor } = request;
        const place = () => ({ community: services.directory.guildName(), sign_in: signIn });
        if (!actor) return signedOutBody(place());
        const access = granted(await accessOf(services, actor), request, services);
        return accessBody(access, place(), request.words, services.settings.timezone);
      },
    );

    app.get(
      '/api/availability',
      {
        schema: {
          summary: 'How many play when, day by day',
          description: 'Numbers for everybody; names only for viewers who have linked their player.',
          tags,
          security: ANYBODY,
          querystring: availabilityQuery,
          response: { 200: availabilitySchema, ...problemResponses(503) },
        },
      },
      async (request) => {
        const { from, to, include_users: withNames } = request.query;
        const days = await availabilityDays(services, request.actor, { from, to, withNames });
        return availabilityBody(granted(days, request, services));
      },
    );

    app.post(
      '/api/availability',
      {
        schema: {
          summary: 'Say whether you play on a day',
          tags,
          security: SIGNED_IN,
          body: setAvailabilityBody,
          response: { 200: setAvailabilitySchema, ...problemResponses(...BODY_PROBLEMS, 409, 422, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const { if_at_least: ifAtLeast = null, ...answer } = request.body;
        const set = await setAvailability(services, actor, { ...answer, ifAtLeast });
        const { date, status, atLeast, follows } = granted(set, request, services);
        const detail = followingWords(request.words, follows, 'plain');
        return { success: true as const, user_id: actor.userId, date, status, if_at_least: atLeast, detail };
      },
    );

    app.delete(
      '/api/availability/:date',
      {
        schema: {
          summary: 'Take back what you said about a day',
          tags,
          security: SIGNED_IN,
          params: dayParams,
          response: { 200: clearedSchema, ...problemResponses(403, 422, 503) },
        },
      },
      async (request) => {
        const result = await clearAvailabilityOn(services, requireActor(request), request.params.date);
        const { date, cleared, left } = granted(result, request, services);
        return { success: true as const, date, cleared, weekly_status: left };
      },
    );

    app.get(
      '/api/availability/me',
      {
        schema: {
          summary: 'What you said, from today on',
          tags,
          security: SIGNED_IN,
          response: { 200: ownAvailabilitySchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const entries = granted(await ownAvailability(services, actor), request, services);
        return ownAvailabilityBody(actor.userId, entries);
      },
    );

    app.get(
      '/api/availability/answer',
      {
        schema: {
          summary: 'What you answered for tonight',
          tags,
          security: SIGNED_IN,
          response: { 200: ownAnswerSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const answer = await ownAnswer(services, requireActor(request));
        return ownAnswerBody(granted(answer, request, services));
      },
    );

    app.post(
      '/api/availability/answer',
      {
        schema: {
          summary: 'Say that you come tonight, on time or later',
          description:
            'Until 45 minutes after the start, whether you were pinged or not. The last answer counts.',
          tags,
          security: SIGNED_IN,
          body: setAnswerBody,
          response: { 200: setAnswerSchema, ...problemResponses(...BODY_PROBLEMS, 403, 409, 422, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const { answer, late_minutes: minutes } = request.body;
        // A "later" without its minutes is refused with the words that say what it takes.
        const minutesLate = answer === 'COMING' ? null : (minutes ?? 0);
        const kept = granted(
          await comeTonight(services, actor, { minutesLate, channel: null }),
          request,
          services,
        );
        return setAnswerBodyOf(actor.userId, kept, request.words);
      },
    );
  };
}
