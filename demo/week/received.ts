import { DateTime } from 'luxon';

/** What Muster writes to people by itself, by the words that each kind alone has. */
const KINDS = {
  proposal: /unless one of you says no/,
  not_out: /don’t go out by themselves/,
  one_more: /can you step in\?/,
  call_off: / is off\./,
  follow_up: /not in voice yet|into voice when/,
  start: /Come to voice!/,
  reminder: /See you in voice!/,
  question: /Are you playing\?/,
  ready: /^It’s on: /,
} as const satisfies Readonly<Record<string, RegExp>>;

export type Kind = keyof typeof KINDS;

/** Those that call somebody to a session. */
export const CALLS: readonly Kind[] = ['reminder', 'one_more', 'start', 'follow_up', 'call_off'];

/** A message that somebody got without having written or pressed anything just before. */
export interface Received {
  readonly name: string;
  readonly kind: Kind;
  /** The date by the community's clocks, `YYYY-MM-DD`. */
  readonly date: string;
}

/** What a message is, as the person's app shows it; `null`: an answer to what they did. */
export function kindOfText(text: string): Kind | null {
  const found = Object.entries(KINDS).find(([, words]) => words.test(text));
  return found ? (found[0] as Kind) : null;
}

/** Of everything somebody got, what they did not ask for just before. */
export function receivedBy(
  name: string,
  messages: readonly { readonly at: number; readonly text: string }[],
  zone: string,
): Received[] {
  return messages.flatMap(({ at, text }) => {
    const kind = kindOfText(text);
    return kind === null ? [] : [{ name, kind, date: DateTime.fromMillis(at, { zone }).toISODate() ?? '' }];
  });
}
