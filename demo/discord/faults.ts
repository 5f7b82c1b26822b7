/** Which requests a fault concerns. What is left out matches everything. */
export interface FaultMatch {
  readonly method?: string;
  /** The route, for example `POST /channels/:id/messages`, with or without the method. */
  readonly route?: string;
  /** The person concerned: a DM's recipient, or the user or member asked for. */
  readonly userId?: string;
  /** How often it strikes; once for `next`, for ever for `always`. */
  readonly times?: number;
  /** How many matching requests pass before it strikes. */
  readonly after?: number;
}

/**
 * What goes wrong. `afterAccept` means that Discord did what was asked and only the answer is lost or wrong.
 */
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

/** A fault that was planned. */
export interface FaultHandle {
  /** How often it has struck. */
  readonly hits: number;
  /** Takes it back. */
  remove(): void;
}

/** A request as faults see it. */
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

/** The faults planned for the bot's requests. One request meets one fault at most; `next` goes before `always`. */
export class Faults {
  readonly #next = new Set<Fault>();
  readonly #always = new Set<Fault>();

  /** The next matching request (or `times` of them) goes wrong. */
  next(match: FaultMatch, behaviour: FaultBehaviour): FaultHandle {
    return this.#plan(this.#next, match, behaviour, match.times ?? 1);
  }

  /** Every matching request goes wrong, until the fault is removed. */
  always(match: FaultMatch, behaviour: FaultBehaviour): FaultHandle {
    return this.#plan(this.#always, match, behaviour, match.times ?? Infinity);
  }

  /** Takes all faults back. */
  clear(): void {
    this.#next.clear();
    this.#always.clear();
  }

  /** The fault this request meets, if any; it counts as a hit. */
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

/** Whether a request is of the route named, with or without its method, and concerns the person named. */
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
