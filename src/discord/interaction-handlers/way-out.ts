import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { ok, type Result } from '../../domain/refusal.js';
import { backIn, backInWords } from '../../services/back-in.js';
import { notTonight, stopMessages } from '../../services/way-out.js';
import { idOf } from '../custom-id.js';
import { presentPressed, UNDER_MESSAGES, type UnderMessage } from '../presenters/way-out.js';
import {
  answerBeside,
  answerInPlace,
  type Asked,
  doneOnceTaken,
  guarded,
  presentRefusal,
} from '../replies.js';

interface Press {
  readonly button: UnderMessage;
  readonly campaignId: string;
}

/** What a press came to: its words, or why it was refused. */
type Came = Result<string>;

/**
 * "Not tonight" and "Stop these messages" under a message we sent: everybody can, members or not, from anywhere. And the
 * way back from the first.
 */
export class WayOutHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    for (const button of UNDER_MESSAGES) {
      const campaignId = idOf(button, customId);
      if (campaignId !== null) return this.some({ button, campaignId });
    }
    return this.none();
  }

  async run(interaction: ButtonInteraction, { button, campaignId }: Press): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const isWayOut = button !== 'back-in';
      const came = await doneOnceTaken(interaction.deferUpdate(), isWayOut, () =>
        DOES[button](asked, campaignId),
      );
      if (!came.ok) {
        const wanted = button === 'back-in' ? ({ kind: button, campaignId } as const) : null;
        return answerBeside(interaction, presentRefusal(asked.messages, came.refusal, wanted));
      }
      await answerBeside(interaction, { content: came.value });
      const components = interaction.message.components.map((component) => component.toJSON());
      await answerInPlace(interaction, presentPressed(asked.messages, components, button));
    });
  }
}

const DOES: Readonly<Record<UnderMessage, (asked: Asked, campaignId: string) => Promise<Came>>> = {
  stop: async ({ services, messages, actor }) => {
    await stopMessages(services, actor, 'discord');
    return ok(messages.replies.stopped);
  },
  'not-tonight': async ({ services, messages, actor, today }, campaignId) => {
    const date = await notTonight(services, actor, campaignId);
    return ok(date === today ? messages.replies.notTonight : messages.wayOut.notThatEvening(date));
  },
  'back-in': async ({ services, messages, actor, today }, campaignId) => {
    const back = await backIn(services, actor, campaignId);
    return back.ok ? ok(backInWords(messages, back.value, today)) : back;
  },
};
