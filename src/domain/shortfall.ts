import { type EveningAnswerKind, FEWEST_TOLD } from './answer.js';
import type { FinalOutcome, LeftOut, SkipReason } from './campaign.js';

/**
 * Why people do not come: nobody called them (the first four), or they were called and are absent, or they had said nothing
 * about the date. What people read and the API name them; never change one.
 */
export const SHORTFALL_CAUSES = [
  'quietHours',
  'pingsOff',
  'ownLimit',
  'unreachable',
  'saidNo',
  'droppedOut',
  'noAnswer',
  'saidNothing',
] as const;
export type ShortfallCause = (typeof SHORTFALL_CAUSES)[number];

/** The causes of those whom no message reached, and who said nothing against coming. */
export const NOT_CALLED = [
  'quietHours',
  'pingsOff',
  'ownLimit',
  'unreachable',
] as const satisfies readonly ShortfallCause[];

/** How many there were of each; `null`: that is not on record, or too few people were asked to tell it. */
export type Shortfall = Readonly<Record<ShortfallCause, number | null>>;

/** How many of a campaign's recipients read the same in its records. */
export interface RecordedPart {
  /** Whether a message of the campaign reached them, or may have. */
  readonly called: boolean;
  /** How they stand to the evening; `DROPPED_OUT`: they took back their last yes. */
  readonly said: EveningAnswerKind | 'DROPPED_OUT' | null;
  /** How the start message ended for them; `null`: it has not. */
  readonly outcome: FinalOutcome | null;
  readonly reason: string | null;
  /** The follow-up saw them. */
  readonly present: boolean;
  readonly count: number;
}

/** What is on record of an evening. */
export interface EveningRecords {
  readonly parts: readonly RecordedPart[];
  /** `null`: its campaign did not keep that. */
  readonly leftOut: LeftOut | null;
  /** Whether anybody could look who was there. */
  readonly seen: boolean;
}

/** Why somebody whom no message reached was not called. Whatever is not here tells nothing about them. */
const CAUSE_OF: Partial<Record<SkipReason, ShortfallCause>> = {
  quiet_hours: 'quietHours',
  not_opted_in: 'pingsOff',
  over_own_cap: 'ownLimit',
  calls_rest: 'ownLimit',
  no_channel: 'unreachable',
  left_guild: 'unreachable',
  not_playing: 'saidNo',
  no_entry: 'saidNo',
  away: 'saidNo',
};

/** Why one of these recipients did not come; `null`: they did, or nothing on record says why. */
export function causeOf({ called, said, outcome, reason, present }: RecordedPart): ShortfallCause | null {
  const skipped = outcome === 'skipped' ? (CAUSE_OF[reason as SkipReason] ?? null) : null;
  if (!called) return outcome === 'failed' ? 'unreachable' : skipped;
  if (said === 'DROPPED_OUT') return 'droppedOut';
  if (said === 'NOT_TONIGHT') return 'saidNo';
  if (said !== null || present) return null;
  return skipped === 'saidNo' ? skipped : 'noAnswer';
}

/**
 * Why an evening did not fill, as far as it is on record and may be told: of those who had put themselves down for it where
 * there were at least {@link FEWEST_TOLD}, of those who were called where they were as many, and of all players likewise.
 * `null`: nothing may be told.
 */
export function shortfallToTell({ parts, leftOut, seen }: EveningRecords): Shortfall | null {
  const counts = new Map<ShortfallCause, number>();
  let recipients = 0;
  let called = 0;
  for (const part of parts) {
    recipients += part.count;
    if (part.called) called += part.count;
    const cause = causeOf(part);
    if (cause) counts.set(cause, (counts.get(cause) ?? 0) + part.count);
  }
  const down = recipients + (leftOut ? leftOut.pingsOff + leftOut.ownLimit + leftOut.unreachable : 0);
  const players = down + (leftOut?.saidNothing ?? 0);
  const of = (cause: ShortfallCause): number => counts.get(cause) ?? 0;
  const told = (people: number, number: number | null): number | null => {
    return people >= FEWEST_TOLD ? number : null;
  };
  const shortfall: Shortfall = {
    quietHours: told(down, of('quietHours')),
    pingsOff: told(down, leftOut && of('pingsOff') + leftOut.pingsOff),
    ownLimit: told(down, leftOut && of('ownLimit') + leftOut.ownLimit),
    unreachable: told(down, leftOut && of('unreachable') + leftOut.unreachable),
    saidNo: told(called, of('saidNo')),
    droppedOut: told(called, of('droppedOut')),
    noAnswer: told(called, seen ? of('noAnswer') : null),
    saidNothing: told(players, leftOut && leftOut.saidNothing),
  };
  return SHORTFALL_CAUSES.some((cause) => shortfall[cause] !== null) ? shortfall : null;
}

/** Several evenings together. */
export interface ShortfallTogether {
  readonly shortfall: Shortfall;
  /** How many evenings. */
  readonly evenings: number;
  /** Of some of them something is not told: those numbers are of fewer evenings. */
  readonly partly: boolean;
}

/** What is told of several evenings, added up: what is told of none stays untold. `null`: there are none. */
export function shortfallTogether(evenings: readonly Shortfall[]): ShortfallTogether | null {
  if (evenings.length === 0) return null;
  const sum = (cause: ShortfallCause): number | null => {
    const told = evenings.flatMap((evening) => evening[cause] ?? []);
    return told.length > 0 ? told.reduce((total, number) => total + number, 0) : null;
  };
  const sums = SHORTFALL_CAUSES.map((cause) => [cause, sum(cause)]);
  const partly = evenings.some((evening) => SHORTFALL_CAUSES.some((cause) => evening[cause] === null));
  return { shortfall: Object.fromEntries(sums) as Shortfall, evenings: evenings.length, partly };
}

/** How many standbys were called to an evening, or to several, and how many of them stepped in. */
export interface SteppedIn {
  readonly called: number;
  readonly came: number;
}

/** The same, where anybody was called and, with the `recipients` who were, at least {@link FEWEST_TOLD} people; else `null`. */
export function steppedInToTell(standbys: SteppedIn, recipients: number): SteppedIn | null {
  return standbys.called > 0 && standbys.called + recipients >= FEWEST_TOLD ? standbys : null;
}

/** Several evenings together; `null`: there are none. */
export function steppedInTogether(evenings: readonly SteppedIn[]): SteppedIn | null {
  if (evenings.length === 0) return null;
  return evenings.reduce((all, { called, came }) => ({ called: all.called + called, came: all.came + came }));
}
