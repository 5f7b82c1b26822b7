import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import {
  keepStandingCampaigns,
  lookAtStanding,
  stopStandingCampaign,
} from '../../services/standing-campaigns.js';
import { carryOut } from '../carry-out.js';
import { idOf } from '../custom-id.js';
import { presentStopped } from '../presenters/standing-campaigns.js';
import {
  answer,
  answerBeside,
  answerInPlace,
  answerResult,
  deferEphemeral,
  doneWhileTaken,
  guarded,
  presentRefusal,
} from '../replies.js';

/** What was pressed, and of which date. */
interface Press {
  readonly what: string;
  readonly date: string;
}

/** "Stop", "Preview" and "Keep them" under what promoters are told of standing campaigns. */
export class PromoteStandingHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    const [what = '', date = ''] = idOf('promote-standing', customId)?.split(':') ?? [];
    return PRESSES[what] ? this.some<Press>({ what, date }) : this.none();
  }

  override run(interaction: ButtonInteraction, { what, date }: Press): Promise<void> {
    const { services, drafts } = this.container.muster;
    return guarded(interaction, services, async (asked) => {
      await PRESSES[what]?.(interaction, { ...asked, drafts }, date);
    });
  }
}

type Does = (
  interaction: ButtonInteraction,
  asked: Parameters<typeof carryOut>[0],
  date: string,
) => Promise<void>;

const PRESSES: Readonly<Record<string, Does | undefined>> = {
  // A way out: it is done even when Discord no longer takes our answer.
  stop: async (interaction, { services, messages, actor }, date) => {
    const stopping = stopStandingCampaign(services, actor, date);
    const result = await doneWhileTaken(interaction.deferUpdate(), stopping);
    if (!result.ok) return answerBeside(interaction, presentRefusal(messages, result.refusal));
    await answerInPlace(interaction, presentStopped(messages, result.value));
  },
  preview: async (interaction, asked, date) => {
    await deferEphemeral(interaction);
    const { services, messages, actor } = asked;
    const wish = await lookAtStanding(services, actor, date);
    if (!wish.ok) return answer(interaction, presentRefusal(messages, wish.refusal));
    const { includeAvailable, includeMaybe } = wish.value;
    const request = { includeAvailable, includeMaybe, dryRun: false };
    const shown = await carryOut(asked, { kind: 'preview', request });
    await answerResult(interaction, messages, shown, (payload) => payload);
  },
  keep: async (interaction, { services, messages, actor }) => {
    await interaction.deferUpdate();
    const kept = await keepStandingCampaigns(services, actor);
    if (!kept.ok) return answerBeside(interaction, presentRefusal(messages, kept.refusal));
    const content = messages.standingCampaigns.kept(kept.value.until ?? kept.value.today);
    await answerInPlace(interaction, { content, embeds: [], components: [] });
  },
};
