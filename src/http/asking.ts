import type { FastifyRequest } from 'fastify';
import { languageTag } from '../domain/language-tag.js';
import type { Result } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';
import type { Actor, ServiceContext } from '../services/context.js';
import { Problem, problemOf } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; `null` when nobody is signed in. Known to the routes of the API, before any handler runs. */
    actor: Actor | null;
    /** How they signed in. A browser sends its cookie for any page, so changes by cookie are guarded. */
    askedBy: 'cookie' | 'bearer' | null;
    /** The wording in the language they asked for. */
    readonly words: Messages;
  }
}

/** Who is asking. @throws Problem 401 when nobody is signed in. */
export function requireActor(request: FastifyRequest): Actor {
  if (request.actor) return request.actor;
  throw new Problem(401, request.words.bridge.signedOut, { headers: { 'www-authenticate': 'Bearer' } });
}

/** What a service answered. @throws Problem with the refusal's status and words when it refused. */
export function granted<T>(
  result: Result<T>,
  request: FastifyRequest,
  { settings }: Pick<ServiceContext, 'settings'>,
): T {
  if (result.ok) return result.value;
  throw problemOf(result.refusal, request.words, settings.timezone);
}

/** The language asked for first (BCP 47), English where none is. */
export function localeOf(acceptLanguage: string | undefined): string {
  return languageTag(/^([a-z0-9-]*)(?=\s*(?:[,;]|$))/i.exec((acceptLanguage ?? '').trimStart())?.[1]);
}
