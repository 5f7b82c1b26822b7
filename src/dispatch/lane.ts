import type { ChannelGate } from '../channels/channel-gate.js';
import type { Urgency } from '../channels/pacer.js';
import type { CampaignRecipient } from '../domain/campaign.js';
import type { WaitsFor } from './reserve.js';

/**
 * How many people of a lane are being decided about or wait for a slot at a time. Waiting reserves nothing
 * and blocks nobody; this many keep the channel busy while the machine or its disk is slow for a moment.
 */
const HANDS = 5;
/** How many requests of a lane may lack their answer at a time. */
const UNDER_WAY = 64;

/** A person to call. */
interface Waiter {
  readonly recipient: CampaignRecipient;
  /** The number of their last request among all of the pass, from 1; 0: none yet. */
  readonly asked: number;
}

/** A person to come back to at `at`; one who waits for the lane's channel comes sooner if it opens before. */
export interface Later extends Waiter {
  readonly at: number;
  readonly waitsFor: WaitsFor;
}

/** A person whose turn it is. */
export interface Turn extends Waiter {
  readonly urgency: Urgency;
}

/** How many people have a hand, and how many sends are under way. */
interface Load {
  hands: number;
  sends: number;
}

/**
 * One channel's share of a pass: new people in their order, and people to come back to at a moment. The
 * second group has hands of its own, so that the first never delays their moment.
 */
export class Lane {
  readonly #load: Readonly<Record<Urgency, Load>> = {
    due: { hands: 0, sends: 0 },
    in_turn: { hands: 0, sends: 0 },
  };
  #next = 0;
  readonly #later: Later[] = [];

  constructor(
    private readonly people: readonly CampaignRecipient[],
    /** `null` where the channel is not configured: nobody waits for it. */
    private readonly gate: ChannelGate | null,
  ) {}

  /** Takes a person, and a hand for them; `null` when nobody's turn has come, or no hand is free. */
  take(now: number): Turn | null {
    const due = this.#isFree('due') ? this.#takeDue(now) : null;
    if (due) return this.#seenTo({ ...due, urgency: 'due' });
    const recipient = this.#isFree('in_turn') ? this.people[this.#next] : undefined;
    if (!recipient) return null;
    this.#next += 1;
    return this.#seenTo({ recipient, asked: 0, urgency: 'in_turn' });
  }

  comeBackTo(later: Later): void {
    this.#later.push(later);
  }

  occupy(urgency: Urgency, what: keyof Load): void {
    this.#load[urgency][what] += 1;
  }

  free(urgency: Urgency, what: keyof Load): void {
    this.#load[urgency][what] -= 1;
  }

  /** When the next person to come back to is due, as far as known; infinite when there is none. */
  nextAt(now: number): number {
    const opensAt = now + Math.ceil(this.#pausedMs);
    return this.#later.reduce(
      (earliest, later) => Math.min(earliest, later.at, waitsForChannel(later) ? opensAt : Infinity),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Whether somebody waits for a probe, which ends at an unknown moment. */
  get awaitsProbe(): boolean {
    return !Number.isFinite(this.#pausedMs) && this.#later.some(waitsForChannel);
  }

  /** Resolves when the probe has its answer, or `signal` aborts. */
  async probed(signal: AbortSignal): Promise<void> {
    await this.gate?.changed(Number.POSITIVE_INFINITY, signal);
  }

  /** What they wait for. */
  get waitsFor(): readonly WaitsFor[] {
    return this.#later.map(({ waitsFor }) => waitsFor);
  }

  get #pausedMs(): number {
    return this.gate?.waitMs() ?? 0;
  }

  #isFree(urgency: Urgency): boolean {
    const { hands, sends } = this.#load[urgency];
    return hands < HANDS && hands + sends < UNDER_WAY;
  }

  #seenTo(turn: Turn): Turn {
    this.occupy(turn.urgency, 'hands');
    return turn;
  }

  /** Of the people who are due, the one with the oldest last request, so that everybody tries in turn. */
  #takeDue(now: number): Later | null {
    let best = -1;
    const isOpen = this.#pausedMs <= 0;
    for (const [index, later] of this.#later.entries()) {
      const { at, asked } = later;
      if (at > now && !(isOpen && waitsForChannel(later))) continue;
      const other = this.#later[best];
      if (!other || asked < other.asked || (asked === other.asked && at < other.at)) best = index;
    }
    return best === -1 ? null : (this.#later.splice(best, 1)[0] ?? null);
  }
}

function waitsForChannel({ waitsFor }: Later): boolean {
  return waitsFor === 'channel';
}
