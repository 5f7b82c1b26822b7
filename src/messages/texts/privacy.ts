import type { Weekday } from '../../domain/session-plan.js';
import type { WeeklyStatus } from '../../domain/standing-answers.js';
import type { EveningAnswerKind } from '../../domain/answer.js';
import type { AvailabilityStatus } from '../../domain/availability.js';
import type { CampaignStatus } from '../../domain/campaign.js';

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

/** What is kept about a person. */
export interface PrivacyTexts {
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
  /** Over the dates on which they are in as soon as so many are. */
  readonly conditions: string;
  condition(date: string, atLeast: number, met: boolean): string;
  /** Over what they say about weekdays and when they are away. */
  readonly weekly: string;
  weeklyAnswer(day: Weekday, status: WeeklyStatus, until: string): string;
  away(from: string, until: string): string;
  readonly answers: string;
  /** What they answered for an evening, and when they come who come later (ms). */
  answer(date: string, answer: EveningAnswerKind, lateUntil: number | null): string;
  readonly history: string;
  /** `byThem`: the person did it, and nobody for them. */
  historyLine(at: number, action: string, byThem: boolean): string;
  readonly noHistory: string;
  readonly calendar: string;
  /** When their calendar address was made, in milliseconds. */
  calendarSince(at: number): string;
  /** The browsers they are signed in with; instants in milliseconds. */
  readonly sessions: string;
  session(signedInAt: number, expiresAt: number): string;
  /** The evenings for which they might have been called where players were missing. */
  readonly standbyFor: string;
  readonly campaigns: string;
  campaign(date: string, status: CampaignStatus): string;
  /** Over the weekdays on which pings go out by themselves in their name. */
  readonly standingCampaigns: string;
  standingDay(day: Weekday, until: string): string;
  readonly contactsTitle: string;
  contact(input: ContactInput): string;
  readonly noContacts: string;
  /** So many earlier contacts are only in the export. */
  earlierContacts(number: number): string;
  readonly erasePrompt: string;
  readonly eraseButton: string;
  readonly settingChanges: string;
  /** A setting by its key, and what it was set to; `null`: back to the default. */
  settingChange(at: number, key: string, value: string | null): string;
}
