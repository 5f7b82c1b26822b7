import type { Told } from '../domain/told.js';

/** Remembers which causes people have heard of, as long as the process runs. */
export class ToldOnce implements Told {
  readonly #causes = new Map<string, Set<string>>();

  async isNews(matter: string, cause: string): Promise<boolean> {
    const told = this.#causes.get(matter) ?? new Set();
    if (told.has(cause)) return false;
    this.#causes.set(matter, told.add(cause));
    return true;
  }

  async done(): Promise<void> {
    // It is known since it was taken.
  }

  async takeBack(matter: string, cause: string): Promise<void> {
    this.#causes.get(matter)?.delete(cause);
  }

  async over(matter: string): Promise<void> {
    this.#causes.delete(matter);
  }
}
