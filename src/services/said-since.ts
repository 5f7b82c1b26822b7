import { ERASED_PREFIX } from '../domain/campaign.js';
import { ok, refuse, type Result } from '../domain/refusal.js';
import type { Arrival, Matter } from '../domain/ways-out.js';
import type { Actor, ServiceContext } from './context.js';

/** When somebody said what they want: as their door knows, else now. Ask before anything is waited for. */
export function arrivalOf(
  { waysOut }: Pick<ServiceContext, 'waysOut'>,
  { cameIn }: Pick<Actor, 'cameIn'>,
): Arrival {
  return cameIn ?? waysOut.arrive();
}

/**
 * Refused where a person has gone out of one of these, or had their data erased, since they asked. Whoever waits for
 * Discord and then writes down what somebody wants asks it in the transaction that writes.
 */
export async function stillWanted(
  { waysOut }: Pick<ServiceContext, 'waysOut'>,
  userId: string,
  matters: readonly Matter[],
  arrival: Arrival,
): Promise<Result<null>> {
  const gone = await waysOut.since(userId, [...matters, 'everything'], arrival);
  return gone ? refuse({ code: 'said_no_since' }) : ok(null);
}

/** Who is written down as having done something: nobody who has had their data erased since they asked for it. */
export async function doerOf(
  { waysOut, newId }: Pick<ServiceContext, 'waysOut' | 'newId'>,
  userId: string,
  arrival: Arrival,
): Promise<string> {
  return (await waysOut.since(userId, ['everything'], arrival)) ? `${ERASED_PREFIX}${newId()}` : userId;
}
