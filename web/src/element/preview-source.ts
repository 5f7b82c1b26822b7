import type { Preview } from '../../../src/contract/promotions.js';
import type { Answer } from '../api.js';
import type { PreviewOptions } from '../bridge.js';
import type { Problem } from '../problem.js';

/** What is known of the preview at a moment. The last preview stays while the next is fetched. */
export interface PreviewState {
  readonly loading: boolean;
  readonly preview: Preview | null;
  readonly problem: Problem | null;
}

// Long enough for somebody who ticks two boxes, short enough to feel like an answer.
const DEBOUNCE_MS = 250;

/** Fetches previews as the options change: after a pause, one at a time, and only the newest counts. */
export class PreviewSource {
  #state: PreviewState = { loading: false, preview: null, problem: null };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;

  constructor(
    private readonly load: (options: PreviewOptions, signal: AbortSignal) => Promise<Answer<Preview>>,
    private readonly changed: (state: PreviewState) => void,
    private readonly debounceMs = DEBOUNCE_MS,
  ) {}

  get state(): PreviewState {
    return this.#state;
  }

  /** Asks for the preview of these options; whatever was asked before is dropped. */
  ask(options: PreviewOptions, delayMs = this.debounceMs): void {
    this.stop();
    this.#set({ ...this.#state, loading: true });
    this.#timer = setTimeout(() => void this.#fetch(options), delayMs);
  }

  /** Drops what is under way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  async #fetch(options: PreviewOptions): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    const answer = await this.load(options, asking.signal);
    // An answer to a question nobody asks any more.
    if (this.#asking !== asking) return;
    this.#asking = null;
    if (!answer.ok) this.#set({ loading: false, preview: null, problem: answer.problem });
    else this.#set({ loading: false, preview: answer.value, problem: null });
  }

  #set(state: PreviewState): void {
    this.#state = state;
    this.changed(state);
  }
}
