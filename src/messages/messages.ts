import type { AvailabilityStatus } from '../domain/availability.js';
import type { CampaignStatus, EndReason, FinalOutcome, JobStatus, SkipReason } from '../domain/campaign.js';
import type { JobType } from '../domain/message-kinds.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { ChannelType, LinkableChannel, PreferredChannel } from '../domain/channel-choice.js';
import type { DatabaseFault } from '../domain/database-fault.js';
import type { MusterEvent } from '../domain/events.js';
import type { Notice } from '../domain/notice.js';
import type { Refusal } from '../domain/refusal.js';
import type { BridgeMessages } from './bridge-messages.js';
import type { Turnout } from '../domain/turnout.js';
import type { MomentStyle } from './moment.js';

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
  readonly communityName?: string;
  /** Follow-up only: they were seen on the game server, but not in voice. */
  readonly onGameServer?: boolean;
}

/** What a dry run's job would have done, for its promoter. */
export interface DryRunReportInput {
  readonly jobType: JobType;
  readonly campaignId: string;
  /** How many would have been called by which channel. */
  readonly channels: Readonly<Partial<Record<ChannelType, number>>>;
  /** How many would have been left out, and why. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** What Discord shows beside a command, a subcommand or an option while somebody chooses it. */
export type CommandText =
  | 'availability'
  | 'availability set'
  | 'availability set status'
  | 'availability clear'
  | 'availability show'
  | 'availability board'
  | 'date'
  | 'preferences'
  | 'link'
  | 'link player'
  | 'link player guid'
  | 'link player name'
  | 'promote insights'
  | 'link confirm'
  | 'link confirm user'
  | 'link telegram'
  | 'link signal'
  | 'unlink'
  | 'unlink player'
  | 'unlink telegram'
  | 'unlink signal'
  | 'unlink player user'
  | 'privacy'
  | 'privacy show'
  | 'privacy export'
  | 'privacy erase'
  | 'promote'
  | 'promote preview'
  | 'promote create'
  | 'promote include_available'
  | 'promote include_maybe'
  | 'promote dry_run'
  | 'promote status'
  | 'promote log'
  | 'promote log outcome'
  | 'promote cancel'
  | 'promote pause'
  | 'promote resume';

/** One time a person was called, or was left out, as the send log has it. Instants in milliseconds. */
export interface ContactInput {
  readonly at: number;
  readonly campaignDate: string;
  readonly jobType: string;
  /** `null` once the promoter has erased their data. */
  readonly promoterId: string | null;
  readonly channel: string | null;
  readonly outcome: string;
  readonly reason: string | null;
}

/** A token for linking a channel, as its holder is told of it. Instants in milliseconds. */
export interface LinkTokenInput {
  readonly channel: LinkableChannel;
  readonly token: string;
  readonly expiresAt: number;
  readonly deepLink: string | null;
}

/** A code for proving a player link, as its holder is told of it. Instants in milliseconds. */
export interface ProofCodeInput {
  readonly code: string;
  readonly expiresAt: number;
  /** May be raw. */
  readonly playerName: string;
}

/** How somebody who asks from a linked chat stands. Dates are `YYYY-MM-DD`. */
export interface ChatStatusInput {
  readonly channel: LinkableChannel;
  /** The Discord account's name; may be raw. */
  readonly accountName: string;
  readonly allowPromotions: boolean;
  readonly date: string;
  readonly status: AvailabilityStatus | null;
}

/** What an alert is worded for. A job that ended is one that failed, or left messages nobody knows the fate of. */
export type AlertEvent =
  | Extract<
      MusterEvent,
      {
        type:
          | 'channel_paused'
          | 'job_finished'
          | 'summary_settled'
          | 'backup_failed'
          | 'discord_refusals'
          | 'voice_channels_missing';
      }
    >
  | { readonly type: 'database_trouble'; readonly fault: DatabaseFault }
  /** Signal refuses to send to somebody whose safety number has changed. */
  | { readonly type: 'keys_changed' };

/** Everything people read, in one language. Texts stay within Discord's 2000 characters and ping nobody. */
export interface Messages {
  /** A call to play, with both ways out: as buttons, and on Signal as words to reply with. */
  campaignMessage(input: CampaignMessageInput): OutgoingMessage;
  /** What the promoter of a dry run is sent in place of the calls. */
  dryRunReport(input: DryRunReportInput): string;

  /** What an admin should know at once. */
  alert(event: AlertEvent): string;
  /** What a promoter sees while a channel is paused. Instants in milliseconds. */
  channelPaused(channel: ChannelType, code: string, until: number, moments?: MomentStyle): string;

  /** Why a service said no, what is missing and how to get it. Without a style, moments are Discord timestamps. */
  refusal(refusal: Refusal, moments?: MomentStyle): string;
  /** What a promoter should know beforehand. Without a style, moments are Discord timestamps. */
  notice(notice: Notice, moments?: MomentStyle): string;
  /** Why somebody was left out, short as in a list. */
  skipReason(reason: SkipReason): string;
  /** What a send error's code stands for, short as in a list; a general phrase for a code nobody worded. */
  errorCode(code: string): string;
  outcome(outcome: FinalOutcome): string;
  channelName(channel: ChannelType): string;
  preferredChannel(preferred: PreferredChannel): string;
  /** With its emoji. */
  availabilityStatus(status: AvailabilityStatus): string;
  /** In mid-sentence form, such as "start message". */
  jobName(jobType: JobType): string;
  jobStatus(status: JobStatus): string;
  campaignStatus(status: CampaignStatus): string;

  /** Titles, labels and lines around a campaign. Instants in milliseconds. */
  readonly promote: {
    readonly previewTitle: string;
    readonly confirmTitle: string;
    readonly who: string;
    readonly leftOut: string;
    readonly nobody: string;
    readonly nobodyLeftOut: string;
    readonly when: string;
    readonly texts: string;
    readonly notices: string;
    readonly cancelCampaign: string;
    readonly replayed: string;
    readonly pausedNow: string;
    readonly nothingToResume: string;
    readonly alreadyPaused: string;
    readonly slotFreed: string;
    readonly olderPage: string;
    readonly newerPage: string;
    title(status: CampaignStatus, dryRun: boolean): string;
    /** One moment of the schedule, `null` for a reminder that will not be. */
    moment(jobType: JobType, at: number | null): string;
    lastSend(at: number): string;
    /** Somebody in the list of recipients; the name is cleaned already. */
    recipient(name: string, status: AvailabilityStatus, channel: ChannelType): string;
    excluded(reason: SkipReason, count: number): string;
    recipients(count: number, channels: Readonly<Partial<Record<ChannelType, number>>>): string;
    /** So many put themselves down after the campaign was made, and get no message of it. */
    signedUpSince(count: number): string;
    /** Under a job's bar. */
    jobLine(status: JobStatus, at: number, done: number, total: number): string;
    counts(counts: Readonly<Record<FinalOutcome, number>>): string;
    footer(campaignId: string): string;
    logTitle(date: string): string;
    logPage(page: number, pages: number): string;
    readonly logForAdminsOnly: string;
    /** Why a follow-up ended as it did. */
    endReason(reason: EndReason): string;
    /** A reason of the send log, a skip's or a failure's. */
    reason(reason: string): string;
  };

  readonly buttons: {
    readonly confirm: string;
    readonly cancel: string;
    readonly notTonight: string;
    readonly stop: string;
  };

  /** Answers to what people did. Dates are `YYYY-MM-DD`; names may be raw, the texts clean them. */
  readonly replies: {
    /** "Not tonight" was pressed. */
    readonly notTonight: string;
    /** "Stop these messages" was pressed. */
    readonly stopped: string;
    /** The promoter pressed Cancel under a preview. */
    readonly draftDiscarded: string;
    readonly preferencesSaved: string;
    readonly paused: string;
    readonly resumed: string;
    readonly erased: string;
    readonly exported: string;
    /** A fault of ours; the cause is for the log. */
    readonly internalError: string;
    availabilitySet(status: AvailabilityStatus, date: string): string;
    /** Said behind what was saved: the evening's messages were scheduled before; `at` as `21:00`. */
    calledWithout(at: string): string;
    availabilityCleared(date: string): string;
    playerLinked(playerName: string): string;
    readonly playerUnlinked: string;
    channelUnlinked(channel: ChannelType): string;
    /** `followUpOnly`: the start had already gone out. */
    campaignCancelled(followUpOnly: boolean): string;
  };

  /** When there is nothing to show. Dates are `YYYY-MM-DD`. */
  readonly nothing: {
    campaign(date: string): string;
    log(date: string): string;
    availability(date: string): string;
    board(date: string): string;
    readonly preferences: string;
    readonly personalData: string;
  };

  /** With its weekday: `Saturday 2026-01-10`. */
  day(date: string): string;
  /** As a day is offered while somebody types one: `Today, Saturday 2026-01-10`. At most 100 characters. */
  dateChoice(date: string, today: string): string;
  /** Said of what did not fit any more: `and 3 more`. */
  andMore(number: number): string;

  /** At most 100 characters each. */
  readonly commands: Readonly<Record<CommandText, string>>;

  /** A day's availability. Dates are `YYYY-MM-DD`. */
  readonly board: {
    title(date: string): string;
    /** A status and how many chose it; with its emoji. */
    count(status: AvailabilityStatus, number: number): string;
    own(status: AvailabilityStatus): string;
    /** Under a board with buttons. */
    readonly hint: string;
    /** Where names are left out, for the viewer isn't linked. */
    readonly namesForLinked: string;
    posted(date: string): string;
  };

  /** The preferences panel and its form. Field names fit 256 characters, labels of buttons 80, of the form 45. */
  readonly panel: {
    readonly title: string;
    readonly calls: string;
    /** `since` in milliseconds, `null` where it is not known. */
    optedIn(since: number | null): string;
    readonly optedOut: string;
    readonly directMessages: string;
    readonly dmsOpen: string;
    readonly dmsNotOpen: string;
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
    /** A line of the links: how to end it, or how to make it. */
    link(channel: LinkableChannel, linked: boolean): string;
    /** Beside a channel that is set up here, but not linked by this person. */
    readonly channelOnceLinked: string;
    readonly buttons: {
      readonly optIn: string;
      readonly optOut: string;
      readonly dmsOn: string;
      readonly dmsOff: string;
      readonly dmsRetry: string;
      readonly quietHours: string;
      readonly test: string;
      readonly openAgain: string;
    };
    readonly form: {
      readonly title: string;
      readonly start: string;
      readonly end: string;
      readonly timesHint: string;
      readonly zone: string;
      zoneHint(serverZone: string): string;
    };
    /** What was typed into the form, told back under a refusal. */
    typed(start: string, end: string, zone: string): string;
  };

  /** What is kept about a person. */
  readonly privacy: {
    readonly title: string;
    readonly playerLink: string;
    playerLinkOf(name: string, guid: string): string;
    /** Under a player link that was proved or confirmed; `at` in milliseconds. */
    playerConfirmed(at: number): string;
    /** Under a player link with a code that is still good; `until` in milliseconds. */
    playerProof(until: number): string;
    readonly noPlayerLink: string;
    readonly preferences: string;
    readonly linkedChannels: string;
    readonly noLinkedChannels: string;
    readonly availability: string;
    entry(date: string, status: AvailabilityStatus): string;
    readonly noAvailability: string;
    readonly history: string;
    /** `byThem`: the person did it, and nobody for them. */
    historyLine(at: number, action: string, byThem: boolean): string;
    readonly noHistory: string;
    /** The browsers they are signed in with; instants in milliseconds. */
    readonly sessions: string;
    session(signedInAt: number, expiresAt: number): string;
    readonly campaigns: string;
    campaign(date: string, status: CampaignStatus): string;
    readonly contactsTitle: string;
    contact(input: ContactInput): string;
    readonly noContacts: string;
    /** So many earlier contacts are only in the export. */
    earlierContacts(number: number): string;
    readonly erasePrompt: string;
    readonly eraseButton: string;
  };

  readonly links: {
    /** An admin released somebody else's link. The name may be raw. */
    unlinkedOther(playerName: string): string;
    /** What to do with a code that proves a player link; told on Discord, to its holder alone. */
    prove(input: ProofCodeInput): string;
    /** On the button that looks for the code in the game. */
    readonly checkNow: string;
    /** A link that counts only once an admin confirms it. The name may be raw. */
    askAdmin(playerName: string): string;
    /** The code was seen. The name may be raw. */
    proved(playerName: string): string;
    /** An admin confirmed somebody's link. The name may be raw. */
    confirmedOther(playerName: string, guid: string): string;
    /** What to do with a token; told on Discord, to its holder alone. */
    token(input: LinkTokenInput): string;
    /** What is kept of a channel somebody linked: `at` in milliseconds. */
    since(channel: LinkableChannel, at: number): string;
  };

  /** What is said on Telegram and Signal: plain text without markup. */
  readonly chat: {
    /** The account's name may be raw. */
    linked(channel: LinkableChannel, accountName: string, allowPromotions: boolean): string;
    unlinked(channel: LinkableChannel): string;
    /** What can be written here. */
    help(channel: LinkableChannel): string;
    status(input: ChatStatusInput): string;
    /** `/today` without a word that is known. */
    todayHow(channel: LinkableChannel): string;
    today(status: AvailabilityStatus, date: string): string;
    readonly internalError: string;
    /** Beside the commands, in the channel's own list of them: 1 to 256 characters. */
    readonly commands: Readonly<Record<'link' | 'stop' | 'status' | 'today' | 'unlink' | 'help', string>>;
    /** A refusal, told in a chat. */
    refusal(refusal: Refusal, timezone: string): string;
  };

  /** "Send me a test". */
  readonly test: {
    /** The message itself. */
    message(channel: ChannelType): string;
    sent(channel: ChannelType): string;
    /** `code` as a channel tells it. */
    failed(channel: ChannelType, code: string): string;
    maybe(channel: ChannelType, code: string): string;
    closed(channel: ChannelType, code: string): string;
  };

  /** What is said over HTTP. */
  readonly bridge: BridgeMessages;
  /** Who came. Parts of pictures are in mid-sentence form and short. */
  readonly turnout: {
    /** For the whole channel: numbers, no names, no pings. `startAt` in milliseconds. */
    summary(turnout: Turnout, startAt: number): string;
    readonly bar: {
      readonly title: string;
      readonly inVoice: string;
      readonly onServer: string;
      readonly missing: string;
    };
    /** What the summary's picture shows. */
    barOf(turnout: Turnout): string;
    readonly chart: {
      readonly title: string;
      readonly atFollowUp: string;
      readonly joinedLater: string;
      readonly missing: string;
      readonly notKnown: string;
      day(date: string): string;
    };
    /** What the chart shows, at most 1024 characters. */
    chartOf(turnouts: readonly Turnout[]): string;
    readonly insightsTitle: string;
    /** The evenings together; those of which it is not known are left out and counted. */
    together(turnouts: readonly Turnout[]): string;
    /** One evening in a list. */
    evening(turnout: Turnout): string;
    nothing(weeks: number): string;
    /** In the log, in place of a job: what was posted in a channel. */
    readonly logName: string;
  };

  readonly wayOut: {
    /** "Not tonight" under a message of another day. */
    notThatEvening(date: string): string;
  };
}
