import type { Failpoint } from '../../../src/domain/failpoints.js';
import type { ChildOrders } from './orders.js';

/** What one of several processes is told. */
export interface MemberOrders extends Omit<ChildOrders, 'databasePath' | 'kill' | 'stop'> {
  readonly databaseUrl: string;
  /** The way on which it proves its life. */
  readonly sessionUrl: string;
  /** Where pace and limits lie; by default in the database. */
  readonly redisUrl?: string;
  /** What to add to the database's time to get the evening's; without it a process waits to be told on its standard input. */
  readonly offset?: number;
  /** By how much its host's clock is wrong, in milliseconds. */
  readonly skewMs?: number;
  /** Where it kills or stops itself. */
  readonly blow?: { readonly how: 'kill' | 'stop'; readonly at: Failpoint; readonly pass: number };
}

/** What a process tells. */
export type Said =
  | { readonly said: 'begun' }
  | { readonly said: 'stops' }
  | { readonly said: 'job'; readonly jobType: string; readonly state: 'started' | 'finished' }
  | { readonly said: 'took_over'; readonly jobs: number }
  | { readonly said: 'error'; readonly error: string };
