import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Origins } from './auth/origins.js';

const SELF = ["'self'"];
const NONE = ["'none'"];

/**
 * What browsers are told: pages run our own scripts and styles from files and nothing else (images may be `data:`,
 * for QR codes), nobody frames them, and other sites read answers only from origins that are named.
 */
export async function securityHeaders(
  app: FastifyInstance,
  { publicUrl, origins }: { readonly publicUrl: string | null; readonly origins: Origins },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NONE,
        scriptSrc: SELF,
        styleSrc: SELF,
        imgSrc: [...SELF, 'data:'],
        connectSrc: SELF,
        fontSrc: SELF,
        formAction: SELF,
        baseUri: NONE,
        frameAncestors: NONE,
      },
    },
    xFrameOptions: { action: 'deny' },
    // Only where people come by https: elsewhere it would lock them out of the name.
    strictTransportSecurity: publicUrl?.startsWith('https:') ?? false,
    // A page's own requests keep their origin with this one.
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origins.has(origin)),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'if-none-match', 'x-requested-with'],
    exposedHeaders: [
      'etag',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'idempotent-replayed',
      'x-request-id',
    ],
    maxAge: 600,
  });
}
