import { type AnswerAction, ANSWERS } from '../domain/question.js';
import { refuse, type Result } from '../domain/refusal.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import type { Actor, ServiceContext } from './context.js';
import { arrivalOf } from './said-since.js';
import { type SetAvailability, setAvailability } from './set-availability.js';

/**
 * An answer by a button under a question, from wherever that was read: stored for the evening it asked about, like one by
 * any other door.
 */
export async function answerQuestion(
  context: ServiceContext,
  actor: Actor,
  { campaignId, action }: { readonly campaignId: string; readonly action: AnswerAction },
): Promise<Result<SetAvailability>> {
  const cameIn = arrivalOf(context, actor);
  const campaign = await findCampaign(context.database.view, campaignId);
  if (!campaign) return refuse({ code: 'campaign_not_found' });
  const here = { ...actor, cameIn, guildId: context.settings.guildId };
  return setAvailability(context, here, { status: ANSWERS[action], date: campaign.date });
}
