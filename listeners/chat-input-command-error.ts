import { type ChatInputCommandErrorPayload, Events, Listener } from '@sapphire/framework';
import { reportFault } from '../src/discord/replies.js';

/** The safety net under commands without subcommands. */
export class ChatInputCommandErrorListener extends Listener<typeof Events.ChatInputCommandError> {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.ChatInputCommandError });
  }

  override async run(error: unknown, { interaction }: ChatInputCommandErrorPayload): Promise<void> {
    await reportFault(interaction, this.container.muster.services, error);
  }
}
