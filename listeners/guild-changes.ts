import { Listener } from '@sapphire/framework';
import { Events, GatewayDispatchEvents } from 'discord.js';
import type { ToldMember } from '../src/discord/member-questions.js';

/** The parts of a packet that we read. */
interface Packet {
  readonly t: string | null;
  readonly d: {
    readonly guild_id?: string;
    readonly user?: { readonly id: string };
    readonly member?: ToldMember;
  } | null;
}

const MEMBER_EVENTS: readonly string[] = [
  GatewayDispatchEvents.GuildMemberAdd,
  GatewayDispatchEvents.GuildMemberRemove,
  GatewayDispatchEvents.GuildMemberUpdate,
];
const INTERACTION: string = GatewayDispatchEvents.InteractionCreate;
const GUILD_EVENTS: readonly string[] = [
  GatewayDispatchEvents.GuildRoleCreate,
  GatewayDispatchEvents.GuildRoleUpdate,
  GatewayDispatchEvents.GuildRoleDelete,
  GatewayDispatchEvents.GuildUpdate,
  GatewayDispatchEvents.GuildDelete,
];

/**
 * A member joined, left or changed, or roles did: what the directory keeps about them is out of date. Whoever presses a
 * button or types a command comes with who they are in the server, which spares the question. Raw packets, because discord.js
 * only reports members it happens to have cached, and only after them what people did.
 */
export class GuildChangesListener extends Listener<typeof Events.Raw> {
  constructor(context: Listener.LoaderContext, options: Listener.Options) {
    super(context, { ...options, event: Events.Raw });
  }

  override run({ t, d }: Packet): void {
    if (t === null || !d) return;
    const { directory, news, services } = this.container.muster;
    if (t === INTERACTION && d.member && d.guild_id === services.settings.guildId)
      directory.hearOfMember(d.member);
    if (MEMBER_EVENTS.includes(t) && d.user) {
      directory.forgetMember(d.user.id);
      news.tell({ type: 'member_changed', user: d.user.id });
    }
    if (GUILD_EVENTS.includes(t)) {
      directory.forgetAll();
      news.tell({ type: 'guild_changed' });
    }
  }
}
