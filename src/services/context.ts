import type { ChannelType, LinkableChannel } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import type { Limits } from '../domain/limits.js';
import type { LiveSettings } from '../domain/live-settings.js';
import type { GuildDirectory } from '../domain/guild-directory.js';
import type { GuildPlaces } from '../domain/guild-places.js';
import type { OwnStarts } from '../domain/own-starts.js';
import type { SessionPlan } from '../domain/session-plan.js';
import type { PlayerLinkPolicy } from '../domain/player-link.js';
import type { Soon } from '../domain/soon.js';
import type { GameServer, Presence } from '../domain/presence.js';
import type { WayThere } from '../domain/way-there.js';
import type { Arrival, WaysOut } from '../domain/ways-out.js';
import type { Messages } from '../messages/messages.js';
import type { ChannelRegistry } from '../channels/registry.js';
import type { WakeUps } from '../dispatch/wake-ups.js';
import type { Database } from '../persistence/engine/database.js';
import type { ReadOnce } from '../persistence/engine/read-once.js';
import type { BlindIndex } from '../vault/blind-index.js';
import type { ContactVault } from '../vault/contact-vault.js';

/** Opens direct messages with people, ahead of the first message. */
export interface DirectMessages {
  /** The DM channel's id, or what stands in the way. Never throws. */
  open(userId: string): Promise<OpenedDirectMessage>;
}

/**
 * The result of opening a direct message: its channel; `closed`: this person does not take ours; `later`:
 * none can be opened now, which says nothing about the person.
 */
export type OpenedDirectMessage = { readonly channelId: string } | DirectMessageHindrance;
export type DirectMessageHindrance = 'closed' | 'later';

/** Where a person goes to link a channel. */
export interface LinkDoors {
  /** An address that opens a chat with us, with the token where the channel can carry it; `null` when not known yet. */
  deepLink(channel: LinkableChannel, token: string): Soon<string | null>;
}

/** The deployment's rules, as the services need them: those that may change while Muster runs read as they are in force. */
export interface ServiceSettings {
  readonly guildId: string;
  readonly promotionsEnabled: boolean;
  readonly timezone: string;
  readonly reminderTime: string;
  readonly startTime: string;
  /** When those who want to be are asked whether they play (HH:MM:SS); `null`: nobody is. */
  readonly questionTime?: string | null;
  readonly plan?: SessionPlan | null;
  readonly ownStarts?: OwnStarts;
  /** From the end of the start job to the follow-up. */
  readonly followUpDelaySeconds: number;
  readonly globalCooldown: boolean;
  readonly dryRunDefault: boolean;
  readonly promoterIds: ReadonlySet<string>;
  /** Whoever has one of these roles may promote. */
  readonly promoterRoleIds: ReadonlySet<string>;
  readonly retentionDays: number;
  readonly linkIntervalSeconds: number;
  /** Where everybody finds the pages (an origin); `null`: nowhere. */
  readonly pageUrl: string | null;
  /** How many have to be looking for a game for a session to be called ready. */
  readonly sessionReadyThreshold: number;
  /** How many a session takes at least; 0: nobody is asked about too few. */
  readonly sessionMinimum: number;
  /** Where a session day's board is posted by itself; `null`: nowhere. */
  readonly boardChannelId: string | null;
  /** When that is, as a wall time. */
  readonly boardTime: string;
  /** Whether a player link counts once a person says it (`self`), or once it is confirmed. */
  readonly playerLinkPolicy: PlayerLinkPolicy;
}

/** Everything the services work with. */
export interface ServiceContext {
  readonly database: Database;
  /** Caches reads that many people repeat. */
  readonly reads: ReadOnce;
  readonly clock: Clock;
  readonly events: EventBus;
  readonly directory: GuildDirectory;
  readonly presence: Presence;
  /** Where players prove who they are, whether the follow-up looks there or not; `null`: none is set up. */
  readonly gameServer: GameServer | null;
  readonly directMessages: DirectMessages;
  readonly blindIndex: BlindIndex;
  /** Digests of calendar addresses. */
  readonly calendarIndex: BlindIndex;
  readonly contacts: ContactVault;
  readonly linkDoors: LinkDoors;
  /** What people may do only so often. */
  readonly limits: Limits;
  /** What people have gone out of, while other requests of theirs may be under way. */
  readonly waysOut: WaysOut;
  /** The channels themselves, for a message that belongs to no campaign. */
  readonly outbox: ChannelRegistry;
  readonly wakeUps: WakeUps;
  /** Looks for due jobs at once, after a pause. */
  readonly sweep: () => void;
  readonly channels: ReadonlySet<ChannelType>;
  readonly messagesPerSecond: Readonly<Partial<Record<ChannelType, number>>>;
  readonly messagesFor: (locale: string) => Messages;
  /** The wording of what everybody of the server reads. */
  readonly serverMessages: () => Messages;
  /** What leads to the session, as it is known now. It waits for nobody. */
  readonly way: () => WayThere;
  readonly settings: ServiceSettings;
  /** Where those of them that may change come from. */
  readonly live: LiveSettings;
  readonly places: GuildPlaces;
  readonly newId: () => string;
}

/** The person who asks, as their door knows them. Nothing here grants a right, except `attested`. */
export interface Actor {
  readonly userId: string;
  /** The name Discord shows for them. */
  readonly displayName: string;
  /** The guild they ask from; `null` from a direct message. */
  readonly guildId: string | null;
  /** BCP 47. */
  readonly locale: string;
  /**
   * What Discord says about them in the interaction itself. It counts only for stopping something, and only
   * while Discord gives no answer.
   */
  readonly attested?: { readonly isAdmin: boolean };
  /** When their request came in, where their door has waited for something since. */
  readonly cameIn?: Arrival | undefined;
}
