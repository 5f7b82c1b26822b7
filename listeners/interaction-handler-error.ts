import { Events, type InteractionHandlerError, Listener } from '@sapphire/framework';
import { reportFault } from '../src/discord/replies.js';

/** The safety net under buttons, selects and modals. */
export class InteractionHandlerErrorListener extends Listener<typeof Events.InteractionHandlerError> {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.InteractionHandlerError });
  }

  override async run(error: unknown, { interaction }: InteractionHandlerError): Promise<void> {
    await reportFault(interaction, this.container.muster.services, error);
  }
}
