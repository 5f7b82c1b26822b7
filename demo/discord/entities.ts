import type { Json } from './wire.js';

/** A person, or the bot. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly locale: string;
  dmsClosed: boolean;
}

/** A person's membership of the guild. */
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

/** A channel: 0 text, 2 voice and 13 stage in the guild, 1 a DM. */
export interface Channel {
  readonly id: string;
  readonly type: 0 | 1 | 2 | 13;
  readonly name: string;
  readonly position: number;
  /** The person, if it is a DM. */
  readonly recipientId?: string;
  /** A DM with another bot; ours may neither read it nor write there. */
  readonly isOthers?: boolean;
  lastMessageId: string | null;
}

/** The voice channel a person is in. */
export interface VoiceState {
  readonly userId: string;
  readonly sessionId: string;
  channelId: string;
}

/** The initial facts of a world. */
export interface WorldSeed {
  readonly guildId: string;
  readonly guildName: string;
  /** The language of the guild. */
  readonly guildLocale: string;
  readonly applicationId: string;
  readonly botUserId: string;
}

/** Sends the bot a gateway event with its data. */
export type Dispatch = (event: string, data: Json) => void;
