import type { Clock } from '../domain/clock.js';

/** The most answers that are kept: strangers ask too, and must not fill the memory. */
const MOST_KEPT = 20_000;

/** How old a kept answer may be. */
export interface Freshness {
  readonly maxAgeMs: number;
  /** Monotonic: only what was asked after this. */
  readonly since?: number;
}

/** Keeps one answer to the question that is being asked, unless Discord has told of a change since that began. */
export type Keep<T> = (key: string, value: T) => boolean;

interface Kept<T> {
  /** When Discord was asked, or told of itself, in monotonic milliseconds. */
  readonly at: number;
  readonly value: T;
}

interface Question {
  readonly askedAt: number;
  readonly changed: Set<string>;
  everythingChanged: boolean;
}

/**
 * What Discord has answered, by key. An answer is as old as its question: one that was asked before Discord told of a
 * change may be older than that change, so it is given to who asked and to nobody after.
 */
export class KeptAnswers<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #open = new Set<Question>();
  readonly #underWay = new Map<string, Promise<T>>();

  constructor(private readonly clock: Clock) {}

  /** The answer, where one is kept that is young enough. */
  find(key: string, { maxAgeMs, since = Number.NEGATIVE_INFINITY }: Freshness): { readonly value: T } | null {
    const kept = this.#kept.get(key);
    return kept && this.clock.monotonic() - kept.at < maxAgeMs && kept.at > since ? kept : null;
  }

  /** Something about this key changed. */
  forget(key: string): void {
    this.#kept.delete(key);
    this.#underWay.delete(key);
    for (const question of this.#open) question.changed.add(key);
  }

  /** Anything may have changed. */
  forgetAll(): void {
    this.#kept.clear();
    this.#underWay.clear();
    for (const question of this.#open) question.everythingChanged = true;
  }

  /** Discord told it of itself: it is as new as can be, and newer than whatever is being asked. */
  hear(key: string, value: T): void {
    this.#store(key, { at: this.clock.monotonic(), value });
  }

  /** Asks Discord; `work` keeps what it is answered. Keeping says whether the answer is as new as what Discord told. */
  async ask<R>(work: (keep: Keep<T>) => Promise<R>): Promise<R> {
    const question: Question = {
      askedAt: this.clock.monotonic(),
      changed: new Set(),
      everythingChanged: false,
    };
    this.#open.add(question);
    try {
      return await work((key, value) => this.#keep(question, key, value));
    } finally {
      this.#open.delete(question);
    }
  }

  /**
   * Asks about one key, unless that is being asked already and nothing changed since it began: then this is the same
   * question.
   */
  shared(key: string, ask: () => Promise<T>): Promise<T> {
    const same = this.#underWay.get(key);
    if (same) return same;
    const asked = ask().finally(() => {
      if (this.#underWay.get(key) === asked) this.#underWay.delete(key);
    });
    this.#underWay.set(key, asked);
    return asked;
  }

  #keep(question: Question, key: string, value: T): boolean {
    if (question.everythingChanged || question.changed.has(key)) return false;
    const former = this.#kept.get(key);
    if (former && former.at > question.askedAt) return true;
    this.#store(key, { at: question.askedAt, value });
    return true;
  }

  #store(key: string, kept: Kept<T>): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
