import { Listener } from '@sapphire/framework';
import { Events } from 'discord.js';

/** The gateway connection broke; discord.js is reconnecting. */
export class GatewayReconnectingListener extends Listener {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.ShardReconnecting });
  }

  override run(): void {
    this.container.muster.services.events.emit({ type: 'gateway', state: 'lost' });
  }
}
