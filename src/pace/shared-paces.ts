import type { Clock } from '../domain/clock.js';
import type { Pace, PaceRule, Paces, PaceSlot } from '../domain/pace.js';
import { type Account, type Asked, newAccount, Timetable } from './account.js';
import { type Found, NOTICED_WITHIN_MS, type Place } from './place.js';

/**
 * An account that nobody draws on for so long is forgotten, in milliseconds: whoever finds none is late with the first message, and
 * some play once a week.
 */
const KEPT_FOR_MS = 30 * 24 * 60 * 60_000;
/** How exactly the moment of an answer is known, in milliseconds. */
const UNSURE_MS = 2;
/** What a window may differ by from one process's look to the next. */
const A_MOMENT_MS = 1;

/** An account as it is kept: its instants are milliseconds after `epoch`, to the microsecond. */
interface Kept extends Account {
  /** By the clock of the place. */
  readonly epoch: number;
  /** When it was changed last. */
  at: number;
}

/**
 * The paces that several processes share: each account is one cell, so that a slot is one swap.
 *
 * One that has lost the place goes on with its part of the pace, and has an account of its own. It doesn't know what the
 * others sent just before, so it is quiet for the time of one window first; and so it is again when the place is back, where it
 * can't know what they sent alone. Whoever finds no account there is as careful. And each pace of each process may have one
 * slot out that the new account doesn't know: it allows for so many.
 */
export class SharedPaces implements Paces {
  readonly #paces = new Map<string, SharedPace>();
  readonly #tools: Tools;

  constructor(place: Place, clock: Clock) {
    this.#tools = { place, clock, alone: new Alone(place), pacesOn: new Map(), epochs: new Map() };
  }

  of(name: string, rule: PaceRule): Pace {
    const found = this.#paces.get(name);
    if (found) return found;
    const pace = new SharedPace(name, rule, this.#tools);
    this.#paces.set(name, pace);
    pace.begin();
    return pace;
  }
}

/** The accounts of this process while it is alone. Instants are monotonic. */
class Alone {
  readonly #accounts = new Map<string, Account>();

  constructor(private readonly place: Place) {}

  /** A new one for each time the place is lost. */
  accountOf(key: string): Account {
    const { lostAt } = this.place;
    const found = this.#accounts.get(key);
    if (found?.bornAt === lostAt) return found;
    const account = newAccount(lostAt);
    this.#accounts.set(key, account);
    return account;
  }
}

interface Tools {
  readonly place: Place;
  readonly clock: Clock;
  readonly alone: Alone;
  /** How many paces of a process draw on each account. */
  readonly pacesOn: Map<string, number>;
  /** When each account began that this process saw last. */
  readonly epochs: Map<string, number>;
}

interface Slot extends PaceSlot {
  readonly id: string;
  /** When the account it was taken from began: by the clock of the place, or of this process while it was alone. */
  readonly from: number;
}

/** What came of a step, and how to read its moments. */
interface Stepped<T> {
  readonly answer: T;
  readonly from: number;
  readonly toLocal: (at: number) => number;
}

/** Takes, renews or gives back on an account. @returns the slot's moment; `false` where nothing has changed. */
type Step<T> = (timetable: Timetable, account: Account, when: Omit<Asked, 'id' | 'requests'>) => T;

class SharedPace implements Pace {
  readonly perSecond: number;
  readonly goodForMs: number;
  readonly #timetable: Timetable;
  readonly #key: string;
  /** When the next who asks would have their slot, as far as this process knows (monotonic). */
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly name: string,
    private readonly rule: PaceRule,
    private readonly tools: Tools,
  ) {
    this.perSecond = rule.perSecond;
    this.#timetable = new Timetable(name, rule);
    const { goodForMs } = this.#timetable;
    this.goodForMs = Math.max(goodForMs / 2, goodForMs - UNSURE_MS);
    this.#key = `account ${rule.budgets?.at(-1)?.name ?? name}`;
    tools.pacesOn.set(this.#key, this.#paces + 1);
  }

  get #paces(): number {
    return this.tools.pacesOn.get(this.#key) ?? 0;
  }

  /**
   * Opens the account where there is none: whoever finds none is quiet for the time of a window, and that is better over before
   * the first message is due. One that is there stays as it is.
   */
  begin(): void {
    const { place } = this.tools;
    void place.change(this.#key, (found) => this.#stepAt(found, () => found.value === null));
  }

  take(requests: number, waitedMs: number): Promise<PaceSlot> {
    const id = this.tools.place.newMark();
    return this.#slot({ id, requests }, (timetable, account, when) =>
      timetable.take(account, { id, requests, waitedMs, ...when }),
    );
  }

  renew(slot: PaceSlot): Promise<PaceSlot> {
    const { id, requests } = slot as Slot;
    return this.#slot({ id, requests }, (timetable, account, when) =>
      timetable.renew(account, { id, requests, ...when }),
    );
  }

  async giveBack(slot: PaceSlot): Promise<void> {
    const { id, requests } = slot as Slot;
    // Whoever asks before the answer is here does not wait for what nobody has.
    this.#freeAt -= (requests * 1000) / this.perSecond;
    await this.#step((timetable, account) => timetable.giveBack(account, id));
  }

  backlogMs(): number {
    return Math.max(0, this.#freeAt - this.tools.clock.monotonic());
  }

  holds(slot: PaceSlot): boolean {
    const { place, epochs } = this.tools;
    return (slot as Slot).from === (place.isLost ? place.lostAt : epochs.get(this.#key));
  }

  async #slot(slot: Pick<Slot, 'id' | 'requests'>, step: Step<number>): Promise<Slot> {
    const { answer: at, from, toLocal } = await this.#step(step);
    return { ...slot, from, waitMs: toLocal(at) - this.tools.clock.monotonic() };
  }

  async #step<T>(step: Step<T>): Promise<Stepped<T>> {
    const { place, epochs } = this.tools;
    let shared = await place.change(this.#key, (found) => this.#stepAt(found, step));
    while (!shared) {
      if (await place.isStillLost()) return this.#stepAlone(step);
      shared = await place.change(this.#key, (found) => this.#stepAt(found, step));
    }
    this.#freeAt = shared.toLocal(this.#timetable.freeAt(shared.account));
    epochs.set(this.#key, shared.from);
    return shared;
  }

  #stepAt<T>(found: Found, step: Step<T>) {
    const { place } = this.tools;
    const account = this.#accountOf(found);
    const { epoch } = account;
    const seenAt = found.now - epoch;
    const { countsForMs } = this.#timetable;
    const notBefore = place.toServer(place.backAt + countsForMs + NOTICED_WITHIN_MS) - epoch;
    const quietUntil = Math.max(notBefore, countsForMs);
    if (quietUntil > seenAt)
      this.#timetable.allowFor(account, this.#paces * place.processes, quietUntil, seenAt);
    const answer = step(this.#timetable, account, { now: found.answerAt - epoch, seenAt, notBefore });
    account.at = seenAt;
    const value = JSON.stringify(account, toTheMicrosecond);
    // By the clock there as it was found: it may be set before somebody asks for it.
    const foundAt = place.toLocal(found.now);
    const toLocal = (at: number): number => foundAt + (at - seenAt);
    return {
      keep: answer === false ? null : { value, forMs: KEPT_FOR_MS },
      answer: { answer, account, from: epoch, toLocal },
    };
  }

  /** What is kept; where that tells nothing, or nothing true any more, a new one. */
  #accountOf({ value, now, isClockSet: isClockSetSince }: Found): Kept {
    const kept = value === null ? null : (JSON.parse(value) as Kept);
    // Set forward, or back.
    const isClockSet = isClockSetSince || (kept !== null && now - kept.epoch < kept.at - A_MOMENT_MS);
    if (kept && !isClockSet) return kept;
    return { epoch: Math.floor(now), at: 0, ...newAccount(0) };
  }

  #stepAlone<T>(step: Step<T>): Stepped<T> {
    const { place, clock, alone } = this.tools;
    const account = alone.accountOf(this.#key);
    const timetable = new Timetable(this.name, this.rule, place.processes);
    const now = clock.monotonic();
    timetable.allowFor(account, this.#paces, account.bornAt + timetable.countsForMs, account.bornAt);
    const answer = step(timetable, account, { now, seenAt: now, notBefore: Number.NEGATIVE_INFINITY });
    this.#freeAt = timetable.freeAt(account);
    return { answer, from: account.bornAt, toLocal: (at) => at };
  }
}

/** A moment's last digits are no news, and most of its length. */
function toTheMicrosecond(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
