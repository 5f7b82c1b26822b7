import type { AvailabilityStatus } from '../../domain/availability.js';
import type { CampaignStatus } from '../../domain/campaign.js';
import type { RefusalCode } from '../../domain/refusal.js';
import type { Words } from './words.js';

/** Refusals that no page can meet: of Discord's buttons, commands and settings, of a chat, or of what no page sends. */
type ElsewhereOnly =
  | 'address_taken'
  | 'channel_unusable'
  | 'chat_not_linked'
  | 'draft_expired'
  | 'handle_typed'
  | 'invalid_date'
  | 'invalid_lateness'
  | 'invalid_condition'
  | 'invalid_notify'
  | 'invalid_outcome'
  | 'invalid_range'
  | 'invalid_setting'
  | 'invalid_status'
  | 'invalid_weekdays'
  | 'link_token_invalid'
  | 'no_game_server'
  | 'no_page_address'
  | 'not_admin'
  | 'not_your_button'
  | 'player_not_linked'
  | 'reminder_not_before_start'
  | 'setting_fixed'
  | 'too_many_guesses'
  | 'wrong_guild';

/** The codes of problems that a page words itself: where Discord names a command, it has a control. */
export type WebRefusal = Exclude<RefusalCode, ElsewhereOnly> | 'sign_in_off' | 'token_refused';

/** How a campaign stands: of `of` people who were written to, `reached` were reached. */
export interface CampaignStanding {
  readonly status: CampaignStatus;
  readonly dryRun: boolean;
  readonly reached: number;
  readonly of: number;
}

/** What came of a job, in people. */
export interface JobEnd {
  /** Whether it was for those who are missing. */
  readonly nudge: boolean;
  readonly dryRun: boolean;
  readonly reached: number;
  /** They may have been reached. */
  readonly unclear: number;
  readonly failed: number;
  /** They had come already. */
  readonly present: number;
  readonly leftOut: number;
}

/**
 * Everything people read on the web, in one language: the modal and the availability page. Plain text, without
 * markup. Dates and times come in as they are shown, formatted for the reader.
 */
export interface WebTexts extends Words {
  /** For a reason this version of the page doesn't know. */
  readonly otherReason: string;
  players(count: number): string;

  readonly common: {
    readonly close: string;
    readonly cancel: string;
    readonly retry: string;
    readonly save: string;
    readonly saving: string;
    readonly saved: string;
    readonly loading: string;
    readonly signIn: string;
    readonly signOut: string;
  };

  /** Where there is no answer with words of its own. */
  readonly trouble: {
    readonly network: string;
    readonly timeout: string;
    readonly malformed: string;
    readonly token: string;
    readonly signedOut: string;
    /** `seconds` until it is worth trying again. */
    tooMany(seconds: number): string;
    readonly server: string;
    /** While progress can't be asked for; it is tried again by itself. */
    readonly stale: string;
  };

  /** What is told for a refusal, by its code. */
  readonly refusals: Readonly<Record<WebRefusal, string>>;

  readonly promote: {
    readonly button: string;
    readonly title: string;
    /** Why the button can't be pressed. */
    readonly whySignIn: string;
    readonly who: string;
    readonly includeLooking: string;
    readonly includeAvailable: string;
    readonly includeMaybe: string;
    readonly always: string;
    readonly start: string;
    /** `zone` of the community where the reader's clocks show another time; `null`: they are alike. */
    startHint(zone: string | null): string;
    readonly note: string;
    readonly noteHint: string;
    readonly dryRun: string;
    readonly dryRunHint: string;
    readonly previewTitle: string;
    readonly previewUpdating: string;
    /** Told to screen readers when a preview has changed. */
    previewUpdated(count: number): string;
    readonly nobody: string;
    byChannel(count: number, channel: string): string;
    /** So many said they are available, or maybe, and are left out for that alone. */
    notIncluded(count: number): string;
    /** On the button that takes them in. */
    readonly includeThem: string;
    readonly when: string;
    readonly yourTime: string;
    /** `zone` is the campaign's IANA zone. */
    campaignTime(zone: string): string;
    readonly noReminder: string;
    readonly noFollowUp: string;
    followUpAbout(time: string): string;
    readonly recipients: string;
    readonly name: string;
    readonly says: string;
    readonly via: string;
    /** Over those who may be called where some of the recipients are missing. */
    standbys(count: number): string;
    readonly standbysHint: string;
    /** Over why others, who were left out for their status, are not among them. */
    readonly noStandbys: string;
    readonly leftOut: string;
    readonly nobodyLeftOut: string;
    readonly texts: string;
    /** Before the channels to choose a wording of. */
    readonly wordedFor: string;
    /** Before what is on the buttons under a message, for screen readers. */
    readonly buttons: string;
    lastSend(time: string): string;
    readonly confirm: string;
    readonly confirmDryRun: string;
    readonly confirming: string;
    readonly showExisting: string;
    readonly another: string;
  };

  readonly progress: {
    readonly title: string;
    readonly dryRun: string;
    /** `null`: it is not known any more who it was. */
    pingedBy(name: string | null): string;
    scheduledBy(name: string | null): string;
    readonly replayed: string;
    readonly created: string;
    /** How a campaign stands, as a title. */
    headline(standing: CampaignStanding): string;
    /** So many put themselves down after the campaign was made, and get no message of it. */
    signedUpSince(count: number): string;
    /** So many of those who were pinged had said that they come, and do not. */
    droppedOut(count: number): string;
    /** Its promoter could not be asked whether too few are enough. */
    readonly promoterNotAsked: string;
    /** A job's state in words: `done` of `total` people settled. */
    jobLine(status: string, done: number, total: number): string;
    /** The same where so many of those who are asked are to come. */
    standbysLine(status: string, asked: number, wanted: number): string;
    /** Of a job that nobody was called by yet. */
    waitsUntil(time: string): string;
    /** Beside the name of a job, for screen readers. */
    bar(job: string): string;
    /** What came of a job that has ended. */
    ended(job: JobEnd): string;
    /** Instead of everything else, where nothing had left. */
    readonly cancelledInTime: string;
    readonly cancel: string;
    readonly cancelling: string;
    readonly cancelQuestion: string;
    readonly cancelYes: string;
    readonly cancelNo: string;
    readonly cancelledFollowUp: string;
    /** Calling off an evening of which so many know already. */
    callOffQuestion(reached: number): string;
    callOffTell(reached: number): string;
    readonly callOffQuietly: string;
    readonly callOffBack: string;
    calledOff(told: number): string;
    /** On the button that asks for one standby. */
    readonly callStandby: string;
    readonly callingStandby: string;
    /** It was asked for one player more; `paused`: once sending is resumed. */
    moreCalled(paused: boolean): string;
  };

  readonly page: {
    /** `time`: when tonight's session starts. */
    title(time: string): string;
    startsIn(hours: number, minutes: number): string;
    startedAgo(minutes: number): string;
    signedInAs(name: string): string;
    /** What a status means for messages, where it is chosen. */
    readonly statusHints: Readonly<Record<AvailabilityStatus, string>>;
    /** Under a day whose buttons wait for something. */
    readonly waitsForSignIn: string;
    readonly waitsForLink: string;
    readonly waitsForConfirm: string;
    readonly signInOff: string;
    /** Once a waiting button was pressed. */
    willSaveSignedIn(day: string, status: string): string;
    willSaveLinked(day: string, status: string): string;
    readonly toPlayer: string;
    readonly skip: string;
    readonly signedOutText: string;
    readonly signInDiscord: string;
    readonly tonight: string;
    readonly today: string;
    readonly tomorrow: string;
    /** Above the four buttons of a day. */
    readonly settings: string;
    readonly showSettings: string;
    /** Over the address of the viewer's calendar. */
    readonly calendar: string;
    /** For promoters: who came, and why others did not. */
    readonly insights: string;
    readonly showInsights: string;
    question(day: string): string;
    saved(day: string, status: string): string;
    readonly takeBack: string;
    takeBackNamed(day: string): string;
    tookBack(day: string): string;
    /** Under a day: what the viewer answers for its weekday, having said nothing about the day. */
    weeklyAnswer(status: string): string;
    /** On a day's button: in as soon as so many are, and what was saved then. */
    ifAtLeast(number: number): string;
    savedIfAtLeast(day: string, number: number): string;
    /** Under a day: the viewer is away. */
    readonly awayThen: string;
    readonly moreDays: string;
    readonly fewerDays: string;
    readonly week: string;
    /** One day of the picture in words. */
    weekDay(day: string, counts: string): string;
    readonly showMonth: string;
    readonly showWeek: string;
    readonly monthBefore: string;
    readonly monthAfter: string;
    monthMine(status: string): string;
    readonly nobodyYet: string;
    readonly names: string;
    readonly namesForLinked: string;
    ready(looking: number, threshold: number): string;
    /** The title of the tab while it is on. */
    readyTitle(time: string): string;
    notReady(looking: number, threshold: number): string;
    /** Signing in came to nothing: `denied` is the person's own no, `refused` Discord's, `unavailable` no answer. */
    signInFailed(why: string): string;
  };
}
