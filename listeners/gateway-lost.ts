import { Listener } from '@sapphire/framework';
import { type CloseEvent, Events } from 'discord.js';
import { configurationFault } from '../src/discord/startup.js';

/**
 * The gateway connection of our shard is gone and won't resume by itself. The process stays: it still hears
 * what people write on the other channels, such as STOP.
 */
export class GatewayLostListener extends Listener {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.ShardDisconnect });
  }

  override run(closed: CloseEvent): void {
    const { events } = this.container.muster.services;
    const fault = configurationFault(closed);
    if (fault) events.emit({ type: 'gateway_refused', remedy: fault.message });
    events.emit({ type: 'gateway', state: 'lost' });
  }
}
