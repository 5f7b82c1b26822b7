import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { cleanName } from '../../domain/display-name.js';
import { addDays, daysBetween, isLocalDate, wallTime } from '../../domain/local-time.js';
import { type SendError, wordFor } from '../codes.js';
import { echo } from '../echo.js';
import { type MomentStyle, timeOfDay } from '../moment.js';
import { marked } from '../names.js';
import type { Phrases } from '../texts/phrases.js';
import { QUOTES } from './quotes.js';
import { words } from './words.js';

const ERROR_CODE: Record<SendError, string> = {
  dm_closed: 'Direktnachrichten sind dort nicht erlaubt',
  no_mutual_guild: 'kein gemeinsamer Discord-Server mit dem Bot',
  connection_refused: 'der Dienst hat die Verbindung abgelehnt',
  rate_limited: 'der Dienst hat uns gebeten, langsamer zu machen',
  timeout: 'der Dienst hat nicht rechtzeitig geantwortet',
  connection_reset: 'die Verbindung ist abgerissen',
  server_error: 'der Dienst hatte selbst einen Fehler',
  dms_paused: 'Discord bremst unsere neuen DMs: zu viele zu schnell',
  dms_queued: 'es waren zu viele neue DMs auf einmal zu öffnen',
  held_up: 'Muster wurde vor dem Senden aufgehalten',
  unauthorized: 'der Dienst hat unsere Zugangsdaten abgelehnt',
  expired: 'kein Versuch ist rechtzeitig geglückt',
  bad_request: 'der Dienst hat die Nachricht abgelehnt',
  forbidden: 'der Dienst erlaubt es nicht: fehlt eine Berechtigung?',
  unknown_channel: 'den Kanal gibt es nicht mehr',
  unknown_answer: 'der Dienst hat etwas geantwortet, das wir nicht kennen',
  restart: 'Muster wurde während des Sendens neu gestartet',
  blocked: 'der Bot ist dort blockiert',
  chat_not_found: 'den Chat gibt es nicht mehr',
  not_registered: 'die Nummer ist dort nicht mehr registriert',
  no_address: 'keine Adresse hinterlegt',
  channel_paused: 'der Kanal pausiert gerade',
  captcha: 'Signal verlangt ein Captcha',
  number_not_registered: 'unsere Signal-Nummer ist nicht registriert',
  not_found: 'unter der Adresse aus den Einstellungen ist nichts',
  bot_restricted: 'der Dienst hat unser Konto eingeschränkt',
  unavailable: 'der Dienst nimmt gerade keine Nachrichten an',
  edge_blocked: 'der Dienst sperrt unsere Netzadresse für eine Weile',
  foreign_answer: 'ein Proxy, eine Anmeldeseite oder Sperre hat geantwortet',
  unknown_refusal: 'der Dienst hat aus unbekanntem Grund abgelehnt',
  unknown_user: 'das Konto gibt es nicht mehr',
  not_started: 'der Bot wurde dort noch nicht gestartet',
  untrusted_keys: 'die Sicherheitsnummer ist neu und nicht bestätigt',
};

/** With its emoji. */
export const markedStatus = marked(words.status);

const WEEKDAYS = ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'] as const;
const MONTHS = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
] as const;

export function errorCode(code: string): string {
  return wordFor(ERROR_CODE, code) ?? 'ein unerwartetes Problem';
}

export function day(date: string): string {
  if (!isLocalDate(date)) return date;
  const at = new Date(`${date}T00:00:00.000Z`);
  return `${WEEKDAYS[at.getUTCDay()]}, ${at.getUTCDate()}. ${MONTHS[at.getUTCMonth()]}`;
}

export function dayAndYear(date: string): string {
  return isLocalDate(date) ? `${day(date)} ${date.slice(0, 4)}` : date;
}

export function dayFrom(date: string, from: string): string {
  if (date === from) return 'heute Abend';
  if (isLocalDate(from) && date === addDays(from, 1)) return 'morgen';
  return date.slice(0, 4) === from.slice(0, 4) ? day(date) : dayAndYear(date);
}

function dateChoice(date: string, from: string): string {
  switch (daysBetween(from, date)) {
    case 0:
      return `Heute, ${day(date)}`;
    case 1:
      return `Morgen, ${day(date)}`;
    case -1:
      return `Gestern, ${day(date)}`;
    default:
      return day(date);
  }
}

export function channelNamed(channel: string): string {
  const known = CHANNEL_TYPES.find((each) => each === channel);
  return known ? words.channel[known] : 'Dieser Kanal';
}

/** A name as others may see it; never empty. */
export function nameOf(raw: string): string {
  return cleanName(raw) || 'Unbekannt';
}

export function quoted(input: string): string {
  return echo(input, QUOTES);
}

/** „21:00 Uhr (Europe/Berlin)“; Discord writes its timestamps in the reader's own way. */
export function clock(instant: number, style: MomentStyle): string {
  if (style === 'discord') return timeOfDay(instant, style);
  return `${wallTime(instant, style.timezone)} Uhr (${style.timezone})`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

export const phrases: Phrases = {
  errorCode,
  day,
  dayAndYear,
  dayFrom,
  dateChoice,
  andMore: (number) => `und ${number} mehr`,
};
