import { HeldUpError } from '../domain/liveness.js';
import type { Database } from '../persistence/engine/database.js';
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

/** What a change is written by; `view`, `readInTurn` and the rest of a {@link Database} read on. */
type Writing = Pick<Database, 'withTransaction'>;

/**
 * The same database, but nothing is committed unless this process is sure: asked as the last thing of each transaction, which
 * holds the lock that all processes write under. What has waited in a request meanwhile is not written, whichever route it is.
 */
export function whileSure(database: Database, isSure: () => boolean): Database {
  const withTransaction: Writing['withTransaction'] = (fn) =>
    database.withTransaction(async (tx) => {
      const value = await fn(tx);
      if (!isSure()) throw new HeldUpError();
      return value;
    });
  return new Proxy(database, {
    get: (_, name) => {
      if (name === 'withTransaction') return withTransaction;
      const own: unknown = Reflect.get(database, name, database);
      return typeof own === 'function' ? (own.bind(database) as unknown) : own;
    },
  });
}

/**
 * Refuses what would change something while another process may have taken over: it may have waited in the socket of a process
 * that was stopped, and its person may have said the opposite elsewhere since. Asked as it is read, and once more when it is known
 * who asks; {@link whileSure} asks at the commit.
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
