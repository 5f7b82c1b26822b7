import type { Liveness } from '../../src/domain/liveness.js';

/** A process, and whom it takes for alive: by default nobody but itself. */
export class FakeLiveness implements Liveness<unknown> {
  constructor(
    readonly me: string,
    private readonly living: { has(owner: string): boolean } = new Set<string>(),
    readonly isAlone = true,
  ) {}

  isSure(): boolean {
    return true;
  }

  deadAmong(_tx: unknown, owners: readonly string[]): Promise<ReadonlySet<string>> {
    return Promise.resolve(new Set(owners.filter((owner) => owner !== this.me && !this.living.has(owner))));
  }
}
