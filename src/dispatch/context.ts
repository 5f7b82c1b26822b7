import type { ChannelRegistry } from '../channels/registry.js';
import type { Clock } from '../domain/clock.js';
import type { ContactReader } from '../domain/contact.js';
import type { SessionTimes } from '../domain/evening.js';
import type { EventBus } from '../domain/events.js';
import type { GuildDirectory } from '../domain/guild-directory.js';
import type { Liveness } from '../domain/liveness.js';
import type { NewsWire } from '../domain/news.js';
import type { Presence } from '../domain/presence.js';
import type { PlayerLinkPolicy } from '../domain/player-link.js';
import type { Promoters } from '../domain/promoters.js';
import type { QuestionTimes } from '../domain/system-campaigns.js';
import type { WayThere } from '../domain/way-there.js';
import type { Messages } from '../messages/messages.js';
import type { Database, Tx } from '../persistence/engine/database.js';
import type { BlindIndex } from '../vault/blind-index.js';
import type { BoardSettings } from './day-board.js';
import type { CreateFor } from './create-for.js';

/** Everything dispatch works with. */
export interface DispatchContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly events: EventBus;
  /** What other processes tell. */
  readonly news: Pick<NewsWire, 'on'>;
  readonly channels: ChannelRegistry;
  readonly createFor: CreateFor;
  readonly directory: GuildDirectory;
  readonly presence: Presence;
  readonly blindIndex: BlindIndex;
  /** Reads people's addresses on Telegram and Signal. */
  readonly contacts: ContactReader;
  /** Draws an SVG document as PNG. Throws when it can't. */
  readonly draw: (svg: string) => Promise<Uint8Array>;
  readonly messagesFor: (locale: string) => Messages;
  /** What leads to the session, as it is known now. It waits for nobody. */
  readonly way: () => WayThere;
  /**
   * Whether this process is the one that is told who is in voice. Others leave follow-ups to it, as long as somebody could
   * still be called.
   */
  readonly isToldOfVoice: () => boolean;
  /**
   * Whether what goes by who is in voice, and would do without it where that can't be had, had better wait a little: see
   * `AwaitedVoice`. A follow-up waits for as long as it takes.
   */
  readonly awaitsVoice: () => boolean;
  /** Who this process is, and which others are dead. */
  readonly liveness: Liveness<Tx>;
  /** Time zone of campaigns, and of people who never named one. */
  readonly timezone: string;
  readonly maxAttempts: number;
  /** What boards and questions go by, as it is in force whenever somebody looks. */
  readonly settings: BoardSettings &
    QuestionTimes &
    SessionTimes &
    Promoters & {
      readonly guildId: string;
      /** False: nobody is written to, and nothing is told. */
      readonly promotionsEnabled: boolean;
      /** How many a session takes at least; 0: nobody is asked about too few. */
      readonly sessionMinimum: number;
      readonly playerLinkPolicy: PlayerLinkPolicy;
    };
  readonly followUp: {
    /** From the end of the start job to the follow-up. */
    readonly delayMs: number;
    /** Where the summary is posted; `null`: nowhere. */
    readonly channelId: string | null;
    /** Texts in the server's language, as known now. */
    readonly messages: () => Messages;
    /** Whether only proved player links count on the game server. */
    readonly onlyVerifiedLinks: boolean;
  };
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly newId: () => string;
  /** At most 25 characters, never the same twice. */
  readonly newNonce: () => string;
}
