import type { Weekday } from '../../domain/session-plan.js';
import type { NotOutReason } from '../../domain/standing-campaigns.js';
import type { MomentStyle } from '../moment.js';

/** A weekday whose pings go out by themselves. */
export interface StandingDayInput {
  readonly day: Weekday;
  /** In whose name, as their player is called; `null`: nobody knows. */
  readonly name: string | null;
  readonly includeAvailable: boolean;
  readonly includeMaybe: boolean;
  /** Whether the plan has a session that day. */
  readonly hasSession: boolean;
}

/**
 * Pings that go out by themselves unless a promoter says no, as promoters read of them on Discord. Instants in milliseconds,
 * dates `YYYY-MM-DD`; names are cleaned already.
 */
export interface StandingCampaignTexts {
  readonly title: string;
  /** What they do. */
  about(threshold: number): string;
  readonly none: string;
  day(day: StandingDayInput): string;
  /** Until when all of them count. */
  until(date: string): string;
  /** What promoters are told: tonight's pings go out by themselves. */
  proposal(input: {
    readonly at: number;
    readonly startAt: number;
    readonly looking: number;
    readonly name: string | null;
  }): string;
  /** Tonight's pings will go out, or went out, or do not; `name`: who said no. */
  goesOut(at: number, style?: MomentStyle): string;
  readonly made: string;
  notOut(reason: NotOutReason, name: string | null): string;
  /** They end after this date, unless somebody keeps them. */
  nearLapse(until: string): string;
  /** They ended after this date. */
  lapsed(until: string): string;
  /** Those of somebody ended. */
  ended(reason: 'left' | 'may_not'): string;
  /** On buttons. */
  readonly stop: string;
  readonly preview: string;
  readonly keep: string;
  /** After a change. */
  set(days: readonly Weekday[]): string;
  removed(days: readonly Weekday[]): string;
  kept(until: string): string;
  /** After "Stop": they do not go out. */
  readonly stopped: string;
  /** After "Stop", once they have gone out: whether the reader can cancel them. */
  goneOut(mayCancel: boolean): string;
}
