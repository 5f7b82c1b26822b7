import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { VERSION } from '../version.js';
import { type Encoded, sendIfNews, tagged } from './routes/etag.js';

const DESCRIPTION = `What a website needs to show who plays when, and to call players to tonight's session: the same services, rules and words as the commands on Discord.

A browser signs in with Discord at \`/auth/login\` and sends its cookie; whatever changes something needs the header \`X-Requested-With: XMLHttpRequest\` and an allowed origin. A website's back end mints a bearer token for somebody who is signed in there.

Everything that goes wrong is a problem document (RFC 9457); its \`detail\` is a sentence to show.`;

/** Collects the schemas of every route that is registered after it, and serves them as OpenAPI 3.1. */
export function documentRoutes(app: FastifyInstance, publicUrl: string | null): void {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Muster',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      tags: [
        { name: 'availability', description: 'Who plays when' },
        { name: 'promotions', description: "Calling players to tonight's session" },
        { name: 'preferences', description: 'Whether, how and when somebody wants to be called' },
        { name: 'links', description: "What belongs to somebody's account" },
        { name: 'privacy', description: 'What everybody can always do' },
        { name: 'settings', description: 'What admins change without a restart' },
      ],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: publicUrl?.startsWith('https:') ? '__Host-muster_session' : 'muster_session',
            description: 'Set by `/auth/login`.',
          },
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              'HS256 under `BRIDGE_JWT_SECRET`; `sub` a Discord id, `aud` "muster", `exp` at most 5 minutes after `iat`.',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => referenced(jsonSchemaTransformObject(document) as OpenAPIV3_1.Document),
  });
  void app.register(async (scope) => {
    // Anybody may ask for this long answer, so it is written once. By the first request all routes exist.
    let written: Encoded | undefined;
    scope.get('/openapi.json', { schema: { hide: true } }, (request, reply) =>
      sendIfNews(request, reply, (written ??= tagged(JSON.stringify(app.swagger())))),
    );
  });
}

/** Without the schemas nothing points to: each comes once for requests and once for answers. */
function referenced(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const text = JSON.stringify(document);
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`),
  );
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}
