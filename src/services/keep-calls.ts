import { allowedBy } from '../domain/consent.js';
import type { Result } from '../domain/refusal.js';
import { ok } from '../domain/refusal.js';
import type { Tx } from '../persistence/engine/database.js';
import { keepCallsOf } from '../persistence/stores/call-count-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import type { ServiceContext } from './context.js';
import { asLinked, type Chat, type LinkedAccount } from './link-channel.js';

/**
 * Somebody still wants to be called: their calls count anew, and come again where they rest. It gives no consent, so everybody may,
 * at any time and without asking Discord.
 * @returns whether they want to be called at all.
 */
export async function keepCalls(context: ServiceContext, userId: string): Promise<boolean> {
  const kept = await context.database.withTransaction((tx) => keep(tx, userId, context.clock.now()));
  return tellKept(context, userId, kept);
}

/** {@link keepCalls} from a chat, for the account it is linked to. */
export async function keepCallsInChat(
  context: ServiceContext,
  chat: Chat,
): Promise<Result<{ readonly account: LinkedAccount; readonly on: boolean }>> {
  const found = await asLinked(context, chat, (tx, { userId }, now) => keep(tx, userId, now));
  if (!found.ok) return found;
  const { account, value } = found.value;
  return ok({ account, on: tellKept(context, account.userId, value) });
}

type Kept = Awaited<ReturnType<typeof findPreferences>>;

async function keep(tx: Tx, userId: string, now: number): Promise<Kept> {
  await keepCallsOf(tx, userId, now);
  return findPreferences(tx, userId);
}

function tellKept({ events }: ServiceContext, userId: string, kept: Kept): boolean {
  if (kept) events.emit({ type: 'preferences_changed', userId, allowed: allowedBy(kept) });
  return kept?.allowPromotions ?? false;
}
