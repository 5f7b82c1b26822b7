import type { BackupFault, BackupKind } from './backup.js';
import type { CampaignStatus, EndReason, FinalOutcome, JobStatus, OutcomeCounts } from './campaign.js';
import type { ConsentTo } from './consent.js';
import type { DatabaseFault } from './database-fault.js';
import type { SessionTimes } from './evening.js';
import type { CampaignKind, JobType } from './message-kinds.js';
import type { Tidings } from './ready.js';
import type { Role } from './roles.js';
import type { NotOutReason, StandingNotice } from './standing-campaigns.js';
import type { ChannelType, LinkableChannel } from './channel-choice.js';

/**
 * What happens in Muster, in the order it happens. The code emits these; the log, the live progress and the metrics
 * subscribe. None of them carries an address, a secret or a message's text.
 */
export type MusterEvent =
  | {
      readonly type: 'starting';
      readonly version: string;
      /** A file's path, or a server and a database's name. */
      readonly database: string;
      readonly guildId: string;
      /** How many are named beside the server's admins. */
      readonly promoters: number;
      readonly evening: SessionTimes;
      /** The instant (ms) of the start. */
      readonly at: number;
    }
  /** A setting that does nothing, or a name that looks like one and is none. */
  | { readonly type: 'setting_odd'; readonly setting: string; readonly reason: string }
  /** By their keys; values are for the audit log. */
  | { readonly type: 'settings_changed'; readonly actorId: string; readonly keys: readonly string[] }
  | { readonly type: 'waiting_for_discord'; readonly reason: string; readonly retryInMs: number }
  /** Discord has not taken our commands yet. */
  | { readonly type: 'commands_missing'; readonly reason: string; readonly retryInMs: number }
  /** The bot is not in its server, or may not have commands there; `remedy`, completing "The bot is …", says how it is invited. */
  | { readonly type: 'not_invited'; readonly guildId: string; readonly remedy: string }
  /** It was invited. */
  | { readonly type: 'invited'; readonly guildId: string }
  | { readonly type: 'recovered'; readonly jobs: number; readonly retried: number; readonly unknown: number }
  /** A message that was left under way, a row of the ledger, can't be taken up; each look tries it again. */
  | {
      readonly type: 'not_taken_up';
      readonly reservationId: string;
      readonly jobId: string;
      readonly error: unknown;
    }
  /** Between the decision to send a message and its request too much time passed: nothing was sent. */
  | {
      readonly type: 'held_up';
      readonly reservationId: string;
      /** Empty where it belongs to no job. */
      readonly jobId: string;
      readonly channel: ChannelType;
      readonly heldUpMs: number;
      /** Whether it waits for its next turn; otherwise nobody tries it again. */
      readonly waits: boolean;
    }
  | { readonly type: 'ready'; readonly pieces: number; readonly scheduler: 'embedded' | 'redis' | 'off' }
  | { readonly type: 'stopping'; readonly signal: string; readonly inFlight: number }
  /** `unsettled`: sends that got no answer in time; the next start takes them up. */
  | { readonly type: 'stopped'; readonly unsettled: number; readonly tookMs: number }
  /** A newer release has run these migrations; this process drains itself and ends. */
  | { readonly type: 'outdated'; readonly migrations: readonly string[] }
  /** The start waits for a database on a server; `reason` says why, and what to do. */
  | { readonly type: 'waiting_for_database'; readonly reason: string }
  | { readonly type: 'database_there' }
  /** Transactions fail, from now on until the database is well. */
  | { readonly type: 'database_trouble'; readonly fault: DatabaseFault; readonly error: unknown }
  | { readonly type: 'database_well' }
  /**
   * The session by which the other processes know that this one lives. Without it nothing is claimed, sent or served that
   * another may do by now.
   */
  | { readonly type: 'database_session'; readonly state: 'lost' | 'back' }
  /** No scheduled task has swept for a while, so the process does it by itself. */
  | { readonly type: 'sweeps_missing' }
  /** Discord ended the gateway connection for good; `remedy` says what to change. */
  | { readonly type: 'gateway_refused'; readonly remedy: string }
  | { readonly type: 'gateway'; readonly state: 'ready' | 'resumed' | 'lost' | 'invalidated' }
  | {
      readonly type: 'campaign_created';
      readonly campaignId: string;
      readonly promoterId: string;
      readonly date: string;
      readonly recipients: number;
      readonly dryRun: boolean;
      readonly reminderAt: number | null;
      readonly startAt: number;
    }
  | {
      readonly type: 'campaign_cancelled';
      readonly campaignId: string;
      readonly actorId: string;
      readonly slotFreed: boolean;
      /** How many are told that it is off. */
      readonly told: number;
    }
  | {
      readonly type: 'more_called';
      readonly campaignId: string;
      readonly actorId: string;
      readonly count: number;
    }
  | {
      readonly type: 'job_started';
      readonly campaignId: string;
      readonly jobId: string;
      readonly jobType: JobType;
      readonly lateMs: number;
    }
  | {
      readonly type: 'send_settled';
      readonly campaignId: string;
      readonly jobId: string;
      readonly jobType: JobType;
      readonly userId: string;
      readonly displayName: string;
      readonly channel: ChannelType | null;
      readonly outcome: FinalOutcome | 'retry';
      readonly reason: string | null;
      readonly code: string | null;
      readonly attempt: number;
    }
  | {
      readonly type: 'job_waiting';
      readonly campaignId: string;
      readonly jobId: string;
      readonly jobType: JobType;
      readonly until: number;
      readonly reason: string;
    }
  | {
      readonly type: 'job_finished';
      readonly campaignId: string;
      readonly jobId: string;
      readonly jobType: JobType;
      readonly status: JobStatus;
      readonly counts: OutcomeCounts;
      readonly endReason: EndReason | null;
      readonly campaignStatus: CampaignStatus;
    }
  /** What came of an attempt to post the summary. */
  | {
      readonly type: 'summary_settled';
      readonly campaignId: string;
      readonly channelId: string;
      readonly outcome: FinalOutcome | 'retry';
      readonly code: string | null;
    }
  /** Somebody looked who came after the last call, or it is too late for that. */
  | { readonly type: 'turnout_seen'; readonly campaignId: string; readonly date: string }
  /** What came of an attempt to post something in a channel: a day's board, or how its session stands. */
  | {
      readonly type: 'post_settled';
      readonly post: 'board' | Tidings;
      readonly date: string;
      readonly channelId: string;
      readonly outcome: FinalOutcome | 'retry';
      readonly code: string | null;
    }
  /** What came of asking a campaign's promoter whether it goes on with too few. */
  | {
      readonly type: 'promoter_asked';
      readonly campaignId: string;
      readonly promoterId: string;
      readonly outcome: FinalOutcome | 'retry';
      readonly code: string | null;
    }
  /** What Muster does about a standing campaign: of a date, or of all that count until then. */
  | {
      readonly type: 'standing_campaign';
      readonly step: 'propose' | 'make' | 'drop' | 'end' | 'near_lapse' | 'lapsed';
      readonly date: string;
      /** Why it does not go out, or ends. */
      readonly reason: NotOutReason | null;
    }
  /** What a promoter has done about standing campaigns; `date`: of which day, `null`: of all days. */
  | {
      readonly type: 'standing_campaign_changed';
      readonly what: 'set' | 'removed' | 'kept' | 'stopped';
      readonly actorId: string;
      readonly date: string | null;
    }
  /** What came of telling a promoter of standing campaigns. */
  | {
      readonly type: 'promoter_told';
      readonly notice: StandingNotice;
      readonly date: string;
      readonly promoterId: string;
      readonly outcome: FinalOutcome | 'retry';
      readonly code: string | null;
    }
  /** Enough play on a date, or one more would do. It is told once. */
  | { readonly type: 'session_tidings'; readonly tidings: Tidings; readonly date: string }
  /** A board's message, its channel or what we may do there is gone: it is left as it is. */
  | { readonly type: 'board_lost'; readonly date: string; readonly channelId: string; readonly code: string }
  | { readonly type: 'job_error'; readonly jobId: string; readonly attempt: number; readonly error: unknown }
  | {
      readonly type: 'channel_paused';
      readonly channel: ChannelType;
      readonly code: string;
      readonly until: number;
    }
  | { readonly type: 'channel_resumed'; readonly channel: ChannelType }
  /**
   * These ids of `VOICE_CHANNEL_IDS` are no voice channels of the server, so who is in voice is not known; none: all are
   * found again.
   */
  | { readonly type: 'voice_channels_missing'; readonly channelIds: readonly string[] }
  | { readonly type: 'promotions_paused'; readonly actorId: string }
  | { readonly type: 'promotions_resumed'; readonly actorId: string }
  | {
      readonly type: 'availability_set';
      readonly userId: string;
      readonly date: string;
      readonly status: string;
    }
  /** What somebody says about weekdays, or when they are away: any date may look different. */
  | {
      readonly type: 'standing_answers_changed';
      readonly userId: string;
      readonly what: 'weekly' | 'kept' | 'away' | 'back';
    }
  | {
      readonly type: 'system_campaign_started';
      readonly kind: CampaignKind;
      readonly campaignId: string;
      readonly date: string;
      readonly recipients: number;
    }
  | { readonly type: 'preferences_changed'; readonly userId: string; readonly allowed: readonly ConsentTo[] }
  | { readonly type: 'player_linked'; readonly userId: string; readonly actorId: string }
  | { readonly type: 'player_unlinked'; readonly userId: string; readonly actorId: string }
  /** A link was proved by its holder, or confirmed by an admin. */
  | { readonly type: 'player_verified'; readonly userId: string; readonly actorId: string }
  | { readonly type: 'channel_linked'; readonly userId: string; readonly channel: ChannelType }
  | {
      readonly type: 'channel_unlinked';
      readonly userId: string;
      readonly channel: ChannelType;
      /** The place of the request, the code of the answer that closed the channel, or `same_account`. */
      readonly how: string;
    }
  /** Contacts that no key at hand opens: their channels are unavailable for so many people. */
  | { readonly type: 'contacts_unreadable'; readonly counts: Readonly<Record<LinkableChannel, number>> }
  /** Channels are set up, but there is no key, so nobody can link them. */
  | { readonly type: 'linking_off'; readonly channels: readonly ChannelType[] }
  | { readonly type: 'inbound_ready'; readonly channel: ChannelType }
  | {
      readonly type: 'inbound_lost';
      readonly channel: ChannelType;
      readonly code: string;
      readonly retryInMs: number;
    }
  /** An answer to what somebody wrote could not be sent. */
  | { readonly type: 'answer_failed'; readonly channel: ChannelType; readonly code: string }
  | { readonly type: 'person_erased'; readonly standIn: string }
  | {
      readonly type: 'backup_made';
      readonly kind: BackupKind;
      readonly path: string;
      readonly tookMs: number;
      /** How many earlier ones were too old. */
      readonly deleted: number;
    }
  | {
      readonly type: 'backup_failed';
      readonly kind: BackupKind;
      readonly fault: BackupFault;
      readonly error: unknown;
    }
  /** The database of an earlier release was brought up to date, and how it was before lies in a backup. */
  | { readonly type: 'upgraded'; readonly migrations: readonly string[]; readonly backupPath: string | null }
  /** The database is a backup that somebody put in the place of a later one. */
  | {
      readonly type: 'backup_adopted';
      readonly backupAt: number;
      readonly jobs: number;
      readonly people: number;
    }
  /** The work that waits, at the start. */
  | {
      readonly type: 'taken_up';
      readonly jobs: number;
      readonly nextAt: number | null;
      /** `null`: there is none; absent: Muster makes none. */
      readonly lastBackupAt?: number | null;
    }
  | { readonly type: 'retention'; readonly horizon: string; readonly deleted: number }
  | { readonly type: 'bridge_listening'; readonly url: string }
  /**
   * Discord has refused us so often in ten minutes, of the `most` that its edge takes before it shuts us out; `few`
   * says that this is over. From `too_many` on nothing goes there but sends, ways out and alerts.
   */
  | {
      readonly type: 'discord_refusals';
      readonly level: 'few' | 'many' | 'too_many';
      readonly count: number;
      readonly most: number;
    }
  /**
   * Everybody who comes by this address counts as one client: a proxy there is not among the trusted ones, or does not
   * say whom it asks for. Told once for each.
   */
  | {
      readonly type: 'proxy_stands_for_all';
      readonly address: string;
      readonly why: 'not_trusted' | 'does_not_say';
    }
  /** Nobody can sign in with a browser, for these variables are not set. */
  | { readonly type: 'sign_in_off'; readonly missing: readonly string[] }
  /** Discord did not tell who signs in: it said no to the code, or to our credentials, or did not answer. */
  | { readonly type: 'sign_in_failed'; readonly why: 'refused' | 'misconfigured' | 'unavailable' }
  /** Somebody's request over HTTP ended in a fault of ours. `route` is its pattern, without what they filled in. */
  | {
      readonly type: 'request_failed';
      readonly requestId: string;
      readonly method: string;
      readonly route: string;
      readonly error: unknown;
    }
  /** This process has a role, or has it no more. */
  | { readonly type: 'role'; readonly role: Role; readonly state: 'taken' | 'lost' | 'given_back' }
  /** A role's duty could not begin, or did not end as it should. */
  | { readonly type: 'role_failed'; readonly role: Role; readonly error: unknown }
  /**
   * The place where the processes share their pace and their limits is lost to this one, which keeps to its part of the
   * pace from now on; or it is back.
   */
  | {
      readonly type: 'sharing';
      readonly state: 'lost' | 'back';
      /** How many share the pace, this one included. */
      readonly processes: number;
      /** Why it was lost. */
      readonly error: unknown;
    }
  | { readonly type: 'background_error'; readonly where: string; readonly error: unknown };

export type EventListener = (event: MusterEvent) => void;

/** Where events are emitted to and heard from. Listeners run at once and must not throw. */
export interface EventBus {
  emit(event: MusterEvent): void;
  /** @returns how to stop listening. */
  on(listener: EventListener): () => void;
}
