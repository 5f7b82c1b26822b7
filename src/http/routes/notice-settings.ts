import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  type NoticeSettingsChanges,
  noticeSettingsChangedSchema,
  noticeSettingsChanges,
  noticeSettingsSchema,
  type SubscriptionChange,
  subscriptionChange,
  subscriptionChangedSchema,
  subscriptionEndedSchema,
  subscriptionParams,
  subscriptionsSchema,
} from '../../contract/notice-settings.js';
import type { ServiceContext } from '../../services/context.js';
import { unlinkChannel } from '../../services/link-channel.js';
import {
  changeNoticeSettings,
  noticeSettings,
  type NoticeSettingsSaid,
} from '../../services/notice-settings.js';
import { granted, requireActor } from '../asking.js';
import { noticeSettingsBody, subscriptionBodies, subscriptionBody } from '../bodies/notice-settings.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const API = '/api/availability';
const tags = ['preferences'];

/**
 * The preferences once more, as the page of the original website asks for them: with a switch for each channel. What they change
 * are the same consents and choices, by the same service.
 */
export function noticeSettingsRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    for (const [path, summary] of [
      [`${API}/settings`, 'for a page with a switch for each channel'],
      [`${API}/preferences`, 'as `/api/availability/settings`'],
    ] as const) {
      app.get(
        path,
        {
          schema: {
            summary: `Your settings, ${summary}`,
            tags,
            security: SIGNED_IN,
            response: { 200: noticeSettingsSchema, ...problemResponses(403, 503) },
          },
        },
        async (request) => {
          const actor = requireActor(request);
          const settings = granted(await noticeSettings(services, actor), request, services);
          return noticeSettingsBody(actor.userId, settings);
        },
      );

      app.post(
        path,
        {
          schema: {
            summary: `Change some of your settings, ${summary}`,
            description:
              'Changes only what it names, and nothing when something of it is not right. Whoever only says no need not be linked.',
            tags,
            security: SIGNED_IN,
            body: noticeSettingsChanges,
            response: {
              200: noticeSettingsChangedSchema,
              ...problemResponses(...BODY_PROBLEMS, 409, 422, 503),
            },
          },
        },
        async (request) => {
          const actor = requireActor(request);
          const changed = await changeNoticeSettings(services, actor, settingsSaid(request.body));
          const settings = granted(changed, request, services);
          return { success: true as const, ...noticeSettingsBody(actor.userId, settings) };
        },
      );
    }

    app.get(
      `${API}/subscriptions`,
      {
        schema: {
          summary: 'Which channel brings you questions and ready notices',
          tags,
          security: SIGNED_IN,
          response: { 200: subscriptionsSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const settings = granted(await noticeSettings(services, actor), request, services);
        return { user_id: actor.userId, subscriptions: subscriptionBodies(actor.userId, settings) };
      },
    );

    app.post(
      `${API}/subscriptions`,
      {
        schema: {
          summary: 'Turn one channel on or off',
          description: 'Whoever only says no need not be linked.',
          tags,
          security: SIGNED_IN,
          body: subscriptionChange,
          response: { 200: subscriptionChangedSchema, ...problemResponses(...BODY_PROBLEMS, 409, 422, 503) },
        },
      },
      async (request) => {
        const actor = requireActor(request);
        const { userId } = actor;
        const changed = await changeNoticeSettings(services, actor, subscriptionSaid(request.body));
        const settings = granted(changed, request, services);
        const channel = subscriptionBody(userId, settings, request.body.channel_type);
        return { success: true as const, user_id: userId, ...channel };
      },
    );

    app.delete(
      `${API}/subscriptions/:channel`,
      {
        schema: {
          summary: 'End the link to Telegram or Signal, where there is one',
          tags,
          security: SIGNED_IN,
          params: subscriptionParams,
          response: { 200: subscriptionEndedSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => {
        const { channel } = request.params;
        const ended = await unlinkChannel(services, requireActor(request), channel, 'bridge');
        return { success: true as const, channel_type: channel, unlinked: ended.ok };
      },
    );
  };
}

function settingsSaid(body: NoticeSettingsChanges): NoticeSettingsSaid {
  return {
    questions: body.availability_reminders_enabled,
    ready: body.threshold_notify,
    channels: {
      discord: body.discord_notify,
      telegram: body.telegram_notify,
      signal: body.signal_notify,
    },
    readySound: body.sound_enabled ?? body.get_ready_sound,
    soundPauseSeconds: body.sound_cooldown_seconds,
    timezone: body.timezone,
  };
}

function subscriptionSaid(body: SubscriptionChange): NoticeSettingsSaid {
  const { channel_type: channel, preferences = {} } = body;
  const isTyped = channel !== 'discord' && body.channel_address != null;
  return {
    questions: preferences.allow_questions,
    ready: preferences.allow_ready_notices,
    channels: { [channel]: body.enabled },
    typedFor: isTyped ? channel : undefined,
  };
}
