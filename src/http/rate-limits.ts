import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Counted,
  CREATIONS,
  type LimitRule,
  type Limits,
  REQUESTS_OF_ADDRESS,
  REQUESTS_OF_PERSON,
} from '../domain/limits.js';
import { type Soon, whenKnown } from '../domain/soon.js';
import { clientNetwork } from './client-address.js';
import { Problem, retryAfter } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** This route creates something that calls people: it is under the limit for creations too. */
    creation?: boolean;
    /** For supervisors: other people's many requests must not make them restart anything. */
    unlimited?: boolean;
  }
}

/** Looks whether a request is within its limits. @throws Problem 429 with `Retry-After`, at once or later. */
export type LimitCheck = (request: FastifyRequest, reply: FastifyReply) => Soon<void>;

/** How often somebody may ask: by address before it is known who asks, by person afterwards. */
export function rateLimits(limits: Limits): {
  readonly byAddress: LimitCheck;
  readonly byPerson: LimitCheck;
} {
  return {
    byAddress: (request, reply) => {
      if (request.routeOptions.config.unlimited) return;
      const check = checking(request, reply, REQUESTS_OF_ADDRESS);
      return whenKnown(limits.inWindow(REQUESTS_OF_ADDRESS, clientNetwork(request)), check);
    },
    byPerson: (request, reply) => {
      if (!request.actor) return;
      const { userId } = request.actor;
      const checked = whenKnown(
        limits.inWindow(REQUESTS_OF_PERSON, userId),
        checking(request, reply, REQUESTS_OF_PERSON),
      );
      if (!request.routeOptions.config.creation) return checked;
      return whenKnown(checked, () =>
        whenKnown(limits.inWindow(CREATIONS, userId), checking(request, reply, CREATIONS)),
      );
    },
  };
}

/** The headers tell of the limit that is nearest. */
function checking(request: FastifyRequest, reply: FastifyReply, { most }: LimitRule) {
  return ({ remaining, endsInMs }: Counted): void => {
    const seconds = retryAfter(endsInMs);
    const told = reply.getHeader('ratelimit-remaining');
    if (remaining < 0 || told === undefined || remaining < Number(told)) {
      reply
        .header('ratelimit-limit', String(most))
        .header('ratelimit-remaining', String(Math.max(0, remaining)))
        .header('ratelimit-reset', seconds);
    }
    if (remaining >= 0) return;
    throw new Problem(429, request.words.bridge.tooManyRequests(Number(seconds)), {
      code: 'too_many_requests',
      headers: { 'retry-after': seconds },
    });
  };
}
