import { judgeIn } from '../dispatch/ready.js';
import { whoIsIn } from '../domain/conditional.js';
import { eveningAt, startOn } from '../domain/evening.js';
import type { Tidings } from '../domain/ready.js';
import type { Tx } from '../persistence/engine/database.js';
import { answerAgrees } from '../persistence/stores/answer-store.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import { openConditions, turn } from '../persistence/stores/condition-store.js';
import type { ServiceContext } from './context.js';

/** Whose answers a new answer has turned, and what that makes of the session. */
export interface Turned {
  readonly userIds: readonly string[];
  readonly tidings: Tidings | null;
}

/**
 * Turns the answers of those who are in if enough are, where enough are now; until the start, for afterwards nobody would be
 * told. For the transaction that records an answer (of `answerer`): so nobody sees the one without the others.
 */
export async function turnConditional(
  context: ServiceContext,
  tx: Tx,
  { answerer, date }: { readonly answerer: string; readonly date: string },
  now: number,
): Promise<Turned> {
  const startAt = startOn(date, context.settings);
  const open = startAt !== null && now >= startAt ? [] : await openConditions(tx, date);
  const held = open.length === 0 ? [] : whoIsIn(await lookingOn(tx, date), open);
  for (const { userId } of held) {
    await turn(tx, userId, date, now);
    await answerAgrees(tx, { userId, date, status: 'LOOKING' }, now);
  }
  // What stands of another date is no occasion to judge today's.
  const isToday = held.length > 0 && date === eveningAt(now, context.settings);
  const tidings = isToday ? await judgeIn(context, tx, { answered: [answerer], isSetAnew: false }) : null;
  return { userIds: held.map(({ userId }) => userId), tidings };
}

/** Tells of it, once it is recorded: first of those who turned, for somebody's answer came before. */
export function tellTurned(
  { events }: ServiceContext,
  date: string,
  { userIds, tidings }: Turned,
  answerer: string,
): void {
  for (const userId of userIds)
    if (userId !== answerer) events.emit({ type: 'availability_set', userId, date, status: 'LOOKING' });
  if (tidings) events.emit({ type: 'session_tidings', tidings, date });
}
