import { Bulletin } from './bulletin.js';
import { CommandRegistry } from './commands.js';
import type { OptionValues } from './command-options.js';
import type { Context } from './context.js';
import { Deliveries } from './deliveries.js';
import { Faults } from './faults.js';
import { GuildLife } from './guild-life.js';
import type { ChannelKind, MemberSeed, StandInUser } from './guild-life.js';
import { GatewayServer } from './gateway.js';
import type { InteractionReply } from './interaction.js';
import { Interactions } from './interactions.js';
import { OAuth } from './oauth.js';
import type { StoredMessage } from './stored-message.js';
import { People } from './people.js';
import type { Where } from './people.js';
import { RateLimits } from './rate-limits.js';
import { RestServer } from './rest.js';
import { channelRoutes } from './routes/channels.js';
import { commandRoutes } from './routes/commands.js';
import { guildRoutes } from './routes/guilds.js';
import { interactionRoutes } from './routes/interactions.js';
import { oauthRoutes } from './routes/oauth.js';
import { userRoutes } from './routes/users.js';
import { Snowflakes } from './snowflake.js';
import { Traffic } from './traffic.js';
import { messageView } from './message-view.js';
import { World } from './world.js';

/** A stand-in's settings; all have a default. */
export interface StandInOptions {
  /** The REST port; a free one by default. */
  readonly port?: number;
  /** The gateway's port; a free one by default. */
  readonly gatewayPort?: number;
  /** The bot token it accepts. */
  readonly token?: string;
  readonly applicationId?: string;
  readonly guildId?: string;
  readonly guildName?: string;
  /** The guild's language; by default American English. */
  readonly guildLocale?: string;
  /** How many requests the bot may make in any second. */
  readonly globalPerSecond?: number;
  readonly latencyMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** How long, in real time, the bot has to answer an interaction. */
  readonly answerWithinMs?: number;
  /** The clock for messages, ids and interaction tokens. */
  readonly now?: () => number;
}

/**
 * A stand-in for Discord on loopback: REST, gateway, one guild, and people who act in it. It speaks the real
 * wire protocol: give a real bot {@link url} as its API, and it works.
 */
export class DiscordStandIn {
  readonly token: string;
  readonly applicationId: string;
  readonly guildId: string;
  readonly botUserId: string;
  readonly world: World;
  readonly faults = new Faults();
  readonly traffic: Traffic;
  readonly gateway: GatewayServer;
  readonly limits: RateLimits;
  readonly commands: CommandRegistry;
  /** Signing in with Discord. */
  readonly oauth: OAuth;
  readonly #bulletin = new Bulletin();
  readonly #deliveries = new Deliveries(this.#bulletin);
  readonly #people: People;
  readonly #rest: RestServer;
  readonly #guild: GuildLife;

  private constructor(options: StandInOptions) {
    const now = options.now ?? Date.now;
    const snowflakes = new Snowflakes(now);
    this.applicationId = options.applicationId ?? snowflakes.next();
    this.botUserId = this.applicationId;
    this.guildId = options.guildId ?? snowflakes.next();
    this.token = options.token ?? `${Buffer.from(this.botUserId).toString('base64url')}.stand-in.token`;
    const { applicationId, guildId, botUserId } = this;
    const seed = {
      guildId,
      guildName: options.guildName ?? 'The Club',
      guildLocale: options.guildLocale ?? 'en-US',
      applicationId,
      botUserId,
    };
    this.world = new World(seed, snowflakes, now);
    this.oauth = new OAuth(this.world);
    this.traffic = new Traffic(this.#bulletin);
    this.limits = new RateLimits(options.globalPerSecond ?? 50);
    this.commands = new CommandRegistry(applicationId, snowflakes, this.#bulletin);
    const heartbeatIntervalMs = options.heartbeatIntervalMs ?? 41_250;
    const settings = { token: this.token, heartbeatIntervalMs, port: options.gatewayPort };
    this.gateway = new GatewayServer(this.world, settings, this.#bulletin);
    const cdn = (): string => this.#rest.origin;
    const dispatch = this.gateway.dispatch.bind(this.gateway);
    this.#guild = new GuildLife(this.world, dispatch);
    const answerWithinMs = options.answerWithinMs ?? 3000;
    const interactions = new Interactions(this.world, this.#bulletin, dispatch, answerWithinMs, cdn);
    this.#people = new People(this.world, this.commands, interactions);
    const context: Context = {
      world: this.world,
      commands: this.commands,
      interactions,
      gateway: this.gateway,
      oauth: this.oauth,
      cdn,
      deliver: (message) => this.#deliveries.add(message),
      announce: () => this.#bulletin.announce(),
      messageChanged: (event, message) => this.#messageChanged(event, message),
    };
    this.#rest = new RestServer({
      token: this.token,
      latencyMs: options.latencyMs ?? 0,
      routes: [channelRoutes, commandRoutes, guildRoutes, interactionRoutes, oauthRoutes, userRoutes].flatMap(
        (make) => make(context),
      ),
      limits: this.limits,
      faults: this.faults,
      traffic: this.traffic,
      now,
      personOf: (params, body) => this.#personOf(params, body),
      isPerson: (authorization) => this.oauth.userOf(authorization) !== undefined,
      attachment: (path) => this.#attachment(path),
    });
  }

  /** Starts a stand-in; when this resolves, it listens. */
  static async start(options: StandInOptions = {}): Promise<DiscordStandIn> {
    const standIn = new DiscordStandIn(options);
    await standIn.gateway.listen();
    await standIn.#rest.listen(options.port);
    return standIn;
  }

  /** The API's address, for the bot's `rest.api`; the client appends the version. */
  get url(): string {
    return `${this.#rest.origin}/api`;
  }

  /** Ends everything; waits under way fail. */
  async stop(): Promise<void> {
    this.#bulletin.close('The stand-in was stopped.');
    await Promise.all([this.#rest.stop(), this.gateway.close()]);
  }

  /** Refuses HTTP connections: Discord does not answer. The gateway stays as it is. */
  pauseHttp(): Promise<void> {
    return this.#rest.pause();
  }

  /** Accepts HTTP connections again. */
  resumeHttp(): Promise<void> {
    return this.#rest.resume();
  }

  /** Adds a member to the guild, and tells the bot. */
  addMember(seed: MemberSeed): StandInUser {
    return this.#guild.addMember(seed);
  }

  /** Adds a person Discord knows but who is not in the guild. */
  addStranger(seed: { id?: string; name: string }): StandInUser {
    const { id, name } = this.world.addStranger(seed);
    return { id, name };
  }

  /** A person leaves the guild, and voice with it. */
  removeMember(userId: string): void {
    this.#guild.removeMember(userId);
  }

  /** Changes a member's permissions, by a role of their own. */
  setPermissions(userId: string, permissions: bigint): void {
    this.#guild.setPermissions(userId, permissions);
  }

  /** Adds a channel to the guild. */
  addChannel(seed: { name: string; type?: ChannelKind }): { id: string } {
    return this.#guild.addChannel(seed);
  }

  /** Removes a channel of the guild; people in it leave voice. */
  removeChannel(channelId: string): void {
    this.#guild.removeChannel(channelId);
  }

  /** Changes the guild's AFK channel; `null`: there is none. */
  setAfkChannel(channelId: string | null): void {
    this.#guild.setAfkChannel(channelId);
  }

  /** The guild goes out of reach on Discord's side, or comes back. */
  setOutage(on: boolean): void {
    this.#guild.setOutage(on);
  }

  /** The bot is thrown out of the guild, and its commands there with it. */
  throwBotOut(): void {
    this.#guild.throwBotOut();
    this.commands.replaceAll(this.guildId, []);
  }

  /** Somebody invites the bot to the guild. */
  inviteBot(): void {
    this.#guild.inviteBot();
  }

  /** Somebody joins, changes or leaves voice. */
  setVoice(userId: string, channelId: string | null): void {
    this.#guild.setVoice(userId, channelId);
  }

  /** A person closes or opens their DMs. */
  setDmsClosed(userId: string, closed: boolean): void {
    const user = this.world.users.get(userId);
    if (!user) throw new Error(`There is no user ${userId}.`);
    user.dmsClosed = closed;
  }

  /** A person uses a slash command, such as `promote create`; resolves with the bot's first answer. */
  slash(userId: string, path: string, options?: OptionValues, where?: Where): Promise<InteractionReply> {
    return this.#people.slash(userId, path, options, where);
  }

  /** A person types into an option with autocompletion; resolves with the offered choices. */
  autocomplete(
    userId: string,
    path: string,
    focusedOption: string,
    value: string,
    others?: OptionValues,
  ): Promise<{ name: string; value: string | number }[]> {
    return this.#people.autocomplete(userId, path, focusedOption, value, others);
  }

  /** A person presses the button with this label, or with this custom id if it starts with `#`. */
  press(userId: string, message: StoredMessage, label: string): Promise<InteractionReply> {
    return this.#people.press(userId, message, label);
  }

  /** A forged press: any custom id, on any message, by any person. */
  pressCustomId(userId: string, message: StoredMessage, customId: string): Promise<InteractionReply> {
    return this.#people.pressCustomId(userId, message, customId);
  }

  /** A person chooses in a menu. */
  select(
    userId: string,
    message: StoredMessage,
    name: string,
    values: readonly string[],
  ): Promise<InteractionReply> {
    return this.#people.select(userId, message, name, values);
  }

  /** A person fills in the form in the bot's answer. */
  submitModal(
    userId: string,
    reply: InteractionReply,
    fields: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<InteractionReply> {
    return this.#people.submitModal(userId, reply, fields);
  }

  /** Every message the bot posted to a channel, in order; deleted ones too. Answers to interactions are not here. */
  get delivered(): readonly StoredMessage[] {
    return this.#deliveries.all;
  }

  /** The messages in a person's DM. */
  dmsTo(userId: string): StoredMessage[] {
    return this.#deliveries.to(userId);
  }

  /** The messages posted to a channel. */
  messagesIn(channelId: string): StoredMessage[] {
    return this.#deliveries.in(channelId);
  }

  /** Resolves with the first posted message that satisfies the predicate, past ones included. */
  waitForMessage(predicate: (message: StoredMessage) => boolean, timeoutMs?: number): Promise<StoredMessage> {
    return this.#deliveries.waitFor(predicate, timeoutMs);
  }

  /** Resolves with a person's DMs once there are `count`. */
  waitForDms(userId: string, count = 1, timeoutMs?: number): Promise<StoredMessage[]> {
    return this.#deliveries.waitForDms(userId, count, timeoutMs);
  }

  /** Resolves when slash commands with all these names are registered. */
  async waitForCommands(names: readonly string[], timeoutMs?: number): Promise<void> {
    const registered = (): string[] => this.commands.all().map((command) => command.name);
    const look = (): boolean => names.every((name) => registered().includes(name));
    const what = (): string =>
      `commands ${names.join(', ')}; registered: ${registered().join(', ') || 'none'}`;
    await this.#bulletin.until(look, what, timeoutMs);
  }

  /** Resolves when `look` returns true; it looks again at every change. */
  async waitUntil(look: () => boolean, what: string, timeoutMs?: number): Promise<void> {
    await this.#bulletin.until(look, what, timeoutMs);
  }

  #messageChanged(event: string, message: StoredMessage): void {
    if (message.origin.ephemeralFor === undefined) {
      const inGuild = message.recipientId === undefined && { guild_id: this.guildId };
      const gone = { id: message.id, channel_id: message.channelId };
      const data = event === 'MESSAGE_DELETE' ? gone : messageView(this.world, message, this.#rest.origin);
      this.gateway.dispatch(event, { ...data, ...inGuild });
    }
    this.#bulletin.announce();
  }

  #personOf(params: Readonly<Record<string, string>>, body: unknown): string | undefined {
    const recipient = (body as { recipient_id?: unknown } | undefined)?.recipient_id;
    return (
      params['uid'] ??
      (typeof recipient === 'string' ? recipient : undefined) ??
      this.world.channels.get(params['id'] ?? '')?.recipientId
    );
  }

  #attachment(path: string): { data: Buffer; contentType?: string } | undefined {
    const [messageId = '', fileId] = path.split('/').slice(3);
    return this.world.messages.get(messageId)?.attachments.find(({ id }) => id === fileId);
  }
}
