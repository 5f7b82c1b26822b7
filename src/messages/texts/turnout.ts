import type { EveningAnswers } from '../../domain/answer.js';
import type { Turnout } from '../../domain/turnout.js';

/** Who came. Parts of pictures are in mid-sentence form and short. */
export interface TurnoutTexts {
  /** For the whole channel: numbers, no names, no pings. `startAt` in milliseconds. */
  summary(turnout: Turnout, startAt: number): string;
  readonly bar: {
    readonly title: string;
    readonly inVoice: string;
    readonly onServer: string;
    readonly missing: string;
  };
  /** What the summary's picture shows. */
  barOf(turnout: Turnout): string;
  readonly chart: {
    readonly title: string;
    readonly atFollowUp: string;
    readonly joinedLater: string;
    readonly missing: string;
    readonly notKnown: string;
    day(date: string): string;
  };
  /** What the chart shows, at most 1024 characters. */
  chartOf(turnouts: readonly Turnout[]): string;
  readonly insightsTitle: string;
  /** The evenings together; those of which it is not known are left out and counted. */
  together(turnouts: readonly Turnout[]): string;
  /** One evening in a list. */
  evening(turnout: Turnout): string;
  /** What the people of an evening had answered, behind {@link evening} in the list, or as a line under {@link summary}. */
  answers(answers: EveningAnswers): string;
  /** The same of so many evenings together, as a sentence. */
  answered(evenings: number, answers: EveningAnswers): string;
  nothing(weeks: number): string;
  /** In the log, in place of a job: what was posted in a channel. */
  readonly logName: string;
}
