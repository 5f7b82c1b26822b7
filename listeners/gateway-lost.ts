import { Listener } from '@sapphire/framework';
import { Events } from 'discord.js';
import type {} from '../src/discord/muster.js';

/** The gateway connection of our shard is gone and will not be resumed by itself. */
export class GatewayLostListener extends Listener {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.ShardDisconnect });
  }

  override run(): void {
    this.container.muster.services.events.emit({ type: 'gateway', state: 'lost' });
  }
}
