import type { AvailabilityStatus } from './availability.js';
import type { Allowed } from './consent.js';
import type { ChannelTargets, PreferredChannel } from './channel-choice.js';

/** A person's quiet hours, wall times `HH:MM` in their own zone: start inclusive, end exclusive. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
}

/** What the rules need to know of a person at one moment; read afresh at every send. */
export interface PersonState extends Allowed {
  /** Their entry for the campaign's date, or `null` when they have none (any more). */
  readonly status: AvailabilityStatus | null;
  readonly preferredChannel: PreferredChannel;
  readonly targets: ChannelTargets;
  readonly quietHours: QuietHours | null;
  /** IANA zone their quiet hours and times are read in. */
  readonly timezone: string;
  /** BCP 47 tag their messages are worded in. */
  readonly locale: string;
  readonly inGuild: boolean;
}
