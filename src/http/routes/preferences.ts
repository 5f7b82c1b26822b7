import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  type PreferencesChange,
  preferenceChanges,
  preferencesSchema,
  testSchema,
} from '../../contract/preferences.js';
import { LINKABLE_CHANNELS } from '../../domain/channel-choice.js';
import { testOutcome } from '../../messages/test-outcome.js';
import type { ServiceContext } from '../../services/context.js';
import { type FilledIn, fillInPreferences, ownPreferences } from '../../services/own-preferences.js';
import { sendTest } from '../../services/send-test.js';
import { granted, requireActor } from '../asking.js';
import { preferencesBody, testBody } from '../bodies/preferences.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

/** Where somebody's preferences are; our page asks for them once it is opened. */
export const PREFERENCES_PATH = '/api/availability/promotion-preferences';
const tags = ['preferences'];

/** Whether, how and when somebody wants to be called. */
export function preferenceRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      PREFERENCES_PATH,
      {
        schema: {
          summary: 'Your preferences',
          tags,
          security: SIGNED_IN,
          response: { 200: preferencesSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const own = granted(await ownPreferences(services, actor), request, services);
        return preferencesBody(actor.userId, own);
      },
    );

    app.post(
      PREFERENCES_PATH,
      {
        schema: {
          summary: 'Change some of your preferences',
          description: 'Changes only what it names, and nothing when something of it is not right.',
          tags,
          security: SIGNED_IN,
          body: preferenceChanges,
          response: { 200: preferencesSchema, ...problemResponses(...BODY_PROBLEMS, 409, 422, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const changed = await fillInPreferences(services, actor, changesOf(request.body));
        return preferencesBody(actor.userId, granted(changed, request, services));
      },
    );

    app.post(
      `${PREFERENCES_PATH}/test`,
      {
        schema: {
          summary: 'Send me a test',
          description: 'One message by the channel you would be called by first; once in half a minute.',
          tags,
          security: SIGNED_IN,
          response: { 200: testSchema, ...problemResponses(...BODY_PROBLEMS, 409, 422, 503) },
        },
      },
      async (request) => {
        const sent = granted(await sendTest(services, requireActor(request)), request, services);
        return testBody(sent, testOutcome(request.words, sent.channel, sent.outcome));
      },
    );
  };
}

function changesOf(body: PreferencesChange): FilledIn {
  const { quiet_hours: hours } = body;
  const typed = { telegram: body.telegram_handle, signal: body.signal_handle };
  return {
    allowPromotions: body.allow_promotions,
    allowQuestions: body.allow_questions,
    allowReadyNotices: body.allow_ready_notices,
    callsPerWeek: body.max_calls_per_week,
    readySound: body.ready_sound,
    preferredChannel: body.preferred_channel,
    discordDms: body.discord_dms,
    quietHours: hours && { start: hours.start ?? '', end: hours.end ?? '' },
    timezone: body.timezone,
    handles: LINKABLE_CHANNELS.filter((channel) => typed[channel] !== undefined),
  };
}
