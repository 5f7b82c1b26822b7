import type { FastifyPluginAsync } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { calendarSchema, endedCalendarSchema, madeCalendarSchema } from '../../contract/calendar.js';
import { calendarSince, endCalendar, makeCalendar, readCalendar } from '../../services/calendar.js';
import type { ServiceContext } from '../../services/context.js';
import { granted, localeOf, requireActor } from '../asking.js';
import { Problem } from '../problem.js';
import { SIGNED_IN } from './documented.js';
import { sendIfNews, tagged } from './etag.js';
import { problemResponses } from './problem-responses.js';

const tags = ['availability'];
const PATH = '/api/availability/calendar';
/** 32 bytes in base64url. */
const FILE = /^([A-Za-z0-9_-]{43})\.ics$/;

/** The address of the viewer's calendar: whether there is one, a new one, none any more. */
export function calendarRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      PATH,
      {
        schema: {
          summary: 'Whether you have a calendar address',
          tags,
          security: SIGNED_IN,
          response: { 200: calendarSchema, ...problemResponses() },
        },
      },
      async (request) => {
        const since = await calendarSince(services, requireActor(request).userId);
        return { since: since === null ? null : new Date(since).toISOString() };
      },
    );

    app.post(
      PATH,
      {
        schema: {
          summary: 'Make an address under which your calendar app reads the evenings you said yes to',
          description: 'It ends the one you had.',
          tags,
          security: SIGNED_IN,
          response: { 200: madeCalendarSchema, ...problemResponses(403, 409, 503) },
        },
      },
      async (request) => {
        const made = granted(await makeCalendar(services, requireActor(request)), request, services);
        return {
          success: true as const,
          address: made.address,
          since: new Date(made.createdAt).toISOString(),
        };
      },
    );

    app.delete(
      PATH,
      {
        schema: {
          summary: 'End your calendar address',
          description: 'At once.',
          tags,
          security: SIGNED_IN,
          response: { 200: endedCalendarSchema, ...problemResponses(403, 503) },
        },
      },
      async (request) => ({
        success: true as const,
        ended: await endCalendar(services, requireActor(request)),
      }),
    );
  };
}

/** The calendars themselves, for programs that subscribe to one: whoever has its address reads it. */
export function calendarFiles(services: ServiceContext): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Params: { file: string } }>(
      '/calendar/:file',
      { schema: { hide: true } },
      async (request, reply) => {
        void reply.header('referrer-policy', 'no-referrer').header('x-robots-tag', 'noindex');
        const [, token] = FILE.exec(request.params.file) ?? [];
        const locale = localeOf(request.headers['accept-language']);
        const text = token === undefined ? null : await readCalendar(services, token, locale);
        if (text === null) throw new Problem(404, request.words.bridge.notFound);
        return sendIfNews(request, reply, tagged(text), 'text/calendar; charset=utf-8');
      },
    );
  };
}
