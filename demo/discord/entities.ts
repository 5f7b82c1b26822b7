import type { Json } from './wire.js';

/** A person, or the bot. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly locale: string;
  dmsClosed: boolean;
}

/** Somebody's membership of the guild. */
export interface Member {
  readonly user: User;
  readonly joinedAt: number;
  nick: string | null;
  roleIds: string[];
}

/** A role of the guild. `@everyone` has the guild's id. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly managed: boolean;
  readonly position: number;
  permissions: bigint;
}

/** A channel: 0 text and 2 voice in the guild, 1 a DM with the bot. */
export interface Channel {
  readonly id: string;
  readonly type: 0 | 1 | 2 | 13;
  readonly name: string;
  readonly position: number;
  /** Whose DM it is. */
  readonly recipientId?: string;
  /** A DM with another bot, which ours may neither read nor write. */
  readonly isOthers?: boolean;
  lastMessageId: string | null;
}

/** Where somebody is in voice. */
export interface VoiceState {
  readonly userId: string;
  readonly sessionId: string;
  channelId: string;
}

/** The facts a world starts from. */
export interface WorldSeed {
  readonly guildId: string;
  readonly guildName: string;
  /** The language of the guild. */
  readonly guildLocale: string;
  readonly applicationId: string;
  readonly botUserId: string;
}

/** Tells the bot that something happened: a gateway event and its data. */
export type Dispatch = (event: string, data: Json) => void;
