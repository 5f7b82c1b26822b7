import ICAL from 'ical.js';

/** An event of a calendar, as ical.js reads it. */
export interface ReadEvent {
  readonly uid: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly status: string;
  readonly sequence: number;
  readonly summary: string;
  readonly description: string;
  readonly url: string | null;
}

/** Reads a calendar as a program that subscribes to it does: each zone only by what the file itself says of it. */
export function readCalendarFile(text: string): { readonly name: string; readonly events: ReadEvent[] } {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const instantOf = (component: ICAL.Component, name: string): number => {
    const property = component.getFirstProperty(name);
    const at = property?.getFirstValue() as ICAL.Time | undefined;
    if (!at) throw new Error(`an event without ${name}`);
    const tzid = property?.getFirstParameter('tzid') ?? 'UTC';
    if (at.zone.tzid !== tzid) throw new Error(`the file does not tell of ${tzid}`);
    return at.toUnixTime() * 1000;
  };
  const textOf = (component: ICAL.Component, name: string): string =>
    String(component.getFirstPropertyValue(name));
  return {
    name: unescaped(textOf(calendar, 'x-wr-calname')),
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      uid: textOf(event, 'uid'),
      startAt: instantOf(event, 'dtstart'),
      endAt: instantOf(event, 'dtend'),
      status: textOf(event, 'status'),
      sequence: Number(event.getFirstPropertyValue('sequence')),
      summary: textOf(event, 'summary'),
      description: textOf(event, 'description'),
      url: event.getFirstPropertyValue('url') as string | null,
    })),
  };
}

/** A text of a property that the standard does not know, which ical.js leaves as it is written. */
function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}
