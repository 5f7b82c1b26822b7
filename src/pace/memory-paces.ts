import type { Clock } from '../domain/clock.js';
import type { Pace, PaceRule, Paces, PaceSlot } from '../domain/pace.js';
import { type Account, type Asked, newAccount, Timetable } from './account.js';

/** The paces of one process, in its memory. */
export class MemoryPaces implements Paces {
  readonly #paces = new Map<string, MemoryPace>();
  /** Instants are monotonic. */
  readonly #account = newAccount(Number.NEGATIVE_INFINITY);

  constructor(private readonly clock: Clock) {}

  of(name: string, rule: PaceRule): Pace {
    const found = this.#paces.get(name);
    if (found) return found;
    const pace = new MemoryPace(this.clock, rule.perSecond, new Timetable(name, rule), this.#account);
    this.#paces.set(name, pace);
    return pace;
  }
}

interface Slot extends PaceSlot {
  readonly id: string;
}

class MemoryPace implements Pace {
  readonly goodForMs: number;
  #slots = 0;

  constructor(
    private readonly clock: Clock,
    readonly perSecond: number,
    private readonly timetable: Timetable,
    private readonly account: Account,
  ) {
    this.goodForMs = timetable.goodForMs;
  }

  take(requests: number, waitedMs: number): Promise<PaceSlot> {
    const asked = { ...this.#asked(String((this.#slots += 1)), requests), waitedMs };
    return Promise.resolve(slotOf(asked, this.timetable.take(this.account, asked)));
  }

  renew(slot: PaceSlot): Promise<PaceSlot> {
    const asked = this.#asked((slot as Slot).id, slot.requests);
    return Promise.resolve(slotOf(asked, this.timetable.renew(this.account, asked)));
  }

  giveBack(slot: PaceSlot): Promise<void> {
    this.timetable.giveBack(this.account, (slot as Slot).id);
    return Promise.resolve();
  }

  holds(): boolean {
    return true;
  }

  backlogMs(): number {
    return Math.max(0, this.timetable.freeAt(this.account) - this.clock.monotonic());
  }

  #asked(id: string, requests: number): Asked {
    const now = this.clock.monotonic();
    return { id, requests, now, seenAt: now, notBefore: Number.NEGATIVE_INFINITY };
  }
}

function slotOf({ id, requests, now }: Asked, at: number): Slot {
  return { id, requests, waitMs: Math.max(0, at - now) };
}
