import type { ChannelType, LinkableChannel } from '../../../src/domain/channel-choice.js';
import type { Failpoint } from '../../../src/domain/failpoints.js';

/** The evening that all these campaigns are for. */
export const EVENING = {
  timezone: 'Europe/Ljubljana',
  date: '2026-03-10',
  reminderTime: '20:45:00',
  startTime: '21:00:00',
  /** Half a minute past: the first look asks. */
  questionTime: '20:44:00',
  /** Half a minute before the reminder. */
  createdAt: Date.parse('2026-03-10T19:44:30.000Z'),
  /** After the reminder's moment, when standbys may be called. */
  moreAt: Date.parse('2026-03-10T19:46:00.000Z'),
} as const;

/** What seals the contacts of these campaigns. */
export const CONTACT_KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';

/** Where the person with this number is reached on a channel they linked. */
export function addressOf(channel: LinkableChannel, index: number): string {
  return channel === 'telegram' ? String(700_000_000 + index) : `+38641${100_000 + index}`;
}

/** What a child makes a channel of. */
export interface ChannelOrders {
  readonly type: ChannelType;
  readonly apiUrl: string;
  /** A bot's token, or the number that is registered with Signal. */
  readonly token: string;
  readonly requestTimeoutMs?: number;
}

/** What a child is told. */
export interface ChildOrders {
  readonly databasePath: string;
  /** The guild, and who is in it, is asked of Discord whatever the channels are. */
  readonly discord: { readonly apiUrl: string; readonly token: string; readonly guildId: string };
  readonly channels: readonly ChannelOrders[];
  readonly promoterId: string;
  /** With a follow-up: who is in voice by then, and where its summary is posted. */
  readonly followUp?: { readonly inVoice: readonly string[]; readonly summaryChannelId: string };
  /** When the campaign is made, in the evening's time; by default at {@link EVENING.createdAt}. */
  readonly createdAt?: number;
  /** When the session starts (HH:MM:SS), where it is not at its usual time. */
  readonly startTime?: string;
  /** How many messages a second leave, where the stand-in has limits. */
  readonly messagesPerSecond?: number;
  /** When people are asked whether they play (HH:MM); by default nobody is. */
  readonly questionTime?: string;
  /** From how many on people are told that it is on; by default nobody is. */
  readonly readyThreshold?: number;
  /** What is posted before anything else, and where: the day's board, or that enough are looking for a game. */
  readonly posts?: { readonly what: 'board' | 'ready'; readonly channelId: string };
  /** Whether the campaign is a dry run. */
  readonly dryRun?: boolean;
  /** Whether the evening is called off once the reminder is out. */
  readonly callsOff?: boolean;
  /** How many standbys are asked for, of a campaign that is made at {@link EVENING.moreAt}; by default none. */
  readonly more?: number;
  /** The time of the evening at which a child that takes up an earlier one's work wakes. */
  readonly wakesAt?: number;
  /** How many a session takes; by default it takes nobody. */
  readonly minimum?: number;
  /** Where it kills itself: at this pass of this step; where the evening is called off, counted from then on. */
  readonly kill?: { readonly at: Failpoint; readonly pass: number };
  /** Where it stops itself, until somebody lets it go on. */
  readonly stop?: { readonly at: Failpoint; readonly pass: number };
}

/** What a child tells. */
export type Said =
  /** What to add to the machine's time to get the evening's. */
  | { readonly said: 'time'; readonly offset: number }
  | { readonly said: 'begun' }
  | { readonly said: 'stops' }
  /** A message was held up, and did not leave. */
  | { readonly said: 'held_up' }
  | { readonly said: 'error'; readonly error: string };
