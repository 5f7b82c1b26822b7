import type { AvailabilityStatus } from './availability.js';

/** The answers to the question whether somebody plays, as buttons under it, in their order. */
export const ANSWERS = {
  looking: 'LOOKING',
  available: 'AVAILABLE',
  maybe: 'MAYBE',
  'not-playing': 'NOT_PLAYING',
} as const satisfies Readonly<Record<string, AvailabilityStatus>>;
export type AnswerAction = keyof typeof ANSWERS;
export const ANSWER_ACTIONS = Object.keys(ANSWERS) as [AnswerAction, ...AnswerAction[]];

/**
 * After so many questions in a row without an answer none comes any more, until the person answers for any day or looks
 * after their preferences. Whoever leaves five alone does not want a sixth, and has not said so.
 */
export const MOST_UNANSWERED = 5;

/** Whether somebody who wants to be asked is not, for now. */
export function questionsRest(person: {
  readonly allowQuestions: boolean;
  readonly unansweredQuestions: number;
}): boolean {
  return person.allowQuestions && person.unansweredQuestions >= MOST_UNANSWERED;
}
