import type { ForPromoters, WayOut } from './channel.js';
import type { ConsentTo } from './consent.js';
import { EVENING_GOES_ON_MS } from './evening.js';

const MINUTE = 60_000;

/**
 * Who starts a campaign, and so which kinds of message it sends: a promoter, or Muster by itself, once a date. What holds for
 * promoters (one a day, the cooldown, status, insights) holds for theirs alone.
 */
export const CAMPAIGN_KINDS = ['promotion', 'question', 'ready'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

/** The moments of an evening's jobs, in milliseconds since the epoch; `null`: no such job. */
interface EveningMoments {
  readonly reminderAt: number | null;
  readonly startAt: number;
  /** When the follow-up would come if the start message took no time. */
  readonly followUpAt: number | null;
  /** When people are asked whether they play; left out or `null`: nobody is. */
  readonly questionAt?: number | null;
  /** When enough were looking for a game; left out or `null`: that is not told. */
  readonly readyAt?: number | null;
}

/** What one kind of message is. */
export interface MessageKind {
  /** Its moment in the ledger's keys. These outlive a release: never change a used word. */
  readonly phase: string;
  /** Whose campaigns send it. */
  readonly of: CampaignKind;
  /** From the start to the last useful moment, in milliseconds: after it a message would only annoy. */
  readonly usefulForMs: number;
  readonly consent: ConsentTo;
  /** The buttons under it: the ways out, and the answers it asks for. */
  readonly waysOut: readonly WayOut[];
  /** The buttons that promoters have before these, where they can be pressed. */
  readonly forPromoters?: readonly ForPromoters[];
  /** Whether a line of the promoter's own goes with it. */
  readonly carriesNote: boolean;
  /** Whether it leads to the session: to voice, and into the game. */
  readonly showsTheWay: boolean;
  /** When it runs; `null`: not this evening. In its place `null`: once somebody asks for it, and at once. */
  readonly runs: ((evening: EveningMoments) => number | null) | null;
  /** Once it begins to leave, its promoter is asked about an evening with too few. */
  readonly weighsNumbers?: boolean;
  /** The kind whose end sets its moment. */
  readonly after: string | null;
  /**
   * Its recipients: all of the snapshot who play, those the earlier kind called who have not come, those whom the kinds that
   * call reached, all who have not said whether they play, all who play and the promoters, whatever they say, or standbys in
   * their order, as many as are wanted.
   */
  readonly whom: 'everybody' | 'missing' | 'reached' | 'silent' | 'interested' | 'standbys';
}

/**
 * The kinds of message a campaign sends, each by its own job, in their order. Everything about a kind is
 * here: other code asks, and names no kind. A new kind needs an entry here, its wording, and tests of both.
 */
export const MESSAGE_KINDS = {
  reminder: {
    phase: 'T-15',
    of: 'promotion',
    usefulForMs: 0,
    consent: 'calls',
    waysOut: ['coming', 'later', 'not-tonight', 'stop'],
    carriesNote: true,
    showsTheWay: true,
    runs: ({ reminderAt }) => reminderAt,
    weighsNumbers: true,
    after: null,
    whom: 'everybody',
  },
  start: {
    phase: 'T0',
    of: 'promotion',
    usefulForMs: 30 * MINUTE,
    consent: 'calls',
    waysOut: ['coming', 'later', 'not-tonight', 'stop'],
    carriesNote: true,
    showsTheWay: true,
    runs: ({ startAt }) => startAt,
    after: null,
    whom: 'everybody',
  },
  follow_up: {
    phase: 'FOLLOWUP',
    of: 'promotion',
    usefulForMs: EVENING_GOES_ON_MS,
    consent: 'calls',
    waysOut: ['not-tonight', 'stop'],
    carriesNote: false,
    showsTheWay: true,
    runs: ({ followUpAt }) => followUpAt,
    after: 'start',
    whom: 'missing',
  },
  one_more: {
    phase: 'MORE',
    of: 'promotion',
    usefulForMs: 30 * MINUTE,
    consent: 'calls',
    waysOut: ['coming', 'later', 'not-tonight', 'stop'],
    carriesNote: false,
    showsTheWay: true,
    runs: null,
    after: null,
    whom: 'standbys',
  },
  call_off: {
    phase: 'OFF',
    of: 'promotion',
    usefulForMs: EVENING_GOES_ON_MS,
    consent: 'calls',
    waysOut: ['stop'],
    carriesNote: false,
    showsTheWay: false,
    runs: null,
    after: null,
    whom: 'reached',
  },
  question: {
    phase: 'ASK',
    of: 'question',
    usefulForMs: 0,
    consent: 'questions',
    waysOut: ['looking', 'available', 'maybe', 'not-playing', 'dont-ask'],
    carriesNote: false,
    showsTheWay: false,
    runs: ({ questionAt = null }) => questionAt,
    after: null,
    whom: 'silent',
  },
  ready: {
    phase: 'SESSION_READY',
    of: 'ready',
    usefulForMs: 0,
    consent: 'ready',
    waysOut: ['stop-ready'],
    forPromoters: ['preview-pings'],
    carriesNote: false,
    showsTheWay: false,
    runs: ({ readyAt = null }) => readyAt,
    after: null,
    whom: 'interested',
  },
} as const satisfies Readonly<Record<string, MessageKind>>;

/** The kinds of job campaigns have: each sends one kind of message. */
export type JobType = keyof typeof MESSAGE_KINDS;
/** In the order they run. */
export const JOB_TYPES = Object.keys(MESSAGE_KINDS) as [JobType, ...JobType[]];

export function kindOf(jobType: JobType): MessageKind {
  return MESSAGE_KINDS[jobType];
}

/** Whether a campaign's status is about jobs of this kind: what comes after another, or is asked for, changes it no more. */
export function isJudged(jobType: JobType): boolean {
  const { after, runs } = kindOf(jobType);
  return after === null && runs !== null;
}

/** Whether a campaign's promoter has asked for a kind of message that comes to those it had reached: it is called off. */
export function isCalledOff(jobs: readonly { readonly jobType: JobType }[]): boolean {
  return jobs.some(({ jobType }) => kindOf(jobType).whom === 'reached');
}

/** The kinds that reach everybody a campaign lists. */
export function kindsForEverybody(): readonly JobType[] {
  return JOB_TYPES.filter((jobType) => kindOf(jobType).whom === 'everybody');
}

/** The kinds that come once somebody asks for them. */
export function kindsAskedFor(): readonly JobType[] {
  return JOB_TYPES.filter((jobType) => kindOf(jobType).runs === null);
}

/** The kinds that call somebody to come, who has not been called before. */
export function kindsThatCall(): readonly JobType[] {
  return JOB_TYPES.filter((jobType) => ['everybody', 'standbys'].includes(kindOf(jobType).whom));
}

/** The kinds that go by who has come. */
export function kindsThatLook(): readonly JobType[] {
  return JOB_TYPES.filter((jobType) => ['missing', 'standbys'].includes(kindOf(jobType).whom));
}

/**
 * Whether a kind asks somebody to come: what people count as a call. That an evening is off asks for nothing, and is owed to
 * whoever was called.
 */
export function asksToCome(jobType: JobType): boolean {
  const { consent, whom } = kindOf(jobType);
  return consent === 'calls' && whom !== 'reached';
}

/** Whether a campaign calls somebody on its list, or may where some of those are missing. */
export type Tier = 'recipient' | 'standby';

/** The kind that follows a job of this one; `null`: none. */
export function kindAfter(jobType: JobType): JobType | null {
  return JOB_TYPES.find((each) => kindOf(each).after === jobType) ?? null;
}

/** The kinds of a campaign that an evening has, and when each runs (ms). */
export function runsOf(
  evening: EveningMoments,
  of: CampaignKind = 'promotion',
): { readonly jobType: JobType; readonly runAt: number }[] {
  return JOB_TYPES.filter((jobType) => kindOf(jobType).of === of).flatMap((jobType) => {
    const runAt = kindOf(jobType).runs?.(evening) ?? null;
    return runAt === null ? [] : [{ jobType, runAt }];
  });
}

/** The kinds of an evening that reach everybody it lists, and when each runs (ms). */
export function runsForEverybody(evening: EveningMoments): ReturnType<typeof runsOf> {
  return runsOf(evening).filter(({ jobType }) => kindOf(jobType).whom === 'everybody');
}
