import { Client, GatewayIntentBits, Partials } from 'discord.js';
import type { ClientOptions } from 'discord.js';
import { onTestFinished } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';
import type { StandInOptions } from '../../../demo/discord/stand-in.js';

/** A stand-in that is stopped after the test. */
export async function aStandIn(options?: StandInOptions): Promise<DiscordStandIn> {
  const discord = await DiscordStandIn.start(options);
  onTestFinished(() => discord.stop());
  return discord;
}

/** A real discord.js client of that stand-in, not logged in; destroyed after the test. */
export function aClient(discord: DiscordStandIn, rest: ClientOptions['rest'] = {}): Client {
  const options = {
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMembers,
      GatewayIntentBits.GuildVoiceStates,
      GatewayIntentBits.DirectMessages,
    ],
    partials: [Partials.Channel],
    rest: { api: discord.url, retries: 0, ...rest },
  };
  // The scheduled-tasks plugin's types demand its options of every client; this one doesn't load it.
  const client = new Client(options as unknown as ClientOptions);
  onTestFinished(() => client.destroy());
  return client;
}

/** A real discord.js client that is logged in and has its guild. */
export async function aBot(discord: DiscordStandIn, rest?: ClientOptions['rest']): Promise<Client<true>> {
  const client = aClient(discord, rest);
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login(discord.token);
  return ready;
}

/** A promise and the function that resolves it. */
export function promised<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
