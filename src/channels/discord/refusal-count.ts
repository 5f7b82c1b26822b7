import type { Clock } from '../../domain/clock.js';
import type { DiscordRefusals } from '../../domain/discord-refusals.js';
import type { EventBus } from '../../domain/events.js';

/**
 * After so many refusals in ten minutes, Discord bans an address for a while. Source: Discord, "Invalid
 * Request Limit aka Cloudflare Bans".
 */
export const MOST_REFUSALS = 10_000;
const WITHIN_MS = 10 * 60_000;
/** From this part of it on an event warns. */
const MANY = 1 / 10;
/** From this part on the sends get the rest. */
const TOO_MANY = 1 / 2;
/** One counter covers so many milliseconds. */
const STRETCH_MS = 10_000;

const REFUSED = new Set([401, 403, 429]);

/** How many refusals there were. */
type Level = 'few' | 'many' | 'too_many';

/**
 * Counts the refusals of the last ten minutes, and says when they are many.
 *
 * Each process counts its own, and has its part of what one address may have: several of them may share an address, and nobody
 * can tell. What is refused is refused to all alike (a token, a permission, a pace), so a part says as much as the whole would, and
 * no request waits for a count that others keep.
 */
export class RefusalCount implements DiscordRefusals {
  /** By the stretch's number, oldest first. */
  readonly #stretches = new Map<number, number>();
  #level: Level = 'few';

  constructor(
    private readonly clock: Clock,
    private readonly events: EventBus,
    /** How many processes there are, this one included. */
    private readonly processes: () => number = () => 1,
  ) {}

  saw(status: number, scope: string | null): void {
    if (!REFUSED.has(status) || (status === 429 && scope === 'shared')) return;
    const stretch = Math.floor(this.clock.monotonic() / STRETCH_MS);
    this.#stretches.set(stretch, (this.#stretches.get(stretch) ?? 0) + 1);
    this.#look();
  }

  get heldBack(): boolean {
    this.#look();
    return this.#level === 'too_many';
  }

  /** Refusals in the last ten minutes. */
  get recent(): number {
    const since = Math.floor((this.clock.monotonic() - WITHIN_MS) / STRETCH_MS);
    let count = 0;
    for (const [stretch, refusals] of this.#stretches) {
      if (stretch < since) this.#stretches.delete(stretch);
      else count += refusals;
    }
    return count;
  }

  #look(): void {
    const count = this.recent;
    const part = MOST_REFUSALS / this.processes();
    const level = count >= part * TOO_MANY ? 'too_many' : count >= part * MANY ? 'many' : 'few';
    if (level === this.#level) return;
    this.#level = level;
    this.events.emit({ type: 'discord_refusals', level, count, most: MOST_REFUSALS });
  }
}
