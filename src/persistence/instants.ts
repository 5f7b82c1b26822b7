/** What was worded last: a transaction writes its moment into several columns, and wording one takes as long as a small statement. */
let last = { instant: 0, text: new Date(0).toISOString() };

/** An instant as the tables keep it: UTC, ISO-8601 with milliseconds, so that text order is time order. */
export function toText(instant: number): string {
  if (instant !== last.instant) last = { instant, text: new Date(instant).toISOString() };
  return last.text;
}

/** The instant a table's text stands for, in milliseconds since the epoch. */
export function fromText(text: string): number {
  return Date.parse(text);
}

/** {@link fromText} for columns that may be empty. */
export function fromNullableText(text: string | null): number | null {
  return text === null ? null : fromText(text);
}
