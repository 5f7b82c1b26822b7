import type { OutgoingMessage } from '../domain/channel.js';
import type { Tx } from '../persistence/engine/database.js';
import { findReservation, openPosts, type Reservation } from '../persistence/stores/ledger-store.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';
import { addressOf, requestsTo } from './address-of.js';
import type { DispatchContext } from './context.js';
import { type Letter, send } from './outgoing.js';
import type { RunControl } from './run-result.js';
import type { SettledAttempt } from './settle.js';
import { resume } from './take-up.js';

/** Which of the waiting rows for promoters are meant, and what is done about each. */
interface Posts {
  readonly isMeant: (eventKey: string) => boolean;
  /** For the log, where one fails. */
  readonly where: string;
  readonly tell: (row: Reservation) => Promise<void>;
}

/** Goes through the rows that wait for their promoters and whose moment has come, one after the other. */
export async function eachPromoterPost(
  { database, clock, channels, events }: DispatchContext,
  control: RunControl,
  { isMeant, where, tell }: Posts,
): Promise<void> {
  const due = (await openPosts(database.view)).filter(
    ({ state, eventKey, nextAttemptAt }) =>
      state === 'retry' && isMeant(eventKey) && (nextAttemptAt ?? 0) <= clock.now(),
  );
  for (const row of due) {
    if (control.draining.aborted || channels.get('discord').gate.waitMs() > 0) return;
    try {
      await tell(row);
    } catch (error) {
      // It costs no other promoter theirs.
      events.emit({ type: 'background_error', where, error });
    }
  }
}

/** What is sent under a row, and until when (ms). */
interface Post {
  readonly promoter: KnownPerson;
  readonly message: OutgoingMessage;
  readonly expiresAt: number;
  /** Whether the row, as it is now, is still to be sent. */
  readonly isDue: (tx: Tx, current: Reservation) => Promise<boolean>;
}

type NotNow = { readonly kind: 'not_now' };
const NOT_NOW: NotNow = { kind: 'not_now' };

/** Sends a promoter what waits under a row as a direct message on Discord. @returns what came of it; `null`: it did not leave. */
export async function sendToPromoter(
  context: DispatchContext,
  row: Reservation,
  { promoter, message, expiresAt, isDue }: Post,
  control: RunControl,
): Promise<SettledAttempt | null> {
  const came = await send<Letter, NotNow>(context, {
    job: { expiresAt },
    channel: 'discord',
    slot: { requests: requestsTo('discord', promoter) },
    signal: control.draining,
    inFlight: control.inFlight,
    reserve: async (tx) => {
      // Read again: the row may have changed since it was found.
      const current = await findReservation(tx, [row.userId], row.eventKey);
      if (!current || !(await isDue(tx, current))) return NOT_NOW;
      const reservation = await resume(context, tx, current, 'discord');
      if (!reservation) return NOT_NOW;
      const address = addressOf(context.contacts, 'discord', promoter);
      return { kind: 'go', reservation, address, message, hasOtherChannel: false };
    },
  });
  return came?.kind === 'left' ? came.settled : null;
}
