import type { Soon } from './soon.js';

/** So many of something in any so many milliseconds, for each key. */
export interface LimitRule {
  /** Everybody who counts the same thing names it so. */
  readonly name: string;
  readonly most: number;
  readonly perMs: number;
}

/** What was counted in a window. */
export interface Counted {
  /** How many more there may be; negative: past the limit. */
  readonly remaining: number;
  readonly endsInMs: number;
}

/**
 * Counts what people and machines may do only so often. A key may name a person or an address: it never reaches a log,
 * and is kept as a digest wherever it leaves the process. What need not be waited for is no promise, and no promise
 * rejects.
 */
export interface Limits {
  /** Milliseconds until there is room for one more, 0 when there is now. */
  waitMs(rule: LimitRule, key: string): Soon<number>;
  /** Counts one and returns 0; without room, counts nothing and returns the milliseconds until there is. */
  take(rule: LimitRule, key: string): Soon<number>;
  /** The last one that was taken did not come about. */
  giveBack(rule: LimitRule, key: string): Soon<void>;
  /** Counts one in a window that begins with its first, past the limit too. */
  inWindow(rule: LimitRule, key: string): Soon<Counted>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Wrong link tokens, by chat. */
export const GUESSES: LimitRule = { name: 'guesses', most: 5, perMs: 10 * MINUTE };
/** Codes for proving a player link, by person. */
export const PROOFS: LimitRule = { name: 'proofs', most: 5, perMs: 10 * MINUTE };
/** Looks for such a code on the game server, by person. */
export const PROOF_LOOKS: LimitRule = { name: 'proof looks', most: 5, perMs: MINUTE };
/** Test messages, by person. */
export const TESTS: LimitRule = { name: 'tests', most: 1, perMs: 30 * SECOND };
/**
 * Opting in, and linking anything, by person: each leaves a line in a log that keeps its lines for a set time. Taking
 * something back has no limit: nobody can take back more than they gave.
 */
export const CHANGES: LimitRule = { name: 'changes', most: 50, perMs: 24 * 60 * MINUTE };
/** Answers to what somebody writes, by chat. */
export const ANSWERS: LimitRule = { name: 'answers', most: 20, perMs: MINUTE };
/** Questions to Discord for which no kept answer is fresh enough, by person. */
export const FRESH_LOOK_UPS: LimitRule = { name: 'fresh look-ups', most: 20, perMs: MINUTE };

/** Requests over HTTP: by network, before it is known who asks. */
export const REQUESTS_OF_ADDRESS: LimitRule = { name: 'requests of an address', most: 300, perMs: MINUTE };
/** By person, afterwards. */
export const REQUESTS_OF_PERSON: LimitRule = { name: 'requests of a person', most: 120, perMs: MINUTE };
/** Those of a person that call people. */
export const CREATIONS: LimitRule = { name: 'creations', most: 10, perMs: MINUTE };

/** Sign-ins that go to Discord, three requests each: from one network. */
export const SIGN_INS_OF_ADDRESS: LimitRule = { name: 'sign-ins of an address', most: 10, perMs: MINUTE };
/** From all. */
export const SIGN_INS: LimitRule = { name: 'sign-ins', most: 60, perMs: MINUTE };
