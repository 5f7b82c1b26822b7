import { eveningAt } from '../domain/evening.js';
import { addDays } from '../domain/local-time.js';
import type { Away } from '../domain/standing-answers.js';
import { type AnswerOfEvening, answersOf } from '../persistence/stores/answer-store.js';
import { auditOf } from '../persistence/stores/audit-store.js';
import { type AvailabilityEntry, availabilityOf } from '../persistence/stores/availability-store.js';
import { calendarOf } from '../persistence/stores/calendar-store.js';
import { conditionsOf, type KeptCondition } from '../persistence/stores/condition-store.js';
import { confirmedLinks, type ConfirmedLink } from '../persistence/stores/channel-link-store.js';
import { importedOf } from '../persistence/stores/import-store.js';
import { findPlayerLink, type PlayerLink } from '../persistence/stores/player-link-store.js';
import { findProof, type PlayerProof } from '../persistence/stores/player-proof-store.js';
import { findPreferences, type Preferences } from '../persistence/stores/preference-store.js';
import {
  campaignsBy,
  type ContactRecord,
  contactsOf,
  deedsOf,
  type LinkRequest,
  linkRequestsOf,
  listedFor,
  type ListedRecord,
  type NoticeRecord,
  noticesTo,
  passingOf,
  type PassingRecord,
  settingsSetBy,
  type StartedCampaign,
  weeklyAnswersOf,
  type WeeklyRecord,
} from '../persistence/stores/privacy-store.js';
import {
  type ProposalRecord,
  proposalsOf,
  type StandingRecord,
  standingBy,
} from '../persistence/stores/standing-campaign-store.js';
import { findStanding } from '../persistence/stores/standing-store.js';
import { type SettingChange, settingChangesBy } from '../persistence/stores/setting-store.js';
import { type Session, sessionsOf } from '../persistence/stores/session-store.js';
import type { Actor, ServiceContext } from './context.js';

/** Everything that is kept about a person. Addresses on other channels are told as linked or not. */
export interface PersonalData extends PassingRecord {
  readonly userId: string;
  readonly playerLink: PlayerLink | null;
  /** A code they were given to prove that link, while it is good. */
  readonly playerProof: PlayerProof | null;
  /** Telegram and Signal, where confirmed. */
  readonly links: readonly ConfirmedLink[];
  /** Links they began on those, and have not finished. */
  readonly linkRequests: readonly LinkRequest[];
  readonly preferences: Preferences | null;
  /** The zone of people who have named none. */
  readonly serverTimezone: string;
  readonly availability: readonly AvailabilityEntry[];
  /** On which dates they are in as soon as so many are. */
  readonly conditions: readonly KeptCondition[];
  /** What they say about weekdays, lapsed or not. */
  readonly weekly: readonly WeeklyRecord[];
  /** When they are away, or were last. */
  readonly away: Away | null;
  /** What they answered for evenings. */
  readonly answers: readonly AnswerOfEvening[];
  /** Since when (ms) they have a calendar address; `null`: they have none. */
  readonly calendarSince: number | null;
  /** The browsers they are signed in with. */
  readonly sessions: readonly Session[];
  /** Who contacted them, when, by what and why. */
  readonly contacts: readonly ContactRecord[];
  /** What they were told as a promoter, or are to be told, that belongs to no campaign. */
  readonly notices: readonly NoticeRecord[];
  /** The evenings they were on the list for, called or not, and those they were on standby for. */
  readonly listedFor: readonly ListedRecord[];
  readonly standbyFor: readonly ListedRecord[];
  /** The campaigns they started. */
  readonly campaigns: readonly StartedCampaign[];
  /** The weekdays on which campaigns go out in their name, lapsed or not, and the evenings promoters were told of that. */
  readonly standingCampaigns: readonly StandingRecord[];
  readonly proposals: readonly ProposalRecord[];
  /** The settings they changed, and those that are still as they set them. */
  readonly settingChanges: readonly SettingChange[];
  readonly settingsSet: readonly { readonly key: string; readonly at: number }[];
  /** What an import brought of them, and when. */
  readonly imported: readonly { readonly item: string; readonly at: number }[];
  readonly history: readonly { readonly at: number; readonly action: string; readonly actorId: string }[];
  /** What they did that is on record of somebody else. */
  readonly deeds: readonly { readonly at: number; readonly action: string }[];
}

/** All data kept about the caller; for members and others, from anywhere. */
export async function personalData(
  context: ServiceContext,
  actor: Pick<Actor, 'userId'>,
): Promise<PersonalData> {
  const { view } = context.database;
  const today = eveningAt(context.clock.now(), context.settings);
  const { userId } = actor;
  return {
    userId,
    playerLink: await findPlayerLink(view, userId),
    playerProof: await findProof(view, userId, context.clock.now()),
    links: await confirmedLinks(view, userId),
    linkRequests: await linkRequestsOf(view, userId),
    preferences: await findPreferences(view, userId),
    serverTimezone: context.settings.timezone,
    availability: await availabilityOf(view, userId, addDays(today, -context.settings.retentionDays)),
    conditions: await conditionsOf(view, userId, addDays(today, -context.settings.retentionDays)),
    weekly: await weeklyAnswersOf(view, userId),
    away: (await findStanding(view, userId)).away,
    answers: await answersOf(view, userId, addDays(today, -context.settings.retentionDays)),
    calendarSince: (await calendarOf(view, userId))?.createdAt ?? null,
    sessions: await sessionsOf(view, userId, context.clock.now()),
    contacts: await contactsOf(view, userId),
    notices: await noticesTo(view, userId),
    listedFor: await listedFor(view, userId, 'recipient'),
    standbyFor: await listedFor(view, userId, 'standby'),
    campaigns: await campaignsBy(view, userId),
    standingCampaigns: await standingBy(view, userId),
    proposals: await proposalsOf(view, userId),
    settingChanges: await settingChangesBy(view, userId),
    settingsSet: await settingsSetBy(view, userId),
    imported: await importedOf(view, userId),
    history: (await auditOf(view, userId)).map(({ at, action, actorId }) => ({ at, action, actorId })),
    deeds: await deedsOf(view, userId),
    ...(await passingOf(view, userId)),
  };
}
