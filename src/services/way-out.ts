import { displayName } from '../domain/display-name.js';
import { eveningAt } from '../domain/evening.js';
import { appendAudit } from '../persistence/audit-store.js';
import { declineEntry, saveAvailability } from '../persistence/availability-store.js';
import { findCampaign } from '../persistence/campaign-store.js';
import { findPreferences, savePreferences } from '../persistence/preference-store.js';
import { requireLinked } from './authorise.js';
import type { Actor, ServiceContext } from './context.js';

/** Whoever wants out: nothing but who they are is asked. */
type Person = Pick<Actor, 'userId'>;

/**
 * "Stop these messages": nothing that is not yet reserved reaches this person any more, by any channel. Everybody
 * can, members or not.
 */
export async function stopMessages(context: ServiceContext, { userId }: Person, how: string): Promise<void> {
  const now = context.clock.now();
  const changed = await context.database.withTransaction(async (tx) => {
    const preferences = await findPreferences(tx, userId);
    if (!preferences?.allowPromotions) return false;
    await savePreferences(tx, userId, { ...preferences, allowPromotions: false, consentedAt: null }, now);
    await appendAudit(tx, { userId, action: 'consent_withdrawn', actorId: userId, metadata: { how } }, now);
    return true;
  });
  if (changed) context.events.emit({ type: 'preferences_changed', userId, allowPromotions: false });
}

/**
 * "Not tonight": nothing that is not yet reserved of the evening of the campaign the message belongs to reaches this
 * person, or of today when that campaign is no longer kept, or when it was said without a message. Everybody can, members
 * or not. What they had said about that evening becomes `NOT_PLAYING`. Where they had said nothing they are not called
 * anyway, and it is written down for others to see only if they may say whether they play.
 * @returns the date.
 */
export async function notTonight(
  context: ServiceContext,
  { userId }: Person,
  campaignId?: string,
): Promise<string> {
  const { clock, database, settings } = context;
  const { date, declined } = await database.withTransaction(async (tx) => {
    const campaign = campaignId === undefined ? null : await findCampaign(tx, campaignId);
    const evening = campaign?.date ?? eveningAt(clock.now(), settings);
    return { date: evening, declined: await declineEntry(tx, userId, evening, clock.now()) };
  });
  if (declined || (await declineAnew(context, userId, date))) {
    context.events.emit({ type: 'availability_set', userId, date, status: 'NOT_PLAYING' });
  }
  return date;
}

/** Writes down a no of somebody who had said nothing. `false`: it is not for them to say whether they play. */
async function declineAnew(context: ServiceContext, userId: string, date: string): Promise<boolean> {
  const linked = await requireLinked(context, { userId, guildId: context.settings.guildId });
  if (!linked.ok) return false;
  const userName = displayName(linked.value.member.displayName);
  const entry = { id: context.newId(), userId, userName, date, status: 'NOT_PLAYING' as const };
  await context.database.withTransaction((tx) => saveAvailability(tx, entry, context.clock.now()));
  return true;
}
