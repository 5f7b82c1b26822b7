import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ApplicationCommandRegistries,
  type ILogger,
  PluginHook,
  RegisterBehavior,
  SapphireClient,
} from '@sapphire/framework';
import type {} from '@sapphire/plugin-scheduled-tasks';
import { type ClientOptions, GatewayIntentBits, type RESTOptions } from 'discord.js';
import { WHOLE_ANSWERS } from '../channels/discord/whole-answers.js';

/** What of Sapphire's way of finding pieces we settle ourselves. */
interface FindsPieces {
  clientUsesESModules: boolean;
  supportedExtensions: string[];
}

/** Where the pieces lie, relative to the root: the repository, or `dist` once compiled. */
const PIECES = {
  commands: 'commands',
  listeners: 'listeners',
  'scheduled-tasks': 'tasks',
  'interaction-handlers': 'src/discord/interaction-handlers',
} as const;

/** How the client is made. */
export interface MusterClientOptions {
  readonly root: string;
  readonly apiUrl: string;
  readonly logger: ILogger;
  /** How its requests are made, so that what becomes of them is counted. */
  readonly makeRequest: RESTOptions['makeRequest'];
  /** Options of the scheduled-tasks plugin, where it runs on Redis. */
  readonly tasks?: ClientOptions['tasks'];
}

/** The Sapphire client, with the intents Muster needs and its pieces where this project keeps them. */
export function createClient(options: MusterClientOptions): SapphireClient {
  ApplicationCommandRegistries.setDefaultBehaviorWhenNotIdentical(RegisterBehavior.BulkOverwrite);
  const clientOptions = {
    // Guilds: commands, roles. Guild members (privileged): to know at once when somebody has left. Voice states: to
    // know who has come.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildVoiceStates],
    baseUserDirectory: options.root,
    rest: { api: options.apiUrl, ...WHOLE_ANSWERS, makeRequest: options.makeRequest },
    logger: { instance: options.logger },
    allowedMentions: { parse: [] },
    loadMessageCommandListeners: false,
    // Our own listeners word these, and tell the person.
    loadDefaultErrorListeners: false,
    loadSubcommandErrorListeners: false,
    ...(options.tasks ? { tasks: options.tasks } : {}),
  };
  // The plugin's types demand its Redis options from every client; without Redis it isn't loaded.
  const client = new SapphireClient(clientOptions as ClientOptions);
  for (const [name, folder] of Object.entries(PIECES)) {
    const store = client.stores.get(name as 'commands');
    store.registerPath(join(options.root, folder));
    // Sapphire reads these from the working directory's package.json, which need not be ours.
    const strategy = store.strategy as unknown as FindsPieces;
    strategy.clientUsesESModules = true;
    if (import.meta.url.endsWith('.ts') && !strategy.supportedExtensions.includes('.ts')) {
      strategy.supportedExtensions.push('.ts');
    }
  }
  return client;
}

/**
 * Loads every piece, as Sapphire's login does, and begins the repeated tasks, without a login: what the gateway is
 * needed for waits until this process has it.
 */
export async function loadPieces(client: SapphireClient): Promise<void> {
  const { baseUserDirectory } = client.options;
  if (baseUserDirectory != null) client.stores.registerPath(baseUserDirectory);
  await runHooks(client, PluginHook.PreLogin);
  await Promise.all(Array.from(client.stores.values(), (store) => store.loadAll()));
  await runHooks(client, PluginHook.PostLogin);
}

async function runHooks(
  client: SapphireClient,
  when: PluginHook.PreLogin | PluginHook.PostLogin,
): Promise<void> {
  for (const { hook } of SapphireClient.plugins.values(when)) await hook.call(client, client.options);
}

/**
 * How many of our pieces were loaded. A piece that can't be loaded is otherwise only missed when somebody calls it.
 * @throws when one is missing, naming the folder.
 */
export function countPieces(client: SapphireClient, root: string): number {
  let total = 0;
  for (const [name, folder] of Object.entries(PIECES)) {
    const path = join(root, folder);
    const expected = readdirSync(path).filter(
      (file) => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts'),
    ).length;
    const loaded = [...client.stores.get(name as 'commands').values()].filter((piece) =>
      piece.location.full.startsWith(path),
    ).length;
    if (loaded < expected)
      throw new Error(`only ${String(loaded)} of ${String(expected)} pieces in ${folder} were loaded`);
    total += loaded;
  }
  return total;
}
