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
