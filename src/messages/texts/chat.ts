import type { AvailabilityStatus } from '../../domain/availability.js';
import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { Refusal } from '../../domain/refusal.js';
import type { ChatCommandName } from './typed.js';

/** How somebody who asks from a linked chat stands. Dates are `YYYY-MM-DD`. */
export interface ChatStatusInput {
  readonly channel: LinkableChannel;
  /** The Discord account's name; may be raw. */
  readonly accountName: string;
  readonly allowPromotions: boolean;
  /** Whether no ping comes for now, though they are on. */
  readonly callsRest: boolean;
  /** How many pings they want a week at most; `null`: there is no limit. */
  readonly callsPerWeek: number | null;
  /** Whether they are asked in the evening; `null`: nobody is here. */
  readonly allowQuestions: boolean | null;
  /** Whether they are told when it is on. */
  readonly allowReadyNotices: boolean;
  readonly date: string;
  readonly status: AvailabilityStatus | null;
  /** Whether that is what they answer for the weekday. */
  readonly weekly: boolean;
}

/** What is known of a day, for somebody who asks from a linked chat. Dates are `YYYY-MM-DD`. */
export interface ChatDayInput {
  readonly date: string;
  readonly today: string;
  /** What they answer themselves; whether that is for the weekday. */
  readonly own: AvailabilityStatus | null;
  readonly ownIsWeekly: boolean;
  /** They are in as soon as so many are; `null` or left out: without a condition. */
  readonly ownAtLeast?: number | null;
  readonly counts: Readonly<Record<AvailabilityStatus, number>>;
}

/** What is said on Telegram and Signal: plain text without markup. */
export interface ChatTexts {
  /** The account's name may be raw. */
  linked(channel: LinkableChannel, accountName: string, allowPromotions: boolean): string;
  unlinked(channel: LinkableChannel): string;
  /** What can be written here. */
  help(channel: LinkableChannel): string;
  status(input: ChatStatusInput): string;
  /** How many said what of a day, and what the reader said. */
  day(input: ChatDayInput): string;
  /** Said behind a saved answer: they don't want to be messaged, and how to change that. */
  readonly pingsOff: string;
  /** What to write to answer for a day, and what each answer means. */
  answerHow(channel: LinkableChannel, date: string, today: string): string;
  /** What to write to answer for a day of one's choice, where the day is missing or the answer is. */
  onHow(channel: LinkableChannel): string;
  /** What to write to take an answer back, where the day is missing. */
  clearHow(channel: LinkableChannel): string;
  /** There is no answer that could be taken back. */
  notAnswered(date: string, today: string): string;
  /** What to write to come later, where the minutes are missing. */
  lateHow(channel: LinkableChannel): string;
  /** Said behind "not tonight", where no button takes it back. */
  changedYourMind(channel: LinkableChannel): string;
  /** Said behind the end of one kind of message, where no button offers it. */
  stopEverything(channel: LinkableChannel): string;
  readonly internalError: string;
  /** Beside the commands, in the channel's own list of them: 1 to 256 characters. */
  readonly commands: Readonly<Record<ChatCommandName, string>>;
  /** A refusal, told in a chat. */
  refusal(refusal: Refusal, timezone: string): string;
}
