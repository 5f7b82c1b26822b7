import type { AvailabilityStatus } from './availability.js';
import type { Allowed } from './consent.js';
import type { ChannelTargets, PreferredChannel } from './channel-choice.js';
import type { EffectiveAnswer } from './standing-answers.js';

/** A person's quiet hours, wall times `HH:MM` in their own zone: start inclusive, end exclusive. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
}

/** What the rules need to know of a person at one moment; read afresh at every send. */
export interface PersonState extends Allowed {
  /** Their answer for the campaign's date, or `null` when they have none (any more). */
  readonly status: AvailabilityStatus | null;
  /** Where that comes from; left out where it is known that it was said about the date, or that nothing was. */
  readonly origin?: EffectiveAnswer['origin'];
  /** The last date on which their weekly answers count, where that date is within a week; else left out, or `null`. */
  readonly weeklyEnds?: string | null;
  /** They were asked whether they still want calls, and nothing was heard since: none comes. Left out: they come. */
  readonly callsRest?: boolean;
  /** They have had as many calls this week as they want at most; left out where that is not asked. */
  readonly isOverOwnCap?: boolean;
  readonly preferredChannel: PreferredChannel;
  readonly targets: ChannelTargets;
  readonly quietHours: QuietHours | null;
  /** IANA zone their quiet hours and times are read in. */
  readonly timezone: string;
  /** BCP 47 tag their messages are worded in. */
  readonly locale: string;
  readonly inGuild: boolean;
}
