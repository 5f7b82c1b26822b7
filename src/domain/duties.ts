import { aborted } from './aborted.js';
import { backoffDelay } from './backoff.js';
import type { Clock } from './clock.js';
import type { EventBus } from './events.js';
import type { Lease, Role, Roles } from './roles.js';

/** What a process does while it holds a role. */
export interface Duty {
  /**
   * Begins it. `ended` aborts when the role is lost or given back; then nothing more may begin.
   * @throws when it can't begin: the role is given back, and tried again later.
   */
  start(ended: AbortSignal): Promise<void>;
  /**
   * Ends whatever runs of it, at once. It may come in the middle of a start, and comes again when such a start has
   * ended. `lost`: another process may have the role already.
   */
  stop(how: 'lost' | 'given_back'): Promise<void>;
}

/** How a role stands with this process. */
export type RoleState = 'untried' | 'elsewhere' | 'held';

/** How often a process tries to take a role that another has, in milliseconds. */
export const TRY_EVERY_MS = 1_000;
/** A duty that has not ended by then is told of, in milliseconds. Its role is kept: two holders would be worse. */
export const DUTY_ENDS_WITHIN_MS = 5_000;

/** One role this process asks for. */
interface Post {
  readonly duty: Duty;
  state: RoleState;
  /** Aborts when this process wants it no more. */
  readonly leaving: AbortController;
  /** Resolves once it is neither served nor held, and not asked for any more. */
  over: Promise<void>;
  /** Another process has told that it gave it back, and nobody here has tried to take it since. */
  isLeft: boolean;
  /** Ends the wait for the next try, where nothing but another holder is waited for. */
  tryNow: () => void;
}

/** Told how the first go went. */
interface First {
  began(): void;
  /** @returns false: it was told already how the first go went. */
  failed(error: unknown): boolean;
}

/**
 * Does the duties of the roles this process holds. Each role has a life of its own: taken, started, and, whenever it is
 * lost or given back, stopped before it is taken again. Nothing of one role waits for another.
 */
export class Duties {
  readonly #posts = new Map<Role, Post>();
  readonly #settling = new AbortController();

  constructor(
    private readonly roles: Roles,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  /**
   * Asks for a role from here on, until it is ended. Resolves once its duty has begun, once another process is found to
   * have the role, or when this one wants it no more.
   * @throws what the very first start throws. Later ones are told as events.
   */
  begin(role: Role, duty: Duty): Promise<void> {
    return new Promise((resolve, reject) => {
      const post: Post = {
        duty,
        state: 'untried',
        leaving: new AbortController(),
        over: Promise.resolve(),
        isLeft: false,
        tryNow: nothing,
      };
      this.#posts.set(role, post);
      let isTold = false;
      const began = (): void => {
        isTold = true;
        resolve();
      };
      const failed = (error: unknown): boolean => {
        if (isTold) return false;
        isTold = true;
        reject(error instanceof Error ? error : new Error(String(error)));
        return true;
      };
      post.over = this.#keep(role, post, { began, failed }).finally(resolve);
    });
  }

  /** How a role stands; `untried` as long as nobody has asked for it here. */
  stateOf(role: Role): RoleState {
    return this.#posts.get(role)?.state ?? 'untried';
  }

  /** Every role asked for here, and whether this process holds it. */
  states(): readonly (readonly [role: Role, held: boolean])[] {
    return Array.from(this.#posts, ([role, { state }]) => [role, state === 'held'] as const);
  }

  /** Another process has given a role back: where it is waited for here, it is tried at once. */
  left(role: string): void {
    const post = this.#posts.get(role as Role);
    if (!post) return;
    post.isLeft = true;
    post.tryNow();
  }

  /** Takes no role any more, and ends the starts under way. Duties that have begun go on until they are ended. */
  settle(): void {
    this.#settling.abort();
  }

  /** Stops a duty and gives its role back, for good. Resolves when both are done. */
  async end(role: Role): Promise<void> {
    const post = this.#posts.get(role);
    post?.leaving.abort();
    await post?.over;
  }

  async #keep(role: Role, post: Post, first: First): Promise<void> {
    const unwanted = new AbortController();
    const drop = (): void => unwanted.abort();
    for (const { signal } of [post.leaving, this.#settling]) signal.addEventListener('abort', drop);
    if (post.leaving.signal.aborted || this.#settling.signal.aborted) drop();
    let failures = 0;
    while (!unwanted.signal.aborted) {
      const { isLeft } = post;
      post.isLeft = false;
      const lease = await this.roles.take(role, isLeft);
      if (!lease) {
        post.state = 'elsewhere';
        first.began();
        await this.#untilNextTry(post, unwanted.signal);
        continue;
      }
      let pause = TRY_EVERY_MS;
      if (hasAborted(unwanted.signal)) await lease.giveBack();
      else {
        const fault = await this.#serve(role, post, lease, first);
        failures = fault ? failures + 1 : 0;
        if (fault)
          pause = Math.max(
            pause,
            backoffDelay(failures, () => 0.999),
          );
      }
      await this.clock.sleep(pause, unwanted.signal);
    }
    for (const { signal } of [post.leaving, this.#settling]) signal.removeEventListener('abort', drop);
  }

  /** A role that another has is tried each second, and at once when it is left. */
  async #untilNextTry(post: Post, unwanted: AbortSignal): Promise<void> {
    // It may have been left while it was tried.
    if (post.isLeft) return;
    const over = new AbortController();
    const end = (): void => over.abort();
    post.tryNow = end;
    unwanted.addEventListener('abort', end);
    if (unwanted.aborted) end();
    await this.clock.sleep(TRY_EVERY_MS, over.signal);
    unwanted.removeEventListener('abort', end);
    post.tryNow = nothing;
  }

  /** From a taken role to one that is lost or given back. @returns whether its start failed. */
  async #serve(role: Role, post: Post, lease: Lease, first: First): Promise<boolean> {
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const lose = (): void => {
      post.state = 'elsewhere';
      end();
    };
    let begun = false;
    const go = { isStarting: true };
    const settle = (): void => {
      if (!begun) end();
    };
    const ends = [
      [lease.lost, lose],
      [post.leaving.signal, end],
      [this.#settling.signal, settle],
    ] as const;
    for (const [signal, listener] of ends) signal.addEventListener('abort', listener);
    post.state = 'held';
    this.events.emit({ type: 'role', role, state: 'taken' });
    let failed = false;
    if (lease.lost.aborted) lose();
    else {
      const started = post.duty.start(ended.signal).then(
        () => {
          go.isStarting = false;
          begun = !ended.signal.aborted;
          if (begun) first.began();
        },
        (error: unknown) => {
          go.isStarting = false;
          // What breaks off because the role has ended is no failure.
          if (ended.signal.aborted) return;
          failed = true;
          if (!first.failed(error)) this.#failed(role, error);
          end();
        },
      );
      await aborted(ended.signal);
      const how = hasAborted(lease.lost) ? 'lost' : 'given_back';
      await this.#stop(role, () => post.duty.stop(how), go.isStarting ? started : null);
    }
    for (const [signal, listener] of ends) signal.removeEventListener('abort', listener);
    const lost = hasAborted(lease.lost);
    await lease.giveBack();
    post.state = 'elsewhere';
    this.events.emit({ type: 'role', role, state: lost ? 'lost' : 'given_back' });
    return failed;
  }

  /** `starting`: a start that is under way; what it begins after the stop is ended, too. */
  async #stop(role: Role, end: () => Promise<void>, starting: Promise<void> | null): Promise<void> {
    const done = new AbortController();
    const late = this.clock.sleep(DUTY_ENDS_WITHIN_MS, done.signal).then(() => {
      if (done.signal.aborted) return;
      this.#failed(role, new Error(`its duty has not ended within ${String(DUTY_ENDS_WITHIN_MS)} ms`));
    });
    const stop = (): Promise<void> => end().catch((error: unknown) => this.#failed(role, error));
    await Promise.all([stop(), starting?.then(stop)]);
    done.abort();
    await late;
  }

  #failed(role: Role, error: unknown): void {
    this.events.emit({ type: 'role_failed', role, error });
  }
}

const nothing = (): void => undefined;

/** Asked anew: what was seen before an await may have changed. */
function hasAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
