/** Which requests a fault hits. A field left out matches everything. */
export interface FaultMatch {
  readonly method?: string;
  /** The route, for example `POST /channels/:id/messages`, with or without the method. */
  readonly route?: string;
  /** A DM's recipient, or the user or member the request names. */
  readonly userId?: string;
  /** How many requests it hits; by default one for `next`, all for `always`. */
  readonly times?: number;
  /** How many matching requests pass before it hits. */
  readonly after?: number;
}

/** What goes wrong. `afterAccept`: Discord did the request, and only the answer is lost or wrong. */
export type FaultBehaviour =
  | { readonly kind: 'hang'; readonly afterAccept?: boolean }
  | { readonly kind: 'reset'; readonly afterAccept?: boolean }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
      readonly afterAccept?: boolean;
    }
  | { readonly kind: 'rate_limit'; readonly retryAfterSeconds: number; readonly global?: boolean }
  | { readonly kind: 'code'; readonly status: number; readonly code: number; readonly message: string }
  | { readonly kind: 'delay'; readonly ms: number };

/** A planned fault. */
export interface FaultHandle {
  /** How many requests it has hit. */
  readonly hits: number;
  /** Removes it. */
  remove(): void;
}

/** The parts of a request that faults look at. */
export interface FaultSubject {
  readonly method: string;
  readonly route: string;
  readonly userId?: string;
}

class Fault implements FaultHandle {
  hits = 0;
  #passed = 0;

  constructor(
    private readonly match: FaultMatch,
    readonly behaviour: FaultBehaviour,
    private readonly times: number,
    readonly remove: () => void,
  ) {}

  strikes(subject: FaultSubject): boolean {
    if (this.hits >= this.times || !matches(this.match, subject)) return false;
    if (this.#passed < (this.match.after ?? 0)) {
      this.#passed += 1;
      return false;
    }
    this.hits += 1;
    return true;
  }
}

/** The planned faults for the bot's requests. A request meets at most one; `next` goes before `always`. */
export class Faults {
  readonly #next = new Set<Fault>();
  readonly #always = new Set<Fault>();

  /** The next matching request (or `times` of them) fails. */
  next(match: FaultMatch, behaviour: FaultBehaviour): FaultHandle {
    return this.#plan(this.#next, match, behaviour, match.times ?? 1);
  }

  /** Every matching request fails until the fault is removed. */
  always(match: FaultMatch, behaviour: FaultBehaviour): FaultHandle {
    return this.#plan(this.#always, match, behaviour, match.times ?? Infinity);
  }

  /** Removes all faults. */
  clear(): void {
    this.#next.clear();
    this.#always.clear();
  }

  /** The fault for this request, if any; counts as a hit. */
  strike(subject: FaultSubject): FaultBehaviour | undefined {
    for (const fault of [...this.#next, ...this.#always]) {
      if (fault.strikes(subject)) return fault.behaviour;
    }
    return undefined;
  }

  #plan(plans: Set<Fault>, match: FaultMatch, behaviour: FaultBehaviour, times: number): FaultHandle {
    const fault: Fault = new Fault(match, behaviour, times, () => plans.delete(fault));
    plans.add(fault);
    return fault;
  }
}

/** Whether a request has the given route (with or without its method) and the given person. */
export function matches(
  match: { readonly method?: string; readonly route?: string; readonly userId?: string },
  subject: FaultSubject,
): boolean {
  return (
    (match.method === undefined || match.method === subject.method) &&
    (match.route === undefined ||
      match.route === subject.route ||
      `${subject.method} ${match.route}` === subject.route) &&
    (match.userId === undefined || match.userId === subject.userId)
  );
}
