import type { FastifyInstance, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { BridgeContext } from './context.js';
import { Problem } from './problem.js';

/** What only reads. */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** When to ask again, in seconds: a process that was stopped knows by then how it stands. */
const RETRY_S = 2;

/** 503: this process may have been stopped or cut off. Asked once more, the request may reach another one. */
export function heldUp({ words }: Pick<FastifyRequest, 'words'>): Problem {
  return new Problem(503, words.bridge.heldUp, {
    code: 'held_up',
    headers: { 'retry-after': String(RETRY_S) },
  });
}

/**
 * Refuses what would change something while another process may have taken over: it may have waited in the socket of a process
 * that was stopped, and its person may have said the opposite elsewhere since. Asked as it is read, and once more when it is known
 * who asks.
 */
export function refuseWhileHeldUp(
  app: FastifyInstance,
  { isSure = () => true }: Pick<BridgeContext, 'isSure'>,
): void {
  const look = (request: FastifyRequest, _reply: unknown, done: HookHandlerDoneFunction): void => {
    if (!READING.has(request.method) && !isSure()) throw heldUp(request);
    done();
  };
  app.addHook('onRequest', look);
  app.addHook('preHandler', look);
}
