import type { Campaign } from '../domain/campaign.js';
import type { Refusal } from '../domain/refusal.js';
import type { View } from '../persistence/engine/database.js';
import { slotOfDate } from '../persistence/stores/campaign-store.js';
import type { ServiceContext } from './context.js';

/**
 * Why nobody may promote a date a second time: the promoter's own campaign holds its slot, or, where one a day is
 * the limit, anybody's. `null`: the date is free.
 */
export async function takenSlot(
  { settings }: Pick<ServiceContext, 'settings'>,
  view: View,
  own: Campaign | null,
  date: string,
): Promise<Refusal | null> {
  if (own) return { code: 'already_promoted', campaignId: own.id };
  const others = settings.globalCooldown ? await slotOfDate(view, date) : null;
  return others ? { code: 'cooldown', date } : null;
}
