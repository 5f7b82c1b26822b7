import type { MessageAction } from './channel.js';
import { EVENING_GOES_ON_MS } from './evening.js';

const MINUTE = 60_000;

/** What somebody has to have said yes to before a message reaches them. */
export type ConsentTo = 'calls';

/** When an evening's jobs are, in milliseconds since the epoch; `null`: there is none. */
interface EveningMoments {
  readonly reminderAt: number | null;
  readonly startAt: number;
  /** When the follow-up would come if the start message took no time. */
  readonly followUpAt: number | null;
}

/** What one kind of message is. */
interface MessageKind {
  /** Its moment in the ledger's keys. These outlive a release: a word that was used must never change. */
  readonly phase: string;
  /** From the start to the last useful moment, in milliseconds: after it a message would only annoy. */
  readonly usefulForMs: number;
  readonly consent: ConsentTo;
  /** The buttons under it. */
  readonly waysOut: readonly MessageAction['action'][];
  /** Whether a line of the promoter's own goes with it. */
  readonly carriesNote: boolean;
  /** When it runs; `null`: not this evening. */
  readonly runs: (evening: EveningMoments) => number | null;
  /** The kind whose end sets its moment. What comes after another says nothing of how the campaign went. */
  readonly after: string | null;
  /** Whom of the snapshot it reaches: everybody, or who was called by the kind before and has not come. */
  readonly whom: 'everybody' | 'missing';
}

/**
 * The kinds of message a campaign sends, each by a job of its own, in the order they run. What a kind is stands here:
 * whoever has to know asks, and names none. The next one is an entry here, its wording, and tests of both.
 */
export const MESSAGE_KINDS = {
  reminder: {
    phase: 'T-15',
    usefulForMs: 0,
    consent: 'calls',
    waysOut: ['not-tonight', 'stop'],
    carriesNote: true,
    runs: ({ reminderAt }) => reminderAt,
    after: null,
    whom: 'everybody',
  },
  start: {
    phase: 'T0',
    usefulForMs: 30 * MINUTE,
    consent: 'calls',
    waysOut: ['not-tonight', 'stop'],
    carriesNote: true,
    runs: ({ startAt }) => startAt,
    after: null,
    whom: 'everybody',
  },
  follow_up: {
    phase: 'FOLLOWUP',
    usefulForMs: EVENING_GOES_ON_MS,
    consent: 'calls',
    waysOut: ['not-tonight', 'stop'],
    carriesNote: false,
    runs: ({ followUpAt }) => followUpAt,
    after: 'start',
    whom: 'missing',
  },
} as const satisfies Readonly<Record<string, MessageKind>>;

/** The kinds of job a campaign has: each sends one kind of message. */
export type JobType = keyof typeof MESSAGE_KINDS;
/** In the order they run. */
export const JOB_TYPES = Object.keys(MESSAGE_KINDS) as [JobType, ...JobType[]];

export function kindOf(jobType: JobType): MessageKind {
  return MESSAGE_KINDS[jobType];
}

/** The kind whose moment is set when a job of this one ends; `null`: there is none. */
export function kindAfter(jobType: JobType): JobType | null {
  return JOB_TYPES.find((each) => kindOf(each).after === jobType) ?? null;
}

/** The kinds an evening has, and when each runs (ms). */
export function runsOf(evening: EveningMoments): { readonly jobType: JobType; readonly runAt: number }[] {
  return JOB_TYPES.flatMap((jobType) => {
    const runAt = kindOf(jobType).runs(evening);
    return runAt === null ? [] : [{ jobType, runAt }];
  });
}
