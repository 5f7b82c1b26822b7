/** An instant as the tables keep it: UTC, ISO-8601 with milliseconds, so that text order is time order. */
export function toText(instant: number): string {
  return new Date(instant).toISOString();
}

/** The instant a table's text stands for, in milliseconds since the epoch. */
export function fromText(text: string): number {
  return Date.parse(text);
}

/** {@link fromText} for columns that may be empty. */
export function fromNullableText(text: string | null): number | null {
  return text === null ? null : fromText(text);
}
