import type { LinkableChannel } from '../../domain/channel-choice.js';
import type { ConsentTo } from '../../domain/consent.js';

/** A consent, as the panel shows and changes it. */
export interface ConsentTexts {
  readonly title: string;
  /** What it would bring. */
  readonly off: string;
  readonly turnOn: string;
  readonly turnOff: string;
}

/** The preferences panel and its form. Field names fit 256 characters, labels of buttons 80, of the form 45. */
export interface PanelTexts {
  readonly title: string;
  readonly consents: Readonly<Record<ConsentTo, ConsentTexts>>;
  /** `since` in milliseconds, `null` where it is not known. */
  optedIn(since: number | null): string;
  /** Behind it where the last questions stayed without an answer, so that none comes for now. */
  readonly questionsRest: string;
  readonly directMessages: string;
  readonly dmsOn: string;
  readonly dmsOff: string;
  /** They are to be called there, but no direct message could be opened: what to change in Discord. */
  readonly dmUnreachable: string;
  /**
   * They are to be called there, but Discord lets no direct message be opened right now, whosever it is: that nothing is
   * wrong on their side, and what happens by itself.
   */
  readonly dmLater: string;
  /** They opted in, but no channel reaches them. */
  readonly noChannel: string;
  readonly quietHours: string;
  readonly quietNone: string;
  readonly quietAllDay: string;
  quietBetween(start: string, end: string): string;
  readonly timezone: string;
  /** For whoever has named no zone. */
  serverZone(zone: string): string;
  readonly channel: string;
  readonly channelPlaceholder: string;
  readonly links: string;
  /** A line of the links. */
  link(channel: LinkableChannel, linked: boolean): string;
  /** The same for whoever used the channel before their community moved to Muster, and has to link it again. */
  linkAgain(channel: LinkableChannel): string;
  /** On the button that makes a link, or ends it. */
  changeLink(channel: LinkableChannel, linked: boolean): string;
  /** Beside a channel that is set up here, but not linked by this person. */
  readonly channelOnceLinked: string;
  /** Among the channels: nothing on Discord, or something again; and what that means. */
  readonly dmsChoice: Readonly<Record<'off' | 'on', { readonly label: string; readonly hint: string }>>;
  /** Among the languages that Discord lacks. */
  readonly language: {
    /** Over the choice, at most 150 characters. */
    readonly placeholder: string;
    readonly asOnDiscord: string;
    /** This language, in itself. */
    readonly own: string;
  };
  readonly buttons: {
    readonly dmsOn: string;
    readonly dmsRetry: string;
    readonly quietHours: string;
    readonly test: string;
    readonly openAgain: string;
    /** For whom the questions have come to rest. */
    readonly askAgain: string;
  };
  readonly form: {
    readonly title: string;
    readonly start: string;
    readonly end: string;
    readonly timesHint: string;
    readonly zone: string;
    readonly zoneHint: string;
    /** Typed, for a zone that the list lacks. */
    readonly otherZone: string;
    readonly otherZoneHint: string;
  };
  /** What was typed into the form, told back under a refusal. */
  typed(start: string, end: string, zone: string): string;
}
