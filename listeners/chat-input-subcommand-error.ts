import { Listener } from '@sapphire/framework';
import { type ChatInputSubcommandErrorPayload, SubcommandPluginEvents } from '@sapphire/plugin-subcommands';
import { reportFault } from '../src/discord/replies.js';

/** The safety net under subcommands. */
export class ChatInputSubcommandErrorListener extends Listener<
  typeof SubcommandPluginEvents.ChatInputSubcommandError
> {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: SubcommandPluginEvents.ChatInputSubcommandError });
  }

  override async run(error: unknown, { interaction }: ChatInputSubcommandErrorPayload): Promise<void> {
    await reportFault(interaction, this.container.muster.services, error);
  }
}
