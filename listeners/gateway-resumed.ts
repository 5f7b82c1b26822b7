import { Listener } from '@sapphire/framework';
import { Events } from 'discord.js';

/** The gateway connection resumed where it broke. */
export class GatewayResumedListener extends Listener {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.ShardResume });
  }

  override run(): void {
    this.container.muster.services.events.emit({ type: 'gateway', state: 'resumed' });
  }
}
