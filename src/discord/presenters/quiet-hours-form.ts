import {
  type APIButtonComponentWithCustomId,
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Refusal } from '../../domain/refusal.js';
import { isTimezone, timezoneNamed } from '../../domain/time-zone.js';
import type { Messages } from '../../messages/messages.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** What the form holds, as typed. */
export interface QuietHoursForm {
  readonly start: string;
  readonly end: string;
  readonly zone: string;
}

/** The form's id, and what a button that opens it begins with. */
export const QUIET_HOURS = 'quiet-hours';

// Together they leave room in a custom id, which carries them from one form to the next.
const MAX_TIME = 10;
const MAX_ZONE = 50;
const SEPARATOR = '|';

/** For people who know their clock, but not its name. With the server's and their own, a select holds no more. */
export const USUAL_ZONES = [
  'Europe/London',
  'Europe/Lisbon',
  'Europe/Berlin',
  'Europe/Paris',
  'Europe/Madrid',
  'Europe/Rome',
  'Europe/Warsaw',
  'Europe/Athens',
  'Europe/Helsinki',
  'Europe/Bucharest',
  'Europe/Istanbul',
  'Europe/Moscow',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
] as const;
/** Chosen among the usual zones: none of their own. */
const SERVER = 'server';

/** A button that opens the form, filled in. */
export function quietHoursButton(
  label: string,
  { start, end, zone }: QuietHoursForm,
): APIButtonComponentWithCustomId {
  const filledIn = [cut(start, MAX_TIME), cut(end, MAX_TIME), cut(zone, MAX_ZONE)].join(SEPARATOR);
  return button(customId('preferences', `${QUIET_HOURS}:${filledIn}`), label);
}

/** What the form is to be filled in with, from the id of the button that opens it; `null` for other buttons. */
export function filledInBy(id: string): QuietHoursForm | null {
  if (!id.startsWith(`${QUIET_HOURS}:`)) return null;
  const [start = '', end = '', ...zone] = id.slice(QUIET_HOURS.length + 1).split(SEPARATOR);
  return { start: cut(start, MAX_TIME), end: cut(end, MAX_TIME), zone: cut(zone.join(SEPARATOR), MAX_ZONE) };
}

/** The form: two times, and a zone from a list (the server's is in it) or, where it isn't there, typed. */
export function presentQuietHoursForm(
  { panel }: Messages,
  { start, end, zone }: QuietHoursForm,
  serverTimezone: string,
): APIModalInteractionResponseCallbackData {
  const { form } = panel;
  return {
    custom_id: customId('preferences', QUIET_HOURS),
    title: form.title,
    components: [
      field(form.start, form.timesHint, input('start', start, MAX_TIME)),
      field(form.end, form.timesHint, input('end', end, MAX_TIME)),
      field(form.zone, form.zoneHint, usualZones(zone, panel.serverZone(serverTimezone))),
      field(form.otherZone, form.otherZoneHint, input('zone', isTimezone(zone) ? '' : zone, MAX_ZONE)),
    ],
  };
}

/** Why the form was refused, what was typed, and a way to correct it. */
export function presentFormRefused(
  messages: Messages,
  refusal: Refusal,
  typed: QuietHoursForm,
): ReplyPayload {
  const { panel } = messages;
  return {
    content: `${messages.refusal(refusal)}\n${panel.typed(typed.start, typed.end, typed.zone)}`,
    components: [row(quietHoursButton(panel.buttons.openAgain, typed))],
  };
}

/** The zone somebody sent the form with: what they typed, else what they chose; empty for the server's. */
export function zoneOfForm(typed: string, chosen: string | undefined): string {
  if (typed.trim() !== '') return typed;
  return chosen === undefined || chosen === SERVER ? '' : chosen;
}

function usualZones(zone: string, server: string): APIStringSelectComponent {
  const own = timezoneNamed(zone);
  const zones: readonly string[] = USUAL_ZONES;
  const offered = own === null || zones.includes(own) ? zones : [own, ...zones];
  return {
    type: ComponentType.StringSelect,
    custom_id: 'usual',
    required: false,
    options: [
      { label: server, value: SERVER, default: zone === '' },
      ...offered.map((each) => ({
        label: each.replaceAll('_', ' '),
        value: each,
        default: each === own,
      })),
    ],
  };
}

function field(label: string, description: string, component: APIComponentInLabel): APILabelComponent {
  return { type: ComponentType.Label, label, description, component };
}

function input(id: keyof QuietHoursForm, value: string, maxLength: number): APITextInputComponent {
  return {
    type: ComponentType.TextInput,
    custom_id: id,
    style: TextInputStyle.Short,
    max_length: maxLength,
    required: false,
    ...(value === '' ? {} : { value }),
  };
}

/** At most `max` UTF-16 units, without half a character at the end. */
function cut(text: string, max: number): string {
  return text.slice(0, max).replace(/\p{Cs}$/u, '');
}
