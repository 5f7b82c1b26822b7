import {
  type Budget,
  CATCH_UP_MS,
  type PaceRule,
  partOf,
  slackMs,
  type Window,
  windowOf,
} from '../domain/pace.js';
import { Moments } from './moments.js';

/** How far ahead of its moment a slot may be taken, in milliseconds: everybody holds one, of a pace that all share. */
const AHEAD_MS = 500;

/** A slot that was taken. Instants are in milliseconds, of one clock. */
interface Taken {
  readonly id: string;
  /** What its requests are counted as: they leave together, at the last of these. */
  moments: number[];
  /** Where it begins and ends in the even row; `until` is null for one that is no part of it any more. */
  readonly from: number;
  readonly until: number | null;
  /** When the slot before it leaves. */
  readonly lastAt: number;
  isFree: boolean;
}

/** What is remembered of one pace. */
interface Row {
  /** Where the even row goes on. */
  freeAt: number;
  /** No slot comes before one that was taken earlier. */
  lastAt: number;
  /** The slots taken lately, in order. */
  readonly taken: Taken[];
}

/** What is remembered of paces that share budgets. Numbers and texts, nothing else: it can be kept anywhere. */
export interface Account {
  /** Its memory begins here: what left before is not known. */
  readonly bornAt: number;
  /** Until then it is known that slots may be out that it doesn't know. */
  carefulUntil: number;
  /** The moments each budget was drawn on. A pace without one has its own, under its name. */
  readonly budgets: Record<string, number[]>;
  readonly rows: Record<string, Row>;
}

/** Whose memory begins at `bornAt`; where there was nothing before, -Infinity. */
export function newAccount(bornAt: number): Account {
  return { bornAt, carefulUntil: bornAt, budgets: {}, rows: {} };
}

/** Who asks for a slot, or for another one, and when. */
export interface Asked {
  /** The same for nobody else. */
  readonly id: string;
  readonly requests: number;
  /** When the answer is there, as far as one can tell. */
  readonly now: number;
  /** What left before this moment's windows is forgotten. */
  readonly seenAt: number;
  /** No slot comes before it: somebody else may have filled the time until then. */
  readonly notBefore: number;
}

/**
 * When the requests of one pace leave: the generic cell rate algorithm, within the windows of its budgets. A slot begins
 * where the one before ends, or now. A fixed window would let two windows' worth through around its edge; a provider with
 * a sliding window answers that with 429s. An {@link Account} is changed in place, and nothing else is remembered.
 */
export class Timetable {
  /** How long after its moment a slot is good, in milliseconds. */
  readonly goodForMs: number;
  /** How long a slot that is over still counts somewhere, in milliseconds. */
  readonly countsForMs: number;
  readonly #gapMs: number;
  /** What its requests are counted in: its budgets, or a window of its own. */
  readonly #counted: readonly { readonly name: string; readonly window: Window }[];

  /** `among`: how many go by this rule, each with an account of its own, and keep to it together. */
  constructor(
    private readonly name: string,
    { perSecond, budgets = [] }: PaceRule,
    among = 1,
  ) {
    this.#gapMs = (1000 * among) / perSecond;
    const counted: readonly Budget[] = budgets.length > 0 ? budgets : [{ name: `${name} alone`, perSecond }];
    this.goodForMs = Math.min(...counted.map((budget) => slackMs(budget.perSecond)));
    this.#counted = counted.map((budget) => ({
      name: budget.name,
      window: partOf(windowOf(budget.perSecond), among),
    }));
    this.countsForMs = Math.max(...this.#counted.map(({ window }) => window.perMs), CATCH_UP_MS);
  }

  /** Takes the next free slot. @returns its moment. */
  take(account: Account, asked: Asked & { readonly waitedMs: number }): number {
    const { id, requests, now, seenAt, notBefore, waitedMs } = asked;
    const row = this.#rowOf(account, seenAt);
    const soonest = Math.max(notBefore, account.bornAt + this.countsForMs);
    const from = Math.max(row.freeAt, soonest, now - Math.min(waitedMs, CATCH_UP_MS));
    const until = from + requests * this.#gapMs;
    const moments = this.#placed(account, Math.max(from, row.lastAt, now - this.#before(requests)), requests);
    row.taken.push({ id, moments, from, until, lastAt: row.lastAt, isFree: false });
    row.freeAt = until;
    row.lastAt = lastOf(moments);
    return row.lastAt;
  }

  /** Puts off a slot that has grown old to the first moment with room. @returns that moment. */
  renew(account: Account, { id, requests, now, seenAt, notBefore }: Asked): number {
    const found = account.rows[this.name]?.taken.findLast((each) => each.id === id);
    if (found) this.#unplace(account, found);
    const row = this.#rowOf(account, seenAt);
    const soonest = Math.max(notBefore, account.bornAt + this.countsForMs, now - this.#before(requests));
    const moments = this.#placed(account, soonest, requests);
    if (found) found.moments = moments;
    // One that has been over for so long is no part of the row any more.
    if (!found || !row.taken.includes(found))
      row.taken.push({ id, moments, from: now, until: null, lastAt: row.lastAt, isFree: false });
    row.lastAt = Math.max(row.lastAt, lastOf(moments));
    return lastOf(moments);
  }

  /** Gives back a slot whose requests did not leave. @returns whether that changed anything. */
  giveBack(account: Account, id: string): boolean {
    const row = account.rows[this.name];
    const found = row?.taken.findLast((each) => each.id === id);
    if (!row || !found || found.isFree) return false;
    found.isFree = true;
    this.#unplace(account, found);
    for (let last = row.taken.at(-1); last?.isFree; last = row.taken.at(-1)) {
      row.taken.pop();
      if (last.until === row.freeAt) row.freeAt = last.from;
      row.lastAt = last.lastAt;
    }
    return true;
  }

  /**
   * Allows for so many slots that were given by another account, and whose requests may still leave when this one gives its
   * first, at `from`. They count as if they left at the last moment, and in the last budget: it is the provider's. No more
   * than half of it is kept free.
   */
  allowFor(account: Account, slots: number, from: number, seenAt: number): void {
    if (account.carefulUntil > seenAt) return;
    const until = from + AHEAD_MS;
    account.carefulUntil = until;
    const moments = this.#countedIn(account).at(-1);
    const half = (this.#counted.at(-1)?.window.most ?? 0) / 2;
    for (let n = 0; n < Math.min(slots, half); n += 1) moments?.add(until);
  }

  /** When the next who asks would have their slot, no sooner than now. */
  freeAt(account: Account): number {
    const row = account.rows[this.name];
    return row ? Math.max(row.freeAt, row.lastAt) : Number.NEGATIVE_INFINITY;
  }

  /** The row, without what is over. */
  #rowOf(account: Account, now: number): Row {
    for (const moments of this.#countedIn(account)) moments.forget(now);
    const row = (account.rows[this.name] ??= { freeAt: account.bornAt, lastAt: account.bornAt, taken: [] });
    const countsFrom = now - this.countsForMs;
    const isOver = ({ moments, until }: Taken): boolean =>
      lastOf(moments) <= countsFrom && !(until !== null && until > countsFrom);
    for (let first = row.taken[0]; first && isOver(first); first = row.taken[0]) row.taken.shift();
    return row;
  }

  /** How long before the last of so many requests the first is counted, in milliseconds. */
  #before(requests: number): number {
    return (requests - 1) * this.#gapMs;
  }

  /** Notes so many moments a gap apart, the first ones from `from` on. */
  #placed(account: Account, from: number, requests: number): number[] {
    const counted = this.#countedIn(account);
    const placed: number[] = [];
    let at = from;
    for (let n = 0; n < requests; n += 1, at += this.#gapMs) {
      at = earliest(counted, at);
      for (const each of counted) each.add(at);
      placed.push(at);
    }
    return placed;
  }

  #unplace(account: Account, { moments }: Taken): void {
    for (const counted of this.#countedIn(account)) for (const at of moments) counted.remove(at);
  }

  #countedIn(account: Account): readonly Moments[] {
    return this.#counted.map(({ name, window }) => new Moments(window, (account.budgets[name] ??= [])));
  }
}

/** The first moment from `from` on with room everywhere. */
function earliest(counted: readonly Moments[], from: number): number {
  let at = from;
  for (let before = Number.NaN; before !== at;) {
    before = at;
    for (const each of counted) at = each.earliest(at);
  }
  return at;
}

function lastOf(moments: readonly number[]): number {
  return moments.at(-1) ?? Number.NEGATIVE_INFINITY;
}
