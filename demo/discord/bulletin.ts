/** Announces every change, so that waiters look again then. Nobody polls. */
export class Bulletin {
  readonly #waiting = new Map<() => void, (error: Error) => void>();

  /** Something changed: all waiters look again. */
  announce(): void {
    for (const look of [...this.#waiting.keys()]) look();
  }

  /**
   * Resolves with the first value of `look` that is neither `undefined` nor `false`; looks at once, and after
   * every announcement. Rejects after `timeoutMs` with a sentence that names the missing event.
   */
  until<T>(look: () => T | undefined | false, what: string | (() => string), timeoutMs = 10_000): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(again);
      };
      const again = (): void => {
        try {
          const seen = look();
          if (seen === undefined || seen === false) return;
          end();
          resolve(seen);
        } catch (error) {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setTimeout(() => {
        end();
        const sentence = typeof what === 'string' ? what : what();
        reject(new Error(`Waited ${timeoutMs} ms in vain for ${sentence}.`));
      }, timeoutMs);
      this.#waiting.set(again, (error) => {
        end();
        reject(error);
      });
      again();
    });
  }

  /** Ends all waiting with an error: nothing more will happen. */
  close(reason: string): void {
    for (const give of [...this.#waiting.values()]) give(new Error(reason));
  }
}
