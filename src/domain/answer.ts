import type { AvailabilityStatus } from './availability.js';
import { EVENING_GOES_ON_MS } from './evening.js';

const MINUTE = 60_000;

/** What somebody answers to a ping: they come, they come later, or not this evening. The words are kept; never change one. */
export const EVENING_ANSWERS = ['COMING', 'LATE', 'NOT_TONIGHT'] as const;
export type EveningAnswerKind = (typeof EVENING_ANSWERS)[number];

/** An answer for an evening; `LATE` with the instant (ms) they named. */
export type EveningAnswer =
  | { readonly kind: 'COMING' }
  | { readonly kind: 'LATE'; readonly until: number }
  | { readonly kind: 'NOT_TONIGHT' };

/** What somebody said to a ping; `NONE`: nothing. */
export type Said = EveningAnswerKind | 'NONE';

/** The minutes "Later" offers as buttons. */
export const LATE_CHOICES = [10, 20, 30] as const;

/** The most minutes somebody can be late by: what is left of an evening after its start. */
export const MOST_LATE_MINUTES = EVENING_GOES_ON_MS / MINUTE;

/** Whether this is a number of minutes somebody can be late by: a whole one, from 1 to {@link MOST_LATE_MINUTES}. */
export function isLateness(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_LATE_MINUTES;
}

/** The instant (ms) from which an answer for an evening changes nothing any more; `startAt` in milliseconds. */
export function answersCountUntil(startAt: number): number {
  return startAt + EVENING_GOES_ON_MS;
}

/**
 * When somebody comes (ms) who says at `now` that they are so many minutes late: counted from the start (ms), or from now
 * once that is over, and never after {@link answersCountUntil}.
 */
export function lateUntil(
  minutes: number,
  { now, startAt }: { readonly now: number; readonly startAt: number },
): number {
  return Math.min(Math.max(now, startAt) + minutes * MINUTE, answersCountUntil(startAt));
}

/** What those who were called answered for an evening: numbers, no names. */
export interface AnswerCounts {
  readonly coming: number;
  readonly later: number;
  readonly notTonight: number;
  /** Called to come, and silent; a standby who was called and is silent is not among them. */
  readonly none: number;
  /** The first and the last instant (ms) that somebody named who comes later; `null`: nobody does. */
  readonly lateBetween: { readonly first: number; readonly last: number } | null;
}

/** Whether two answers say the same. */
export function isSameAnswer(one: EveningAnswer | null, other: EveningAnswer | null): boolean {
  if (one?.kind !== other?.kind) return false;
  return one?.kind !== 'LATE' || other?.kind !== 'LATE' || one.until === other.until;
}

/** Whether it is a yes, sooner or later: who said it is waited for. */
export function isYes(answer: EveningAnswer | null): boolean {
  return answer?.kind === 'COMING' || answer?.kind === 'LATE';
}

/**
 * What is left of an answer once its person says something else about the same date by one of the four statuses, or takes
 * that back (`null`), so that the two never say the opposite.
 */
export function answerBeside(
  answer: EveningAnswer | null,
  status: AvailabilityStatus | null,
): EveningAnswer | null {
  switch (status) {
    case 'LOOKING':
      return answer?.kind === 'NOT_TONIGHT' ? null : answer;
    case 'NOT_PLAYING':
      return answer && { kind: 'NOT_TONIGHT' };
    default:
      return null;
  }
}

/** What a follow-up does about somebody who is missing. */
export type Nudge =
  | { readonly kind: 'now' }
  /** Not before the minute they named (ms). */
  | { readonly kind: 'later'; readonly at: number }
  /** The minute they named comes after the last useful moment. */
  | { readonly kind: 'never' };

/**
 * When to nudge somebody who is missing, by what they answered: at `now`, at the minute they named, or not at all where that
 * is not before `expiresAt`, the last useful moment. All in milliseconds.
 */
export function nudgeFor(
  answer: EveningAnswer | null,
  { now, expiresAt }: { readonly now: number; readonly expiresAt: number },
): Nudge {
  if (answer?.kind !== 'LATE' || answer.until <= now) return { kind: 'now' };
  return answer.until < expiresAt ? { kind: 'later', at: answer.until } : { kind: 'never' };
}

/** Whether anybody who was called has answered. */
export function isAnswered({ coming, later, notTonight }: AnswerCounts): boolean {
  return coming + later + notTonight > 0;
}

/** Answers of fewer people together are not told of an evening that is over, nor to everybody: each could be guessed. */
export const FEWEST_TOLD = 5;

/** What the people of an evening answered in the end, and how many of them took back a yes. */
export interface EveningAnswers extends Pick<AnswerCounts, 'coming' | 'later' | 'notTonight' | 'none'> {
  readonly droppedOut: number;
}

/** The same, where anybody answered, and at least {@link FEWEST_TOLD} people could; else `null`. */
export function answersToTell(answers: AnswerCounts, droppedOut: number): EveningAnswers | null {
  const { coming, later, notTonight, none } = answers;
  const isTold = isAnswered(answers) && coming + later + notTonight + none >= FEWEST_TOLD;
  return isTold ? { coming, later, notTonight, none, droppedOut } : null;
}

/** What was answered on several evenings together. */
export function answersTogether(evenings: readonly EveningAnswers[]): EveningAnswers {
  const sum = (of: keyof EveningAnswers): number => evenings.reduce((total, each) => total + each[of], 0);
  return {
    coming: sum('coming'),
    later: sum('later'),
    notTonight: sum('notTonight'),
    none: sum('none'),
    droppedOut: sum('droppedOut'),
  };
}
