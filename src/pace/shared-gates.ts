import type { ChannelType } from '../domain/channel-choice.js';
import {
  type OwnStanding,
  PROBE_FOR_MS,
  type SharedGate,
  type SharedGates,
  type Standing,
  type Turned,
} from '../domain/shared-gates.js';
import type { Change, Found, Place } from './place.js';

/** A pause that nobody has looked at for so long is forgotten, in milliseconds: many times the longest. */
const KEPT_FOR_MS = 24 * 60 * 60_000;

/** A channel's gate as it is kept. Instants are of the place's clock. */
interface Kept {
  readonly turn: string;
  readonly pauseMs: number;
  readonly closedUntil: number;
  readonly probe: { readonly by: string; readonly until: number } | null;
}

/** The gates that several processes share, each in one cell. */
export class CellGates implements SharedGates {
  readonly #gates = new Map<ChannelType, SharedGate>();

  /** `me`: the boot id of this process. */
  constructor(
    private readonly place: Place,
    private readonly me: string,
  ) {}

  of(channel: ChannelType): SharedGate {
    const found = this.#gates.get(channel) ?? new CellGate(this.place, this.me, `gate ${channel}`);
    this.#gates.set(channel, found);
    return found;
  }
}

class CellGate implements SharedGate {
  constructor(
    private readonly place: Place,
    private readonly me: string,
    private readonly key: string,
  ) {}

  look(own: OwnStanding): Promise<Standing | null> {
    return this.place.change(this.key, (found): Change<Standing> => {
      const kept = keptIn(found);
      // What was changed alone, and what was lost with the place, the others have to know.
      const isToldByMe = own.isNews || (kept === null && own.pauseMs > 0);
      const told = isToldByMe ? this.#next(found, own.pauseMs, own.leftMs) : kept;
      const isFree =
        told !== null &&
        told.pauseMs > 0 &&
        told.closedUntil <= found.now &&
        (told.probe === null ||
          told.probe.until <= found.now ||
          (told.probe.by === this.me && !own.isProbing));
      const next = isFree ? { ...told, probe: { by: this.me, until: found.now + PROBE_FOR_MS } } : told;
      return { keep: next === kept ? null : keeping(next), answer: this.#standing(next, found) };
    });
  }

  pause(turn: string | null, pauseMs: number): Promise<Turned | null> {
    return this.#turned(turn, pauseMs);
  }

  open(turn: string | null): Promise<Turned | null> {
    return this.#turned(turn, 0);
  }

  async leaveProbe(turn: string | null): Promise<void> {
    await this.place.change(this.key, (found) => {
      const kept = keptIn(found);
      const isMine = kept !== null && kept.turn === turn && kept.probe?.by === this.me;
      return { keep: isMine ? keeping({ ...kept, probe: null }) : null, answer: true };
    });
  }

  #turned(turn: string | null, pauseMs: number): Promise<Turned | null> {
    return this.place.change(this.key, (found): Change<Turned> => {
      const kept = keptIn(found);
      const isOurs = (kept?.turn ?? null) === turn;
      const next = isOurs ? this.#next(found, pauseMs, pauseMs) : kept;
      return {
        keep: isOurs ? keeping(next) : null,
        answer: { standing: this.#standing(next, found), isOurs },
      };
    });
  }

  #next({ now }: Found, pauseMs: number, leftMs: number): Kept {
    return { turn: this.place.newMark(), pauseMs, closedUntil: now + leftMs, probe: null };
  }

  #standing(kept: Kept | null, { now }: Found): Standing {
    if (!kept) return { turn: null, pauseMs: 0, leftMs: 0, probe: 'nobody' };
    const { turn, pauseMs, closedUntil, probe } = kept;
    // No longer than the pause is: the clock there may have been set back.
    const leftMs = Math.min(pauseMs, Math.max(0, closedUntil - now));
    const isHeld = probe !== null && probe.until > now;
    const whose = !isHeld ? 'nobody' : probe.by === this.me ? 'mine' : 'others';
    return { turn, pauseMs, leftMs, probe: whose };
  }
}

function keptIn({ value }: Found): Kept | null {
  return value === null ? null : (JSON.parse(value) as Kept);
}

function keeping(kept: Kept | null): Change<unknown>['keep'] {
  return { value: JSON.stringify(kept), forMs: KEPT_FOR_MS };
}
