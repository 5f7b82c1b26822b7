import type { Lease, Role, Roles } from '../../src/domain/roles.js';

/** Who has which role: this process, where a test lets it, until the test takes it away. */
export class FakeRoles implements Roles {
  readonly #free = new Map<Role, boolean>();
  readonly #held = new Map<Role, AbortController>();
  /** What was given back, in its order. */
  readonly givenBack: Role[] = [];
  /** Each try, in its order: whether it was told before that the role was left. */
  readonly tries: boolean[] = [];

  take(role: Role, isLeft = false): Promise<Lease | null> {
    this.tries.push(isLeft);
    if (this.#free.get(role) === false) return Promise.resolve(null);
    if (this.#held.has(role)) throw new Error(`${role} was taken twice`);
    const lost = new AbortController();
    this.#held.set(role, lost);
    const giveBack = async (): Promise<void> => {
      if (this.#held.get(role) !== lost) return;
      this.#held.delete(role);
      this.givenBack.push(role);
    };
    return Promise.resolve({ lost: lost.signal, giveBack });
  }

  holds(role: Role): boolean {
    return this.#held.has(role);
  }

  /** Another process has the role now, or nobody. */
  lose(role: Role, { free = false } = {}): void {
    this.#free.set(role, free);
    const lost = this.#held.get(role);
    this.#held.delete(role);
    lost?.abort();
  }

  /** Nobody has it any more. */
  release(role: Role): void {
    this.#free.set(role, true);
  }
}
