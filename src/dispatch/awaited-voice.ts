import type { Clock } from '../domain/clock.js';
import type { Presence } from '../domain/presence.js';

/**
 * So long (ms) calls of one more and summaries wait to be told who is in voice: a login takes seconds. After that they go by what
 * people have answered, for their promoter has asked for them, and Discord may be out of order all evening.
 */
export const VOICE_AWAITED_MS = 60_000;

/** Whether what goes by who is in voice had better wait a little, for that is about to be known here, or is known elsewhere. */
export class AwaitedVoice {
  /** When it was first found unknown (monotonic); `null`: it was known since, or nobody has asked. */
  #unknownSince: number | null = null;

  constructor(
    private readonly presence: Presence,
    private readonly isToldOfVoice: () => boolean,
    private readonly clock: Pick<Clock, 'monotonic'>,
  ) {}

  isAwaited(): boolean {
    const { voice } = this.presence;
    const isUnknown = voice !== null && voice.inVoice() === null;
    // Whoever is told now has it to do, and begins to wait anew.
    if (!isUnknown || !this.isToldOfVoice()) {
      this.#unknownSince = null;
      return isUnknown;
    }
    const now = this.clock.monotonic();
    this.#unknownSince ??= now;
    return now - this.#unknownSince < VOICE_AWAITED_MS;
  }
}
