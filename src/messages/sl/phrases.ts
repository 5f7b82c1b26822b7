import { CHANNEL_TYPES, type ChannelType } from '../../domain/channel-choice.js';
import { cleanName } from '../../domain/display-name.js';
import { addDays, daysBetween, isLocalDate } from '../../domain/local-time.js';
import { type SendError, wordFor } from '../codes.js';
import { echo } from '../echo.js';
import { marked } from '../names.js';
import type { Phrases } from '../texts/phrases.js';
import { QUOTES } from './quotes.js';
import { form, words } from './words.js';

const ERROR_CODE: Record<SendError, string> = {
  dm_closed: 'zasebna sporočila tam niso dovoljena',
  no_mutual_guild: 'brez skupnega Discord strežnika z botom',
  connection_refused: 'storitev je zavrnila povezavo',
  rate_limited: 'storitev nas je prosila, naj upočasnimo',
  timeout: 'storitev ni odgovorila pravočasno',
  connection_reset: 'povezava se je prekinila',
  server_error: 'storitev je imela notranjo napako',
  dms_paused: 'Discord zadržuje nova zasebna sporočila: preveč, prehitro',
  dms_queued: 'preveč novih zasebnih sporočil naenkrat',
  held_up: 'Muster se je zadržal pred pošiljanjem',
  unauthorized: 'storitev je zavrnila naše poverilnice',
  expired: 'noben poskus ni uspel pravočasno',
  bad_request: 'storitev je zavrnila sporočilo',
  forbidden: 'ni dovoljeno: morda manjka dovoljenje',
  unknown_channel: 'kanala ni več',
  unknown_answer: 'storitev je odgovorila nekaj, česar ne razumemo',
  restart: 'Muster se je med pošiljanjem znova zagnal',
  blocked: 'bot je tam blokiran',
  chat_not_found: 'klepeta ni več',
  not_registered: 'številka tam ni več registrirana',
  no_address: 'naslov ni znan',
  channel_paused: 'pošiljanje tam je zaustavljeno',
  captcha: 'Signal zahteva captcho',
  number_not_registered: 'Musterjeva številka Signal ni registrirana',
  not_found: 'na naslovu iz nastavitev ni ničesar',
  bot_restricted: 'storitev je omejila naš račun',
  unavailable: 'storitev trenutno ne sprejema sporočil',
  edge_blocked: 'storitev začasno zavrača naš omrežni naslov',
  foreign_answer: 'namesto nje je odgovoril proxy ali prijavna stran',
  unknown_refusal: 'storitev je zavrnila iz neznanega razloga',
  unknown_user: 'računa ni več',
  not_started: 'bot tam še ni bil zagnan',
  untrusted_keys: 'varnostna številka je nova in ni potrjena',
};

/** With its emoji. */
export const markedStatus = marked(words.status);

type Case = 'nominative' | 'accusative' | 'genitive';

/** From Sunday on, in the cases that dates are told in: "sobota", "v soboto", "do sobote". */
const WEEKDAYS: Readonly<Record<Case, readonly string[]>> = {
  nominative: ['nedelja', 'ponedeljek', 'torek', 'sreda', 'četrtek', 'petek', 'sobota'],
  accusative: ['nedeljo', 'ponedeljek', 'torek', 'sredo', 'četrtek', 'petek', 'soboto'],
  genitive: ['nedelje', 'ponedeljka', 'torka', 'srede', 'četrtka', 'petka', 'sobote'],
};
/** Behind the number of a day, whatever the case of its weekday. */
const MONTHS = [
  'januarja',
  'februarja',
  'marca',
  'aprila',
  'maja',
  'junija',
  'julija',
  'avgusta',
  'septembra',
  'oktobra',
  'novembra',
  'decembra',
] as const;

export function errorCode(code: string): string {
  return wordFor(ERROR_CODE, code) ?? 'nepričakovana težava';
}

function dayIn(date: string, grammar: Case): string {
  if (!isLocalDate(date)) return date;
  const at = new Date(`${date}T00:00:00.000Z`);
  return `${WEEKDAYS[grammar][at.getUTCDay()]}, ${at.getUTCDate()}. ${MONTHS[at.getUTCMonth()]}`;
}

function withYear(text: string, date: string): string {
  return isLocalDate(date) ? `${text} ${date.slice(0, 4)}` : text;
}

/** „sobota, 10. januarja“. */
export function day(date: string): string {
  return dayIn(date, 'nominative');
}

export function dayAndYear(date: string): string {
  return withYear(day(date), date);
}

/** Behind „v“ and „za“: „soboto, 10. januarja“. */
export function onDay(date: string): string {
  return dayIn(date, 'accusative');
}

export function onDayAndYear(date: string): string {
  return withYear(onDay(date), date);
}

/** Behind „do“ and „od“: „sobote, 10. januarja 2026“. */
export function untilDayAndYear(date: string): string {
  return withYear(dayIn(date, 'genitive'), date);
}

function near(date: string, today: string, grammar: Case): string {
  if (date === today) return 'nocoj';
  if (isLocalDate(today) && date === addDays(today, 1)) return 'jutri';
  const text = dayIn(date, grammar);
  return date.slice(0, 4) === today.slice(0, 4) ? text : withYear(text, date);
}

/** Behind „za“: „nocoj“, „jutri“, „soboto, 10. januarja“. */
export function dayFrom(date: string, today: string): string {
  return near(date, today, 'accusative');
}

/** The same at the beginning of a line: „sobota, 10. januarja“. */
export function dayNamed(date: string, today: string): string {
  return near(date, today, 'nominative');
}

/** Behind „do“: „jutri“, „sobote, 10. januarja“. */
export function untilFrom(date: string, today: string): string {
  return near(date, today, 'genitive');
}

function dateChoice(date: string, today: string): string {
  switch (daysBetween(today, date)) {
    case 0:
      return `Danes, ${day(date)}`;
    case 1:
      return `Jutri, ${day(date)}`;
    case -1:
      return `Včeraj, ${day(date)}`;
    default:
      return capital(day(date));
  }
}

export function channelNamed(channel: string): string {
  const known = CHANNEL_TYPES.find((each) => each === channel);
  return known ? words.channel[known] : 'Ta kanal';
}

const BY: Readonly<Record<ChannelType, string>> = {
  telegram: 'prek Telegrama',
  signal: 'prek Signala',
  discord: 'prek Discorda',
};

/** „prek Telegrama“. */
export function by(channel: ChannelType): string {
  return BY[channel];
}

/** A name as others may see it; never empty. */
export function nameOf(raw: string): string {
  return cleanName(raw) || 'neznano ime';
}

export function quoted(input: string): string {
  return echo(input, QUOTES);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** „1 igralec“, „2 igralca“, „3 igralci“, „5 igralcev“: the noun in the case that the sentence asks for. */
export function count(number: number, one: string, two: string, few: string, other: string): string {
  return `${number} ${form(number, one, two, few, other)}`;
}

/** As the subject of a sentence, or alone. */
export function players(number: number): string {
  return count(number, 'igralec', 'igralca', 'igralci', 'igralcev');
}

/** „je bil povabljen 1 igralec“, „so bili povabljeni 3 igralci“. */
export function playersInvited(number: number): string {
  const verb = form(
    number,
    'je bil povabljen',
    'sta bila povabljena',
    'so bili povabljeni',
    'je bilo povabljenih',
  );
  return `${verb} ${players(number)}`;
}

/** „1 igralec išče igro“, „2 igralca iščeta igro“. */
export function playersLooking(number: number): string {
  return `${players(number)} ${form(number, 'išče', 'iščeta', 'iščejo', 'išče')} igro`;
}

/** As the aim of a deed: „povabil 2 igralca“. */
export function playersAsObject(number: number): string {
  return count(number, 'igralca', 'igralca', 'igralce', 'igralcev');
}

/** „čez 1 minuto“, „5 minut kasneje“. */
export function minutes(number: number): string {
  return count(number, 'minuto', 'minuti', 'minute', 'minut');
}

export const phrases: Phrases = {
  errorCode,
  day,
  dayAndYear,
  dayFrom,
  dateChoice,
  andMore: (number) => `in še ${number}`,
};
