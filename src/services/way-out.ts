import { displayName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { appendAudit } from '../persistence/audit-store.js';
import { saveAvailability } from '../persistence/availability-store.js';
import { findCampaign } from '../persistence/campaign-store.js';
import { findPreferences, savePreferences } from '../persistence/preference-store.js';
import type { ServiceContext } from './context.js';

/** Whoever presses a button under a message we sent them. */
type Person = { readonly userId: string; readonly displayName: string };

/**
 * "Stop these messages": nothing that is not yet reserved reaches this person any more, by any channel. Everybody
 * can, members or not.
 */
export async function stopMessages(context: ServiceContext, person: Person, how: string): Promise<void> {
  const now = context.clock.now();
  const changed = await context.database.withTransaction(async (tx) => {
    const preferences = await findPreferences(tx, person.userId);
    if (!preferences?.allowPromotions) return false;
    await savePreferences(
      tx,
      person.userId,
      { ...preferences, allowPromotions: false, consentedAt: null },
      now,
    );
    const { userId } = person;
    await appendAudit(tx, { userId, action: 'consent_withdrawn', actorId: userId, metadata: { how } }, now);
    return true;
  });
  if (changed)
    context.events.emit({ type: 'preferences_changed', userId: person.userId, allowPromotions: false });
}

/** "Not tonight" said without a message, by somebody of whom only the id is known: their name is the guild's to say. */
export async function notTonightOf(context: ServiceContext, userId: string): Promise<string> {
  const member = await context.directory.member(userId);
  const displayName = (member.known && member.value?.displayName) || '';
  return notTonight(context, { userId, displayName });
}

/**
 * "Not tonight": sets `NOT_PLAYING` for the evening of the campaign the message belongs to, or for today when that
 * campaign is no longer kept, or when it was said without a message. Everybody can, members or not.
 * @returns the date.
 */
export async function notTonight(
  context: ServiceContext,
  person: Person,
  campaignId?: string,
): Promise<string> {
  const now = context.clock.now();
  const date = await context.database.withTransaction(async (tx) => {
    const campaign = campaignId === undefined ? null : await findCampaign(tx, campaignId);
    const entry = {
      id: context.newId(),
      userId: person.userId,
      userName: displayName(person.displayName),
      date: campaign?.date ?? eveningAt(now, context.settings),
      status: 'NOT_PLAYING' as const,
    };
    await saveAvailability(tx, entry, now);
    return entry.date;
  });
  context.events.emit({ type: 'availability_set', userId: person.userId, date, status: 'NOT_PLAYING' });
  return date;
}
