import { InteractionHandler, InteractionHandlerTypes } from '@sapphire/framework';
import type { ButtonInteraction } from 'discord.js';
import { carryOut } from '../carry-out.js';
import { idOf } from '../custom-id.js';
import { answerResult, deferEphemeral, guarded } from '../replies.js';
import type { Wanted } from '../wanted.js';

/** Under a promoter's notice that it is on: whom they would ping tonight, with Confirm, where the notice is read. */
export class PreviewPingsHandler extends InteractionHandler {
  constructor(context: InteractionHandler.LoaderContext, options: InteractionHandler.Options) {
    super(context, { ...options, interactionHandlerType: InteractionHandlerTypes.Button });
  }

  override parse({ customId }: ButtonInteraction) {
    return idOf('preview-pings', customId) === null ? this.none() : this.some();
  }

  override run(interaction: ButtonInteraction): Promise<void> {
    const { services, drafts } = this.container.muster;
    return guarded(interaction, services, async (asked) => {
      await deferEphemeral(interaction);
      const dryRun = services.settings.dryRunDefault;
      const wanted: Wanted = {
        kind: 'create',
        request: { includeAvailable: false, includeMaybe: false, dryRun },
      };
      const result = await carryOut({ ...asked, drafts }, wanted);
      await answerResult(interaction, asked.messages, result, (done) => done, wanted);
    });
  }
}
