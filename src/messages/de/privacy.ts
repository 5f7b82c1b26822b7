import type { EveningAnswerKind } from '../../domain/answer.js';
import { FINAL_OUTCOMES } from '../../domain/campaign.js';
import { SYSTEM } from '../../domain/system-campaigns.js';
import { JOB_TYPES } from '../../domain/message-kinds.js';
import { readableName } from '../../domain/player-link.js';
import { type HistoryAction, wordFor } from '../codes.js';
import { discordDateTime } from '../moment.js';
import type { ContactInput, PrivacyTexts } from '../texts/privacy.js';
import { channelNamed, dayAndYear, markedStatus, nameOf, quoted } from './phrases.js';
import { promote } from './promote.js';
import { standing } from './standing.js';
import { words } from './words.js';

const HISTORY_ACTION: Record<HistoryAction, string> = {
  player_linked: 'Profil im Spiel verknüpft',
  player_verified: 'Profil bestätigt',
  player_unlinked: 'Verknüpfung mit dem Profil im Spiel entfernt',
  channel_linked: 'Kanal verknüpft',
  channel_unlinked: 'Kanal getrennt',
  consent_given: 'Einladungen eingeschaltet',
  consent_withdrawn: 'Einladungen ausgeschaltet',
  questions_allowed: 'Frage nach dem Abend eingeschaltet',
  questions_refused: 'Frage nach dem Abend ausgeschaltet',
  ready_notices_allowed: 'Bescheid, dass es losgeht, eingeschaltet',
  ready_notices_refused: 'Bescheid, dass es losgeht, ausgeschaltet',
  campaign_called_off: 'dein Abend abgesagt',
  standing_campaign_set: 'wöchentliche Einladungen in deinem Namen eingestellt',
  standing_campaign_removed: 'wöchentliche Einladungen in deinem Namen entfernt',
  standing_campaign_stopped: 'wöchentliche Einladungen in deinem Namen für einen Abend gestoppt',
  standing_campaigns_kept: 'wöchentliche Einladungen behalten',
  standing_campaigns_ended: 'wöchentliche Einladungen in deinem Namen beendet',
  standing_campaign_made: 'wöchentliche Einladungen in deinem Namen verschickt',
  said_coming: 'zugesagt',
  said_late: 'für später zugesagt',
  said_not_tonight: 'nach einer Zusage abgesagt',
  answer_withdrawn: 'Zusage zurückgenommen',
};

const ANSWER: Record<EveningAnswerKind, string> = {
  COMING: 'zugesagt',
  LATE: 'für später zugesagt',
  NOT_TONIGHT: 'abgesagt',
};

export const privacy: PrivacyTexts = {
  title: 'Deine Daten',
  playerLink: 'Profil im Spiel',
  playerLinkOf: (raw, guid) => `${nameOf(readableName(raw))}, GUID ${quoted(guid)}`,
  noPlayerLink: 'Keines verknüpft.',
  playerConfirmed: (at) => `Bestätigt am ${discordDateTime(at)}.`,
  playerProof: (until) =>
    `Ein Prüfwert deines Bestätigungscodes bleibt bis ${discordDateTime(until)} gespeichert.`,
  preferences: 'Einstellungen',
  linkedChannels: 'Verknüpfte Kanäle',
  noLinkedChannels: 'Keine außer Discord.',
  availability: 'Verfügbarkeit',
  entry: (date, status) => `${dayAndYear(date)}: ${markedStatus[status]}`,
  noAvailability: 'Keine Angaben.',
  conditions: 'Dabei, wenn genug dabei sind',
  condition: (date, atLeast, met) =>
    `${dayAndYear(date)}: dabei, wenn ${atLeast} es sind${met ? ' (sie waren es)' : ''}`,
  weekly: 'Wöchentliche Antworten',
  weeklyAnswer: (day, status, until) =>
    `${standing.weekday(day)}: ${markedStatus[status]}, bis ${dayAndYear(until)}`,
  away: (from, until) => `Abwesend von ${dayAndYear(from)} bis ${dayAndYear(until)}`,
  answers: 'Antworten auf Einladungen',
  answer: (date, answer, lateUntil) =>
    `${dayAndYear(date)}: ${ANSWER[answer]}${lateUntil === null ? '' : `, ${discordDateTime(lateUntil)}`}`,
  history: 'Verknüpfungen, Zustimmung und Antworten',
  historyLine: (at, action, byThem) =>
    `${discordDateTime(at)}: ${wordFor(HISTORY_ACTION, action) ?? 'eine Änderung an deinem Konto'}${byThem ? '' : ', durch einen Admin'}`,
  noHistory: 'Noch ist nichts geschehen.',
  calendar: 'Kalender-Adresse',
  calendarSince: (at) => `Erstellt ${discordDateTime(at)}; \`/availability calendar\` schaltet sie aus.`,
  sessions: 'Angemeldete Browser',
  session: (signedInAt, expiresAt) =>
    `Seit ${discordDateTime(signedInAt)}, längstens bis ${discordDateTime(expiresAt)}`,
  standbyFor: 'Abende, an denen du einspringen konntest',
  campaigns: 'Abende, zu denen du eingeladen hast',
  campaign: (date, status) => `${dayAndYear(date)} · ${words.campaignStatus[status]}`,
  standingCampaigns: 'Wöchentliche Einladungen in deinem Namen',
  standingDay: (day, until) => `${standing.weekday(day)}, bis ${dayAndYear(until)}`,
  contactsTitle: 'Wer dir geschrieben hat und warum',
  contact,
  noContacts: 'Niemand.',
  earlierContacts: (number) =>
    number === 1
      ? '1 frühere Zeile steht in `/privacy export`.'
      : `${number} frühere Zeilen stehen in \`/privacy export\`.`,
  erasePrompt: [
    '**Deine Daten löschen?**',
    'Deine Einstellungen, Verknüpfungen und Angaben werden sofort gelöscht, und du bekommst keine Nachrichten mehr. Das lässt sich nicht rückgängig machen; `/privacy export` gibt dir vorher eine Kopie.',
    'Was früher gesendet wurde, bleibt in den Summen, ohne Verbindung zu dir. Bis morgen bleibt ein anonymer Prüfwert, damit dich eine schon geplante Nachricht nicht zweimal erreicht.',
  ].join('\n\n'),
  eraseButton: 'Meine Daten löschen',
  settingChanges: 'Von dir geänderte Einstellungen',
  settingChange: (at, key, value) =>
    `${discordDateTime(at)}: \`${key}\` → ${value === null ? 'Vorgabe' : quoted(value)}`,
};

/** „…: Startnachricht über Discord für Samstag, 10. Januar 2026, veranlasst von @Ada: gesendet“. */
function contact(input: ContactInput): string {
  const known = JOB_TYPES.find((jobType) => jobType === input.jobType);
  const what = known ? words.job[known] : 'Nachricht';
  const by = input.channel === null ? '' : ` über ${channelNamed(input.channel)}`;
  const promoter = senderOf(input);
  return `${discordDateTime(input.at)}: ${what}${by} für ${dayAndYear(input.campaignDate)}, veranlasst von ${promoter}: ${whatCame(input)}`;
}

function senderOf({ promoterId }: ContactInput): string {
  if (promoterId === null) return 'jemandem, der die eigenen Daten gelöscht hat';
  return promoterId === SYSTEM ? 'Muster selbst' : `<@${promoterId}>`;
}

function whatCame({ outcome, reason }: ContactInput): string {
  const known = FINAL_OUTCOMES.find((name) => name === outcome);
  const what = known ? words.outcome[known] : 'versucht';
  return reason === null ? what : `${what} (${promote.reason(reason)})`;
}
