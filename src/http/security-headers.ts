import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import type { Origins } from './auth/origins.js';
import { ZOD_ONLY } from './zod-only.js';

const SELF = ["'self'"];
const NONE = ["'none'"];
const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** Headers that belong to one answer and not to security. */
const OF_THE_ANSWER = new Set(['content-type', 'content-length', 'date', 'connection']);

/** Headers by their names in small letters. */
export type Headers = Readonly<Record<string, string>>;

/**
 * Headers for browsers: pages run only our own scripts and styles from files (images may be `data:`, for QR
 * codes), and nobody frames them. We call helmet once; it would compute them for every answer.
 */
export async function browserHeaders(publicUrl: string | null): Promise<Headers> {
  const once = fastify(ZOD_ONLY);
  await once.register(helmet, {
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
    // Only if people come by https: otherwise they would be locked out. Names below ours belong to others.
    strictTransportSecurity: publicUrl?.startsWith('https:')
      ? { maxAge: YEAR_SECONDS, includeSubDomains: false }
      : false,
    // Keeps the origin on a page's own requests.
    referrerPolicy: { policy: 'same-origin' },
  });
  once.get('/', () => '');
  const { headers } = await once.inject('/');
  await once.close();
  const said = Object.entries(headers).filter(([name]) => !OF_THE_ANSWER.has(name));
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}

/** Lets other sites read answers only if their origin is named. */
export async function crossOrigin(app: FastifyInstance, origins: Origins): Promise<void> {
  await app.register(cors, {
    origin: (origin, decide) => decide(null, origins.has(origin)),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
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
