/** Remembers which causes people have heard of: each is news once, until its matter is over. */
export class ToldOnce {
  readonly #causes = new Map<string, Set<string>>();

  /** Whether a cause is news; from then on it is not. */
  isNews(matter: string, cause: string): boolean {
    const told = this.#causes.get(matter) ?? new Set();
    if (told.has(cause)) return false;
    this.#causes.set(matter, told.add(cause));
    return true;
  }

  /** Nobody could be told after all: the next sign of the cause is news again. */
  takeBack(matter: string, cause: string): void {
    this.#causes.get(matter)?.delete(cause);
  }

  /** The matter is over: all of its causes are news again. */
  over(matter: string): void {
    this.#causes.delete(matter);
  }
}
