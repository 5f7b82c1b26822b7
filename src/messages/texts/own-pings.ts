import type { LinkableChannel } from '../../domain/channel-choice.js';

/** How many pings somebody wants a week at most, and pings that rest. Told on every channel, so without markup. */
export interface OwnPingTexts {
  /** What the limit is called. */
  readonly title: string;
  /** The limit as it is; `null`: there is none. At most 100 characters. */
  limit(most: number | null): string;
  /** Over the choice of a limit. At most 150 characters. */
  readonly placeholder: string;
  /** A limit was chosen in a chat; `null`: there is none any more. */
  limited(most: number | null): string;
  /** What the limit is, and what to write to change it. */
  limitHow(channel: LinkableChannel, most: number | null): string;
  /** In a ping after so many without a sign of life: what becomes of it, and what keeps them: a button under it, or words to reply. */
  stillWanted(before: number, asWords: boolean): string;
  /** No ping comes for now, and what brings them back. */
  readonly rest: string;
  /** The same in a chat, where a word brings them back. */
  restHow(channel: LinkableChannel): string;
  /** On the button that keeps pings, or brings them back. */
  readonly keep: string;
  /** After it; `on`: they are on at all. */
  kept(on: boolean): string;
}
