/** So many requests a second that several paces share. */
export interface Budget {
  /** The same for everybody who draws on it. */
  readonly name: string;
  readonly perSecond: number;
}

/** How fast a pace may be. */
export interface PaceRule {
  /** Requests a second, evenly spaced. */
  readonly perSecond: number;
  /**
   * What its requests are counted in, together with those of other paces; by default they are counted by themselves. The
   * last is the account: paces that share any budget have the same one there.
   */
  readonly budgets?: readonly Budget[];
}

/** A place in a pace, for one or more requests. */
export interface PaceSlot {
  readonly requests: number;
  /** From the answer until the slot's moment, in milliseconds; 0: its moment has come; negative: so long ago. */
  readonly waitMs: number;
}

/**
 * Says when requests may leave: evenly spaced, first come, first served. Everybody who draws on a pace of the same
 * name shares it. Nobody polls it: each answer is a slot of one's own and how long to wait for it.
 *
 * What is counted stays within {@link windowOf} its rate, whatever stalls, sleeps or grows old. None of its promises
 * rejects: an implementation that loses what it shares goes on by itself, more slowly.
 */
export interface Pace {
  readonly perSecond: number;
  /**
   * How long after its moment a slot is good, in milliseconds. Requests that leave later may meet those of others in one
   * second of the provider's: {@link renew} the slot first.
   */
  readonly goodForMs: number;
  /**
   * Takes the next free slot. `waitedMs`: how long the asker has been waiting; what a late machine did not use
   * meanwhile, {@link CATCH_UP_MS} of it at most, is made up for where no window is full.
   */
  take(requests: number, waitedMs: number): Promise<PaceSlot>;
  /** Puts a slot that has grown old off to the first moment, from now on, that has room for it. */
  renew(slot: PaceSlot): Promise<PaceSlot>;
  /** Gives back a slot whose requests did not leave. Whoever asks next gets it, unless a later one is taken. */
  giveBack(slot: PaceSlot): Promise<void>;
  /** Whether a slot still counts where this process takes its slots from now: one that does not, {@link renew} before. */
  holds(slot: PaceSlot): boolean;
  /** How long the next asker would wait, in milliseconds, as far as this process knows. */
  backlogMs(): number;
}

/** Every pace there is. */
export interface Paces {
  /** The pace of that name. Everybody asks for it by the same rule. */
  of(name: string, rule: PaceRule): Pace;
}

/** How much of a delay a pace makes up for, in milliseconds: a slow disk or a busy machine, but no sleep. */
export const CATCH_UP_MS = 100;

/** At most so many requests in any so many milliseconds. */
export interface Window {
  readonly most: number;
  readonly perMs: number;
}

/**
 * The window that holds a rate: one request more than a second takes, in the time so many take. A provider that counts
 * that many in any second is content as long as each leaves within {@link slackMs} of its moment.
 */
export function windowOf(perSecond: number): Window {
  const most = Math.floor(perSecond) + 1;
  return { most, perMs: (most * 1000) / perSecond };
}

/** How late a request may leave without there being more in a second than {@link windowOf} says, in milliseconds. */
export function slackMs(perSecond: number): number {
  return windowOf(perSecond).perMs - 1000;
}

/** The part of a window for one of `among` that keep to it together, though none knows what the others do. */
export function partOf({ most, perMs }: Window, among: number): Window {
  const part = Math.max(1, Math.floor(most / among));
  return { most: part, perMs: Math.max(perMs, (part * among * perMs) / most) };
}
