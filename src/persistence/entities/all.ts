import { Absence } from './absence.js';
import { AccountLinkAuditLog } from './account-link-audit-log.js';
import { AvailabilityBoard } from './availability-board.js';
import { AvailabilityEntry } from './availability-entry.js';
import { CalendarAddress } from './calendar-address.js';
import { CampaignJob } from './campaign-job.js';
import { CampaignRecipient } from './campaign-recipient.js';
import { Campaign } from './campaign.js';
import { ChannelLink } from './channel-link.js';
import { Condition } from './condition.js';
import { ErasedPerson } from './erased-person.js';
import { EveningAnswerEntity } from './evening-answer.js';
import { ImportedItem } from './imported-item.js';
import { LedgerEntry } from './ledger-entry.js';
import { PlayerLink } from './player-link.js';
import { PlayerProof } from './player-proof.js';
import { SendLog } from './send-log.js';
import { Session } from './session.js';
import { Setting } from './setting.js';
import { SettingsAuditLog } from './settings-audit-log.js';
import { StandingCampaignEntity } from './standing-campaign.js';
import { StandingProposalEntity } from './standing-proposal.js';
import { SubscriptionPreference } from './subscription-preference.js';
import { SystemState } from './system-state.js';
import { TurnoutEntity } from './turnout.js';
import { WeeklyAnswerEntity } from './weekly-answer.js';

/** Every table, for the data source. */
export const ENTITIES = [
  Absence,
  AccountLinkAuditLog,
  AvailabilityBoard,
  AvailabilityEntry,
  CalendarAddress,
  Campaign,
  CampaignJob,
  CampaignRecipient,
  ChannelLink,
  Condition,
  ErasedPerson,
  EveningAnswerEntity,
  ImportedItem,
  LedgerEntry,
  PlayerLink,
  PlayerProof,
  SendLog,
  Session,
  Setting,
  SettingsAuditLog,
  StandingCampaignEntity,
  StandingProposalEntity,
  SubscriptionPreference,
  SystemState,
  TurnoutEntity,
  WeeklyAnswerEntity,
];
