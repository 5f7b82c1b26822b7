import type { AvailabilityStatus } from '../../domain/availability.js';
import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { Refusal } from '../../domain/refusal.js';

/** How somebody who asks from a linked chat stands. Dates are `YYYY-MM-DD`. */
export interface ChatStatusInput {
  readonly channel: LinkableChannel;
  /** The Discord account's name; may be raw. */
  readonly accountName: string;
  readonly allowPromotions: boolean;
  /** Whether they are asked in the evening; `null`: nobody is here. */
  readonly allowQuestions: boolean | null;
  readonly date: string;
  readonly status: AvailabilityStatus | null;
}

/** What is said on Telegram and Signal: plain text without markup. */
export interface ChatTexts {
  /** The account's name may be raw. */
  linked(channel: LinkableChannel, accountName: string, allowPromotions: boolean): string;
  unlinked(channel: LinkableChannel): string;
  /** What can be written here. */
  help(channel: LinkableChannel): string;
  status(input: ChatStatusInput): string;
  /** `/today` without a word that is known. */
  todayHow(channel: LinkableChannel): string;
  today(status: AvailabilityStatus): string;
  /** Said behind "not tonight", where no button takes it back. */
  changedYourMind(channel: LinkableChannel): string;
  /** Said behind "don't ask me", where no button offers it. */
  stopEverything(channel: LinkableChannel): string;
  readonly internalError: string;
  /** Beside the commands, in the channel's own list of them: 1 to 256 characters. */
  readonly commands: Readonly<Record<'link' | 'stop' | 'status' | 'today' | 'unlink' | 'help', string>>;
  /** A refusal, told in a chat. */
  refusal(refusal: Refusal, timezone: string): string;
}
