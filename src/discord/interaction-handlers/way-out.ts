import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { eveningAt } from '../../domain/evening.js';
import { notTonight, stopMessages } from '../../services/way-out.js';
import { idOf } from '../custom-id.js';
import { presentPressed, type WayOut } from '../presenters/way-out.js';
import { answerBeside, answerInPlace, type Asked, doneWhileTaken, guarded } from '../replies.js';

interface Press {
  readonly wayOut: WayOut;
  readonly campaignId: string;
}

/** "Not tonight" and "Stop these messages" under a message we sent. Everybody can, members or not, from anywhere. */
export class WayOutHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    for (const wayOut of ['not-tonight', 'stop'] as const) {
      const campaignId = idOf(wayOut, customId);
      if (campaignId !== null) return this.some({ wayOut, campaignId });
    }
    return this.none();
  }

  async run(interaction: ButtonInteraction, { wayOut, campaignId }: Press): Promise<void> {
    await guarded(interaction, this.container.muster.services, async (asked) => {
      const content = await doneWhileTaken(
        interaction.deferUpdate(),
        wayOut === 'stop' ? stop(asked) : sayNotTonight(asked, campaignId),
      );
      await answerBeside(interaction, { content });
      const components = interaction.message.components.map((component) => component.toJSON());
      await answerInPlace(interaction, presentPressed(components, wayOut));
    });
  }
}

async function stop({ services, messages, actor }: Asked): Promise<string> {
  await stopMessages(services, actor, 'discord');
  return messages.replies.stopped;
}

async function sayNotTonight({ services, messages, actor }: Asked, campaignId: string): Promise<string> {
  const date = await notTonight(services, actor, campaignId);
  const today = eveningAt(services.clock.now(), services.settings);
  return date === today ? messages.replies.notTonight : messages.wayOut.notThatEvening(date);
}
