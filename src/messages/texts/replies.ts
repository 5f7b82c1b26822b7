import type { AvailabilityStatus } from '../../domain/availability.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { EndAction } from '../../domain/consent.js';

/** What stands on buttons under messages. */
export interface ButtonTexts {
  readonly confirm: string;
  readonly cancel: string;
  /** Under a ping: they come. */
  readonly coming: string;
  /** Under a ping: they come later; `lateBy` and `back` take its place, to say how much. */
  readonly later: string;
  lateBy(minutes: number): string;
  readonly back: string;
  readonly notTonight: string;
  /** In place of "Not tonight" once that was pressed. */
  readonly backIn: string;
  readonly stop: string;
  /** Under a question and a notice that it is on: the end of that kind alone. */
  readonly ends: Readonly<Record<EndAction, string>>;
  /** In its place once it was pressed. */
  readonly stopEverything: string;
  /** Under a promoter's notice that it is on: shows whom they would ping. */
  readonly previewPings: string;
  /** Opens the voice channel. */
  readonly toVoice: string;
  /** Under an answer to somebody whose pings are off. */
  readonly turnOnPings: string;
}

/** Answers to what people did. Dates are `YYYY-MM-DD`, `today` among them; names may be raw, the texts clean them. */
export interface ReplyTexts {
  /** "Not tonight" was pressed. */
  readonly notTonight: string;
  /** "Stop these messages" was pressed. */
  readonly stopped: string;
  /** One kind of message was ended: the others still come. */
  readonly ended: Readonly<Record<EndAction, string>>;
  /** The promoter pressed Cancel under a preview. */
  readonly draftDiscarded: string;
  readonly preferencesSaved: string;
  readonly paused: string;
  readonly resumed: string;
  readonly erased: string;
  readonly exported: string;
  /** A fault of ours; the cause is for the log. */
  readonly internalError: string;
  /** What Muster does and how to begin, in five lines. `pageUrl`: where the pages are, `null` if they are not public. */
  help(pageUrl: string | null): string;
  /** `atLeast`: they are in as soon as so many are; `null`, or left out: they made no condition. */
  availabilitySet(status: AvailabilityStatus, date: string, today: string, atLeast?: number | null): string;
  /** Said behind what was saved: the evening's messages were scheduled before; `at` as `21:00`. */
  calledWithout(at: string): string;
  /**
   * Said behind what was saved: when they are messaged, and whether that is scheduled or what it depends on. This and the
   * next are told on every channel, so without markup.
   */
  pingsAt(when: 'scheduled' | Exclude<AvailabilityStatus, 'NOT_PLAYING'>, at: readonly string[]): string;
  /** Said behind what was saved: they don't want to be messaged. */
  readonly pingsOff: string;
  /** Said behind what was saved: no channel reaches them. */
  readonly pingsNowhere: string;
  /** Said behind what was saved: what would come, would come in their quiet hours. */
  readonly pingsQuiet: string;
  /** They pressed the button that turns pings on. */
  readonly pingsTurnedOn: string;
  availabilityCleared(date: string, today: string): string;
  playerLinked(playerName: string): string;
  readonly playerUnlinked: string;
  channelUnlinked(channel: ChannelType): string;
  /** Standbys are called until so many more come; so many are left to call. */
  moreCalled(count: number, standbys: number, paused: boolean): string;
  /** `followUpOnly`: the start had already gone out, so only what comes after it was stopped. */
  campaignCancelled(followUpOnly: boolean): string;
}

/** When there is nothing to show. Dates are `YYYY-MM-DD`, `today` among them. */
export interface NothingTexts {
  campaign(date: string, today: string): string;
  log(date: string): string;
  availability(date: string, today: string): string;
  board(date: string, today: string): string;
  readonly preferences: string;
  readonly personalData: string;
}

/** What a way out answers beside the replies. */
export interface WayOutTexts {
  /** "Not tonight" under a message of another day. */
  notThatEvening(date: string): string;
  /** They come. `at`: when it begins; `null`: it has begun. This and the next are told on every channel, so without markup. */
  coming(at: string | null): string;
  readonly comingAlready: string;
  /** They come later; `again`: they had said so. */
  late(at: string, again: boolean): string;
  /** Above the minutes. */
  readonly howMuchLater: string;
  /** They take "Not tonight" back: what is still to come will reach them. */
  readonly backIn: string;
  /** They take it back, but the start ping had its turn meanwhile. `at` as `21:00`. */
  backInLate(at: string): string;
}
