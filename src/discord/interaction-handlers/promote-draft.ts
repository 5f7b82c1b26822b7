import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { campaignViewOf } from '../../services/campaign-status.js';
import { createCampaign, type CreatedCampaign } from '../../services/create-campaign.js';
import { type CampaignDraft, DRAFT_LIFETIME_MS } from '../campaign-drafts.js';
import { idOf } from '../custom-id.js';
import { presentCampaign } from '../presenters/campaign.js';
import { answer, answerBeside, type Asked, guarded, presentRefusal } from '../replies.js';

/** What was pressed under a preview. */
interface Pressed {
  readonly draftId: string;
  readonly confirmed: boolean;
}

/** Confirm and Cancel under a preview. Only Confirm creates, and pressing it twice creates once. */
export class PromoteDraftHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const confirm = idOf('promote-confirm', customId);
    const discard = idOf('promote-discard', customId);
    const draftId = confirm ?? discard;
    return draftId === null ? this.none() : this.some<Pressed>({ draftId, confirmed: confirm !== null });
  }

  override run(interaction: ButtonInteraction, { draftId, confirmed }: Pressed): Promise<void> {
    const { services, drafts } = this.container.muster;
    return guarded(interaction, services, async (asked) => {
      const { messages, actor } = asked;
      const draft = await drafts.find(draftId);
      if (!draft) return answerBeside(interaction, presentRefusal(messages, { code: 'draft_expired' }));
      if (draft.promoterId !== actor.userId) {
        return answerBeside(interaction, presentRefusal(messages, { code: 'not_your_button' }));
      }
      await interaction.deferUpdate();
      if (confirmed) return this.#create(interaction, asked, draft);
      await drafts.discard(draftId);
      return answer(interaction, { content: messages.replies.draftDiscarded, embeds: [], components: [] });
    });
  }

  async #create(interaction: ButtonInteraction, asked: Asked, draft: CampaignDraft): Promise<void> {
    const { services, messages, actor } = asked;
    const { drafts, progress } = this.container.muster;
    const result = await drafts.confirm(draft, () => createCampaign(services, actor, draft.request));
    if (!result.ok) {
      const wanted = { kind: 'create', request: draft.request } as const;
      // What passes by itself leaves the draft to be confirmed a little later.
      if (result.refusal.code === 'directory_unavailable' || result.refusal.code === 'asked_too_often') {
        return answerBeside(interaction, presentRefusal(messages, result.refusal));
      }
      return answer(interaction, {
        embeds: [],
        components: [],
        ...presentRefusal(messages, result.refusal, wanted),
      });
    }
    const { campaign } = result.value;
    progress.follow(campaign.id, {
      applicationId: interaction.applicationId,
      token: interaction.token,
      expiresAt: services.clock.now() + DRAFT_LIFETIME_MS,
      locale: asked.actor.locale,
    });
    const view = await campaignViewOf(services.database.view, campaign);
    await answer(interaction, presentCampaign(messages, view, notesOf(asked, draft, result.value)));
  }
}

function notesOf({ messages }: Asked, draft: CampaignDraft, created: CreatedCampaign): string[] {
  if (created.replayed) return [messages.promote.replayed];
  const [before, now] = [new Set(draft.recipientIds), new Set(created.recipientIds)];
  const added = [...now].filter((id) => !before.has(id)).length;
  const removed = [...before].filter((id) => !now.has(id)).length;
  const changed =
    added + removed > 0 ? [messages.notice({ code: 'changed_since_preview', added, removed })] : [];
  return [...changed, ...created.notices.map((notice) => messages.notice(notice))];
}
