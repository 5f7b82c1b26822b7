import { Listener } from '@sapphire/framework';
import { Events } from 'discord.js';

/** The gateway connection is up. */
export class GatewayReadyListener extends Listener {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.ShardReady });
  }

  override run(): void {
    this.container.muster.services.events.emit({ type: 'gateway', state: 'ready' });
  }
}
