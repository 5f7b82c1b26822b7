import type { SapphireClient } from '@sapphire/framework';
import {
  type Client,
  Events,
  GatewayDispatchEvents,
  GatewayOpcodes,
  type GatewaySendPayload,
  SimpleShardingStrategy,
  type WebSocketManager,
} from 'discord.js';
import { aborted } from '../domain/aborted.js';

/** What we use of the connections inside discord.js. */
interface Shard {
  readonly connection: Pick<WebSocket, 'addEventListener' | 'close' | 'readyState'> | null;
  send(payload: GatewaySendPayload): Promise<void>;
  destroy(options?: { readonly recover?: number; readonly reason?: string }): Promise<void>;
  removeAllListeners(): unknown;
}

/** A WebSocket's `readyState` before it is open. */
const CONNECTING = 0;

type Strategy = SimpleShardingStrategy;
type ManagerOf<S> = S extends new (manager: infer M) => unknown ? M : never;

/** What we use of discord.js's manager. */
interface Manager {
  /** What Discord tells; without a packet it goes on with what it kept. */
  handlePacket(packet?: { readonly t: string }, shard?: unknown): boolean;
  connect(): Promise<void>;
  destroy(): Promise<void>;
}

/**
 * The connection to Discord's gateway, which may be ended and made anew within one process. discord.js's own `destroy` is
 * for good: a manager that was destroyed never says again that it is ready nor closes a second time, and a connection
 * that is destroyed while it is made comes back by itself. So each login gets a manager of its own, and none of its
 * connections may identify, resume or come back once its login has ended.
 */
export class Gateway {
  readonly #registered: Promise<void>;

  /**
   * To be made before the first login. `mayHear`: whether no other process can have logged in by now. What people say meanwhile
   * goes unanswered: they said it to a process that was stopped or cut off, and may have said the opposite to another since.
   */
  constructor(
    private readonly client: SapphireClient,
    private readonly mayHear: () => boolean = () => true,
  ) {
    // Sapphire asks for the commands once in a process, when the gateway is first up.
    this.#registered = new Promise((resolve) => {
      client.once('applicationCommandRegistriesRegistered', () => resolve());
    });
  }

  /**
   * Logs in. Resolves when the gateway is up and Discord was asked to register every command, or when `ended` aborts.
   * @throws what Discord says when it can't be reached, or refuses us.
   */
  async logIn(token: string, ended: AbortSignal): Promise<void> {
    if (ended.aborted) return;
    const { client } = this;
    const ws = anotherManager(client, this.mayHear);
    const attempt = new AbortController();
    const end = (): void => attempt.abort();
    ended.addEventListener('abort', end);
    // The new session says what there is now; a server left meanwhile is not among it.
    client.guilds.cache.clear();
    client.channels.cache.clear();
    client.options.ws = {
      ...client.options.ws,
      buildStrategy: (manager) => new EndingStrategy(manager, attempt.signal),
    };
    client.token = token;
    client.rest.setToken(token);
    const up = new Promise<void>((resolve) => {
      client.once(Events.ClientReady, () => resolve());
      attempt.signal.addEventListener('abort', () => resolve());
    });
    try {
      const connected = ws.connect().then(() => Promise.all([up, this.#registered]));
      await Promise.race([connected, aborted(attempt.signal)]);
    } catch (error) {
      // It would go on trying beside the next attempt.
      end();
      ended.removeEventListener('abort', end);
      await ws.destroy();
      throw error;
    }
  }

  /** Ends the connection. The login's `ended` has to be aborted before. Resolves when Discord knows. */
  async logOut(): Promise<void> {
    const old = this.client.ws as unknown as Manager;
    // From here on nobody sees a gateway, however long the goodbye takes.
    anotherManager(this.client, this.mayHear);
    await old.destroy();
  }
}

/** Gives the client a manager that has never connected. */
function anotherManager(client: Client, mayHear: () => boolean): Manager {
  const { constructor } = client.ws as unknown as { constructor: new (client: Client) => WebSocketManager };
  client.ws = new constructor(client);
  const manager = client.ws as unknown as Manager;
  const handle = manager.handlePacket.bind(manager);
  manager.handlePacket = (packet, shard) =>
    packet?.t === GatewayDispatchEvents.InteractionCreate && !mayHear() ? false : handle(packet, shard);
  return manager;
}

/** discord.js's own way of connecting, until its login has ended. */
class EndingStrategy extends SimpleShardingStrategy {
  constructor(
    manager: ManagerOf<typeof SimpleShardingStrategy>,
    private readonly ended: AbortSignal,
  ) {
    super(manager);
  }

  override async spawn(...args: Parameters<Strategy['spawn']>): Promise<void> {
    await super.spawn(...args);
    for (const shard of this.#all()) endsWith(shard, this.ended);
  }

  override async connect(): Promise<void> {
    if (!this.ended.aborted) await super.connect();
  }

  override async destroy(...args: Parameters<Strategy['destroy']>): Promise<void> {
    const shards = this.#all();
    await super.destroy(...args);
    // Whatever one of them still says is no news of the next login.
    if (this.ended.aborted) for (const shard of shards) shard.removeAllListeners();
  }

  #all(): Shard[] {
    const { shards } = this as unknown as { shards: ReadonlyMap<number, Shard> };
    return [...shards.values()];
  }
}

/** Keeps a connection from logging in, and from coming back, once `ended` has aborted. */
function endsWith(shard: Shard, ended: AbortSignal): void {
  const send = shard.send.bind(shard);
  const destroy = shard.destroy.bind(shard);
  shard.send = async (payload) => {
    const logsIn = payload.op === GatewayOpcodes.Identify || payload.op === GatewayOpcodes.Resume;
    if (!logsIn || !ended.aborted) return send(payload);
    await shard.destroy({ reason: 'The login has ended' });
  };
  shard.destroy = async (options = {}) => {
    if (!ended.aborted) return destroy(options);
    const { reason } = options;
    const { connection } = shard;
    // discord.js leaves one that is still being made open, and its failure without anybody to hear it.
    connection?.addEventListener('error', () => undefined);
    if (connection?.readyState === CONNECTING) connection.close();
    await destroy(reason === undefined ? {} : { reason });
  };
}
