import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  type SettingChangesBody,
  settingChanges,
  type Settings,
  settingsSchema,
} from '../../contract/settings.js';
import type { SettingChanges, SettingInForce } from '../../domain/live-settings.js';
import { settingOf } from '../../domain/setting-list.js';
import { changeSettings, showSettings } from '../../services/change-settings.js';
import type { ServiceContext } from '../../services/context.js';
import { granted, requireActor } from '../asking.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const PATH = '/api/settings';
const tags = ['settings'];

/** The settings that need no restart. */
export function settingRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      PATH,
      {
        schema: {
          summary: 'The settings that need no restart',
          description: 'For admins.',
          tags,
          security: SIGNED_IN,
          response: { 200: settingsSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) =>
        body(granted(await showSettings(services, requireActor(request)), request, services)),
    );

    app.patch(
      PATH,
      {
        schema: {
          summary: 'Change settings',
          description:
            'For admins. In force at once, for everything but campaigns that exist already. All of what it names is changed, or nothing: a 409 where one is set in the environment, a 422 where a value is not right.',
          tags,
          security: SIGNED_IN,
          body: settingChanges,
          response: { 200: settingsSchema, ...problemResponses(...BODY_PROBLEMS, 409, 422, 503) },
        },
      },
      async (request) => {
        const changed = await changeSettings(services, requireActor(request), changesOf(request.body));
        return body(granted(changed, request, services));
      },
    );
  };
}

function changesOf(asked: SettingChangesBody): SettingChanges {
  return Object.fromEntries(
    Object.entries(asked).map(([key, value]) => [key, value === null ? null : String(value)]),
  );
}

function body(settings: readonly SettingInForce[]): Settings {
  return {
    settings: settings.map(({ key, variable, text, source, isFixed }) => {
      return { key, kind: settingOf(key).kind, variable, value: text, source, fixed: isFixed };
    }),
  };
}
