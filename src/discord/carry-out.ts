import { eveningAt } from '../domain/evening.js';
import { ok, type Result } from '../domain/refusal.js';
import type { Messages } from '../messages/messages.js';
import { comeTonight, keptYesWords } from '../services/answer-evening.js';
import type { Actor, ServiceContext } from '../services/context.js';
import { previewCampaign, previewForCreation } from '../services/preview-campaign.js';
import { setAvailability } from '../services/set-availability.js';
import type { CampaignDrafts } from './campaign-drafts.js';
import { presentPreview } from './presenters/campaign-preview.js';
import type { ReplyPayload } from './presenters/reply-payload.js';
import { presentSetAvailability } from './presenters/set-availability.js';
import type { Wanted } from './wanted.js';

/** Who wants it, and where. */
interface Wishing {
  readonly services: ServiceContext;
  readonly drafts: CampaignDrafts;
  readonly messages: Messages;
  readonly actor: Actor;
}

/** Does what somebody wants; every right is asked of the services. */
export async function carryOut(
  { services, drafts, messages, actor }: Wishing,
  wanted: Wanted,
): Promise<Result<ReplyPayload>> {
  const today = eveningAt(services.clock.now(), services.settings);
  switch (wanted.kind) {
    case 'answer': {
      const set = await setAvailability(services, actor, wanted);
      return set.ok ? ok(presentSetAvailability(messages, set.value, today)) : set;
    }
    case 'come': {
      const { minutesLate, campaignId } = wanted;
      const under = campaignId === null ? {} : { campaignId };
      const kept = await comeTonight(services, actor, { minutesLate, channel: 'discord', ...under });
      return kept.ok ? ok({ content: keptYesWords(messages, kept.value, 'discord') }) : kept;
    }
    case 'preview': {
      const preview = await previewCampaign(services, actor, wanted.request);
      return preview.ok ? ok(presentPreview(messages, preview.value)) : preview;
    }
    case 'create': {
      const preview = await previewForCreation(services, actor, wanted.request);
      if (!preview.ok) return preview;
      const draft = await drafts.keep(actor.userId, preview.value);
      return ok(presentPreview(messages, preview.value, draft.id));
    }
  }
}
