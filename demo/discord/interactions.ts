import { refuse } from './api-error.js';
import type { Bulletin } from './bulletin.js';
import type { Dispatch } from './entities.js';
import { Interaction } from './interaction.js';
import type { InteractionSeed } from './interaction.js';
import { channelView } from './guild-views.js';
import { messageView } from './message-view.js';
import { memberView, userView } from './user-views.js';
import type { Json } from './wire.js';
import type { World } from './world.js';

const TOKEN_LIFETIME_MS = 15 * 60_000;

/** The person and the place of an action. */
export type Actor = Omit<InteractionSeed, 'id' | 'createdAt'>;

/** All interactions, by id and token. */
export class Interactions {
  readonly #byToken = new Map<string, Interaction>();

  constructor(
    private readonly world: World,
    private readonly bulletin: Bulletin,
    private readonly dispatch: Dispatch,
    private readonly answerWithinMs: number,
    private readonly cdn: () => string,
  ) {}

  /** Tells the bot about a person's action; resolves with the answer. */
  async raise(actor: Actor, data: Json, what: string, timeoutMs = 10_000): Promise<Interaction> {
    const seed = { ...actor, id: this.world.snowflakes.next(), createdAt: this.world.now() };
    const interaction = new Interaction(seed, this.bulletin);
    this.#byToken.set(interaction.token, interaction);
    this.dispatch('INTERACTION_CREATE', this.#payload(interaction, data));
    await this.bulletin.until(() => interaction.answered, `the bot's answer to ${what}`, timeoutMs);
    return interaction;
  }

  /** The interaction of a callback; refuses one that is unknown, too late or answered already. */
  forCallback(id: string, token: string): Interaction {
    const interaction = this.#byToken.get(token);
    if (!interaction || interaction.seed.id !== id) throw refuse.unknownInteraction();
    if (interaction.answered) throw refuse.alreadyAcknowledged();
    if (performance.now() - interaction.raisedAt > this.answerWithinMs) throw refuse.unknownInteraction();
    return interaction;
  }

  /** The interaction of a webhook token; refuses one that is unknown, unanswered or expired. */
  forWebhook(applicationId: string, token: string): Interaction {
    const interaction = this.#byToken.get(token);
    if (!interaction || applicationId !== this.world.seed.applicationId) throw refuse.unknownWebhook();
    if (this.world.now() - interaction.seed.createdAt > TOKEN_LIFETIME_MS) throw refuse.invalidWebhookToken();
    if (!interaction.answered) throw refuse.unknownWebhook();
    return interaction;
  }

  /** How answer messages describe the interaction. */
  metadata(interaction: Interaction): Json {
    const { seed } = interaction;
    const user = this.world.users.get(seed.userId);
    return {
      id: seed.id,
      type: seed.kind,
      ...(user && { user: userView(user) }),
      authorizing_integration_owners: this.#owners(seed.guildId),
      ...(seed.trigger
        ? { triggering_interaction_metadata: this.metadata(seed.trigger) }
        : seed.source && { interacted_message_id: seed.source.id }),
    };
  }

  #owners(guildId: string | null): Json {
    return { '0': guildId ?? '0' };
  }

  #payload(interaction: Interaction, data: Json): Json {
    const { seed, token } = interaction;
    const { world } = this;
    const user = world.users.get(seed.userId);
    const channel = world.channels.get(seed.channelId);
    if (!user) throw new Error(`There is no user ${seed.userId}.`);
    const permissions = world.permissionsOf(seed.userId).toString();
    const appPermissions = world.permissionsOf(world.seed.botUserId).toString();
    return {
      id: seed.id,
      application_id: world.seed.applicationId,
      type: seed.kind,
      token,
      version: 1,
      data,
      channel_id: seed.channelId,
      channel: channel
        ? { ...channelView(world, channel), ...(seed.guildId !== null && { permissions }) }
        : { id: seed.channelId, type: 0, guild_id: seed.guildId, name: 'elsewhere', permissions, flags: 0 },
      ...(seed.guildId === null
        ? { user: userView(user), context: 1 }
        : {
            guild_id: seed.guildId,
            guild: { id: seed.guildId, locale: world.seed.guildLocale, features: [] },
            guild_locale: world.seed.guildLocale,
            member: { ...this.#member(seed.userId), permissions },
            context: 0,
          }),
      locale: seed.locale,
      app_permissions: appPermissions,
      entitlements: [],
      entitlement_sku_ids: [],
      authorizing_integration_owners: this.#owners(seed.guildId),
      attachment_size_limit: 10_485_760,
      ...(seed.source && { message: messageView(world, seed.source, this.cdn()) }),
    };
  }

  /** The member object; a person from another guild has a bare one. */
  #member(userId: string): Json {
    const member = this.world.members.get(userId);
    const user = this.world.users.get(userId);
    if (member) return memberView(member);
    return user ? memberView({ user, joinedAt: this.world.now(), nick: null, roleIds: [] }) : {};
  }
}
