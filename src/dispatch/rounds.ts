/** Does what is no job, such as looking for summaries to post: each kind one round at a time. */
export class Rounds {
  readonly #running = new Map<string, Promise<void>>();
  /** What is to be done once more, for it was asked for while it ran. */
  readonly #again = new Set<string>();

  /** `onError` hears what a round throws. */
  constructor(
    private readonly isOver: () => boolean,
    private readonly onError: (where: string, error: unknown) => void,
  ) {}

  /** Does `work`; while a round of this kind is under way, once more after it. Nothing begins once all is over. */
  start(kind: string, where: string, work: () => Promise<void>): void {
    if (this.isOver()) return;
    if (this.#running.has(kind)) {
      this.#again.add(kind);
      return;
    }
    const round = work()
      .catch((error: unknown) => this.onError(where, error))
      .finally(() => {
        this.#running.delete(kind);
        if (this.#again.delete(kind)) this.start(kind, where, work);
      });
    this.#running.set(kind, round);
  }

  /** What is under way. */
  get underWay(): readonly Promise<void>[] {
    return [...this.#running.values()];
  }
}
