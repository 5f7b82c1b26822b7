import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { personalDataExportSchema } from '../../contract/personal-data.js';
import { eraseBody, erasedSchema, notTonightSchema, stoppedSchema } from '../../contract/privacy.js';
import type { ServiceContext } from '../../services/context.js';
import { erasePerson } from '../../services/erase-person.js';
import { exportFileName, personalDataExport } from '../../services/personal-data-export.js';
import { personalData } from '../../services/privacy.js';
import { notTonight, stopMessages } from '../../services/way-out.js';
import { requireActor } from '../asking.js';
import { SIGNED_IN } from './documented.js';
import { BODY_PROBLEMS, problemResponses } from './problem-responses.js';

const tags = ['privacy'];

/** What everybody can always do, members or not. */
export function privacyRoutes(services: ServiceContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/privacy',
      {
        schema: {
          summary: 'What is kept about you',
          tags,
          security: SIGNED_IN,
          response: { 200: personalDataExportSchema, ...problemResponses() },
        },
      },
      async (request) => {
        const data = await personalData(services, requireActor(request));
        return personalDataExport(data, services.clock.now());
      },
    );

    app.get(
      '/api/privacy/export',
      {
        schema: {
          summary: 'The same, as a file to keep',
          tags,
          security: SIGNED_IN,
          response: { 200: personalDataExportSchema, ...problemResponses() },
        },
      },
      async (request, reply) => {
        const data = await personalData(services, requireActor(request));
        const now = services.clock.now();
        reply.header('content-disposition', `attachment; filename="${exportFileName(data, now)}"`);
        return personalDataExport(data, now);
      },
    );

    app.delete(
      '/api/privacy',
      {
        schema: {
          summary: 'Erase what is kept about you',
          description: 'At once, and for good; signs out everywhere, and stops what was still to be sent.',
          tags,
          security: SIGNED_IN,
          body: eraseBody,
          response: { 200: erasedSchema, ...problemResponses(...BODY_PROBLEMS, 503) },
        },
      },
      async (request) => {
        await erasePerson(services, requireActor(request));
        return { success: true as const, detail: request.words.replies.erased };
      },
    );

    app.post(
      '/api/availability/stop',
      {
        schema: {
          summary: 'Stop these messages',
          description: 'At once, on all channels.',
          tags,
          security: SIGNED_IN,
          response: { 200: stoppedSchema, ...problemResponses(...BODY_PROBLEMS, 503) },
        },
      },
      async (request) => {
        await stopMessages(services, requireActor(request), 'bridge');
        return {
          success: true as const,
          allow_promotions: false as const,
          allow_questions: false as const,
          allow_ready_notices: false as const,
          detail: request.words.replies.stopped,
        };
      },
    );

    app.post(
      '/api/availability/not-tonight',
      {
        schema: {
          summary: 'Not tonight',
          description:
            'Nothing more reaches the caller today. Others see it as `NOT_PLAYING` where the caller may say whether they play, or had said so.',
          tags,
          security: SIGNED_IN,
          response: { 200: notTonightSchema, ...problemResponses(...BODY_PROBLEMS, 503) },
        },
      },
      async (request) => {
        const date = await notTonight(services, requireActor(request));
        return {
          success: true as const,
          date,
          status: 'NOT_PLAYING' as const,
          detail: request.words.replies.notTonight,
        };
      },
    );
  };
}
