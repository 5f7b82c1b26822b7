import type { Failpoint } from '../../../src/domain/failpoints.js';

/** The evening that all these campaigns are for. */
export const EVENING = {
  timezone: 'Europe/Ljubljana',
  date: '2026-03-10',
  reminderTime: '20:45:00',
  startTime: '21:00:00',
  /** Half a minute before the reminder. */
  createdAt: Date.parse('2026-03-10T19:44:30.000Z'),
} as const;

/** What a child makes a channel of. */
export interface ChannelOrders {
  readonly type: 'discord';
  readonly apiUrl: string;
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
  /** The time of the evening at which a child that takes up an earlier one's work wakes. */
  readonly wakesAt?: number;
  /** Where it kills itself: at this pass of this step. */
  readonly kill?: { readonly at: Failpoint; readonly pass: number };
}

/** What a child tells. */
export type Said =
  /** What to add to the machine's time to get the evening's. */
  | { readonly said: 'time'; readonly offset: number }
  | { readonly said: 'begun' }
  | { readonly said: 'error'; readonly error: string };
