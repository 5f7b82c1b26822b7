import type { SkipReason } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { OutgoingMessage } from '../../domain/channel.js';
import type { WayThere } from '../../domain/way-there.js';

/** A line of a promoter's own, and the name it stands with. */
export interface Note {
  readonly text: string;
  readonly by: string;
}

/** One call to one person. Instants in milliseconds since the epoch. */
export interface CampaignMessageInput {
  readonly jobType: JobType;
  readonly channel: ChannelType;
  readonly campaignId: string;
  readonly startAt: number;
  /** The moment of the attempt: the text tells the minutes that are really left. */
  readonly now: number;
  /** The person's own zone (IANA). */
  readonly timezone: string;
  /** The person's BCP 47 tag. */
  readonly locale: string;
  /** What the message begins with, where it is known. */
  readonly communityName: string | null;
  /** How many want to play, the reader among them. */
  readonly players: number;
  readonly note?: Note | null;
  readonly way: WayThere;
  /** Follow-up only: they were seen on the game server, but not in voice. */
  readonly onGameServer?: boolean;
  /** Follow-up only: they had answered that they come. */
  readonly saidYes?: boolean;
  /** Follow-up only: others who were called are there. */
  readonly othersThere?: boolean;
  /** After so many in a row without a sign of life: it asks whether the reader still wants any. */
  readonly asksToStay?: boolean;
  /** Question only: no other comes unless they answer this one. */
  readonly isLastQuestion?: boolean;
  /** Question only: the last date on which the reader's weekly answers count, where that is near; else `null` or left out. */
  readonly weeklyEnds?: string | null;
  /** "It's on" only: they were in if enough were, and by that they are. */
  readonly hasTurned?: boolean;
  /** "It's on" only: they may start the evening's pings. */
  readonly promotes?: boolean;
}

/** What a dry run's job would have done, for its promoter. */
export interface DryRunReportInput {
  readonly jobType: JobType;
  readonly campaignId: string;
  readonly note?: Note | null;
  /** How many would have been called by which channel. */
  readonly channels: Readonly<Partial<Record<ChannelType, number>>>;
  /** How many would have been left out, and why. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** What players are called with, and what a promoter gets in its place. */
export interface CallTexts {
  /** A call to play, with the way there, and both ways out: as buttons, and on Signal as words to reply with. */
  campaignMessage(input: CampaignMessageInput): OutgoingMessage;
  /** What the promoter of a dry run is sent in place of the calls. */
  dryRunReport(input: DryRunReportInput): string;
  /** What a promoter adds, as a quote with their name. */
  noteLine(note: Note): string;
}

/** "Send me a test". */
export interface TestTexts {
  /** The message itself. */
  message(channel: ChannelType): string;
  sent(channel: ChannelType): string;
  /** `code` as a channel tells it. */
  failed(channel: ChannelType, code: string): string;
  maybe(channel: ChannelType, code: string): string;
  closed(channel: ChannelType, code: string): string;
}
