import type { LinkableChannel } from '../../domain/channel-choice.js';

/** The page's words for those who are signed in: it fetches them once it knows that somebody is. */
export interface AccountTexts {
  /** What the viewer answers for weekdays, and when they are away. */
  readonly standing: {
    readonly title: string;
    readonly about: string;
    /** Among the answers for a weekday. */
    readonly none: string;
    until(day: string): string;
    readonly keep: string;
    readonly awayTitle: string;
    /** Beside the date. */
    readonly lastDay: string;
    readonly goAway: string;
    awayUntil(day: string): string;
    readonly back: string;
    readonly cameBack: string;
    wentAway(day: string, declined: number): string;
  };

  /** Pings that go out by themselves every week, for promoters. */
  readonly standingCampaigns: {
    readonly title: string;
    about(threshold: number): string;
    readonly none: string;
    /** Behind a weekday: in whose name; `null`: nobody knows. */
    by(name: string | null): string;
    /** Behind a weekday: with whom else; the statuses as they are called. */
    also(statuses: string): string;
    readonly noSession: string;
    until(day: string): string;
    readonly keep: string;
    readonly stop: string;
    readonly remove: string;
    /** Over the weekdays to choose from. */
    readonly days: string;
    readonly set: string;
    readonly chooseDay: string;
  };

  /** What the viewer answers for tonight. */
  readonly answers: {
    readonly question: string;
    readonly saidComing: string;
    /** `time`: when they come. */
    saidLate(time: string): string;
    readonly saidNo: string;
    readonly coming: string;
    lateBy(minutes: number): string;
    readonly notTonight: string;
  };

  readonly preferences: {
    readonly title: string;
    readonly optIn: string;
    readonly optInHint: string;
    /** No ping comes for now, for want of a sign of life. */
    readonly rests: string;
    /** On the button that brings them back. */
    readonly keep: string;
    /** How many pings they want at most. */
    readonly most: string;
    readonly mostNone: string;
    mostOf(most: number): string;
    readonly ask: string;
    /** `time` as `18:00`. */
    askHint(time: string): string;
    /** The last questions stayed without an answer, so that none comes for now. */
    readonly askRests: string;
    /** To be told when enough are looking for a game. */
    readonly ready: string;
    readonly readyHint: string;
    readonly sound: string;
    readonly soundHint: string;
    readonly playSound: string;
    readonly channel: string;
    /** Beside a channel that is set up, and that the person has not linked. */
    readonly linkItFirst: string;
    readonly dms: string;
    readonly dmsHint: string;
    readonly quiet: string;
    readonly quietFrom: string;
    readonly quietUntil: string;
    readonly quietNone: string;
    readonly quietAllDay: string;
    quietBetween(start: string, end: string): string;
    readonly quietClear: string;
    /** They want Discord messages, but none could be opened. */
    readonly dmUnreachable: string;
    /** The same, because Discord lets none be opened right now: nothing is wrong on their side. */
    readonly dmLater: string;
    readonly zone: string;
    /** What the choice of no zone of one's own is called. */
    serverZone(zone: string): string;
    useBrowserZone(zone: string): string;
    readonly saveTimes: string;
    readonly test: string;
    readonly testing: string;
  };

  readonly links: {
    readonly title: string;
    readonly none: string;
    /** For whoever used the channel before their community moved to Muster. */
    readonly again: string;
    linkedAs(masked: string): string;
    readonly link: string;
    readonly unlink: string;
    linkNamed(channel: string): string;
    unlinkNamed(channel: string): string;
    readonly encryptionOff: string;
    /** What to do with the token. */
    how(channel: LinkableChannel): string;
    readonly open: string;
    qr(channel: string): string;
    expires(time: string): string;
    readonly expired: string;
    readonly waiting: string;
    /** Before the token and how to send it by hand. */
    readonly otherWays: string;
    byHand(channel: LinkableChannel): string;
    readonly newCode: string;
    confirmed(channel: string): string;
    unlinked(channel: string): string;
    readonly secret: string;
    readonly copy: string;
    readonly copied: string;
  };

  readonly player: {
    readonly title: string;
    readonly hint: string;
    /** Who they are in the game, before their name. */
    readonly playAs: string;
    linked(name: string): string;
    readonly guid: string;
    readonly guidHint: string;
    readonly name: string;
    readonly nameHint: string;
    readonly link: string;
    readonly change: string;
    readonly unlink: string;
    readonly unlinkQuestion: string;
    readonly unlinkYes: string;
    readonly unlinkNo: string;
    readonly unlinked: string;
    /** The link is there, and doesn't count yet. */
    readonly unconfirmed: string;
    /** What to do with the code that follows. */
    readonly prove: string;
    /** `time`: until when the code is good. */
    proveUntil(time: string): string;
    /** No code can be looked for here. */
    readonly adminConfirms: string;
    readonly check: string;
    readonly checking: string;
    confirmed(name: string): string;
  };

  readonly privacy: {
    readonly title: string;
    readonly hint: string;
    readonly show: string;
    readonly hide: string;
    readonly exportData: string;
    readonly exported: string;
    readonly erase: string;
    readonly eraseTitle: string;
    readonly eraseText: string;
    readonly eraseConfirm: string;
    readonly eraseKeep: string;
    readonly erased: string;
  };
}
