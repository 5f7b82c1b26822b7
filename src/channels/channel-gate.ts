import type { ChannelType } from '../domain/channel-choice.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { PROBE_WITHIN_MS, type SharedGate, type Standing, type Turned } from '../domain/shared-gates.js';

/** The first pause of a channel in trouble, and the longest. */
export const FIRST_PAUSE_MS = 60_000;
export const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * So many requests in a row without a proper answer (server errors, time-outs, broken and refused
 * connections) are trouble too, once they span the milliseconds below. A shorter outage ends before a pause
 * would, and each message's own retry comes sooner than the end of a pause.
 */
export const NO_ANSWERS_IN_A_ROW = 5;
export const NO_ANSWER_FOR_MS = 5_000;

/**
 * So many answers "too many requests" in a row, over as long, are trouble as well: each message comes back
 * when the provider allows it, and asking this often in vain gets bots banned. Source: Discord, "Invalid
 * Request Limit": 10,000 in 10 minutes.
 */
export const LIMITED_IN_A_ROW = 50;

/**
 * What a request says about the channel itself: it works; it refuses us; it gives no proper answer; it limits
 * our rate; nothing either way.
 */
export type Health = 'fine' | 'trouble' | 'no_answer' | 'limited' | 'unclear';

/** How many such answers in a row are trouble. */
const TROUBLE_IN_A_ROW = { no_answer: NO_ANSWERS_IN_A_ROW, limited: LIMITED_IN_A_ROW } as const;
type Streak = keyof typeof TROUBLE_IN_A_ROW;

/** How soon it is worth asking what became of a probe of another process, in milliseconds. */
const ASK_ABOUT_PROBE_MS = 1_000;

/** Says what became of a message that went through the gate. Call it once. */
export type Report = (result: Health, code?: string) => void;

/**
 * Decides whether a channel takes messages. A channel in trouble closes for a time that doubles with each
 * failed probe. After that time one message goes ahead as a probe, and only its success opens the channel
 * again.
 *
 * Processes that share it pause together, and one message of all goes ahead. What is shared can't be asked at the last
 * moment, between {@link enter} and the request, so {@link look} asks shortly before, and takes the probe beforehand.
 */
export class ChannelGate {
  #pauseMs = 0;
  /** Monotonic. */
  #closedUntil = 0;
  #probing = false;
  /** Another process has the probe; until then it is not worth asking what became of it (monotonic). */
  #probedElsewhereUntil = 0;
  /** Until then a message of this process may be the probe (monotonic). */
  #mayProbeUntil = 0;
  /** How many have looked, and not yet decided whether a message leaves. */
  #deciding = 0;
  /** Resolves when the others know that a right to the probe was given back. */
  #givenBack: Promise<void> | null = null;
  /** The turn of all processes that this one knows. */
  #sharedTurn: string | null = null;
  /** What happened here is not known to the others. */
  #isNews = false;
  /** How often the channel was paused or opened: an older message's result no longer counts. */
  #turns = 0;
  /** Each ends one wait for a change. */
  readonly #waiting = new Set<() => void>();
  /** Failed requests since the last good one; when the first and the last of them began (monotonic). */
  readonly #inVain = new Map<Streak, { count: number; since: number; until: number }>();

  constructor(
    readonly type: ChannelType,
    private readonly clock: Clock,
    private readonly events: EventBus,
    /** `null`: no other process has this channel. */
    private readonly shared: SharedGate | null = null,
  ) {}

  /** Milliseconds until a message may try; 0: now. Infinite during a probe: await {@link changed}. */
  waitMs(): number {
    if (this.#pauseMs === 0) return 0;
    if (this.#probing || this.#askAboutProbeMs > 0) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#closedUntil - this.clock.monotonic());
  }

  /** Whether other processes send through the channel too. */
  get isShared(): boolean {
    return this.shared !== null;
  }

  /**
   * Learns what other processes did to the channel, and where a pause is over takes the probe, if nobody has it. Await it
   * before deciding that a message leaves, shortly before that. It never rejects.
   * @returns what is to be called once the message has left or will not: a probe that nobody makes here is left to others.
   */
  async look(): Promise<() => void> {
    const { shared } = this;
    if (!shared) return nothing;
    this.#deciding += 1;
    let isDeciding = true;
    await this.#learn(shared);
    return () => {
      if (isDeciding) this.#decided(shared);
      isDeciding = false;
    };
  }

  async #learn(shared: SharedGate): Promise<void> {
    if (this.#givenBack) await this.#givenBack;
    const turns = this.#turns;
    const leftMs = Math.max(0, this.#closedUntil - this.clock.monotonic());
    const standing = await shared.look({
      pauseMs: this.#pauseMs,
      leftMs,
      isProbing: this.#probing,
      isNews: this.#isNews,
    });
    // Alone, this process does as if there were no other.
    if (!standing) this.#mayProbeUntil = Number.POSITIVE_INFINITY;
    else if (turns === this.#turns) this.#adopt(standing);
  }

  #decided(shared: SharedGate): void {
    this.#deciding -= 1;
    const mayBeOurs = this.#mayProbeUntil > 0 && Number.isFinite(this.#mayProbeUntil);
    if (this.#deciding > 0 || this.#probing || !mayBeOurs) return;
    this.#mayProbeUntil = 0;
    // What is asked of the others meanwhile must find it given back.
    const givenBack = shared.leaveProbe(this.#sharedTurn).then(() => {
      if (this.#givenBack === givenBack) this.#givenBack = null;
    });
    this.#givenBack = givenBack;
  }

  /**
   * Resolves when a caller should ask again: a pause is over, a probe has its answer, `withinMs` has passed,
   * or `signal` aborts. At once when a message may try now.
   */
  async changed(withinMs: number, signal?: AbortSignal): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    this.#waiting.add(end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    const elsewhereMs = this.#probing ? 0 : this.#askAboutProbeMs;
    const waitMs = elsewhereMs > 0 ? elsewhereMs : this.waitMs();
    await this.clock.sleep(Math.min(waitMs, withinMs), over.signal);
    signal?.removeEventListener('abort', end);
    this.#waiting.delete(end);
  }

  /**
   * Lets a message through that leaves now. On a paused channel it is the probe, and nothing else goes beside
   * it. Call this last: await nothing between it and the request.
   * @returns the function that takes the message's result, which the caller must call; `null`: the message
   * may not go.
   */
  enter(): Report | null {
    if (this.waitMs() > 0 || !this.#mayProbe) return null;
    const turns = this.#turns;
    const enteredAt = this.clock.monotonic();
    const isProbe = this.#pauseMs > 0;
    if (isProbe) {
      this.#probing = true;
      this.#mayProbeUntil = 0;
    }
    return (result, code = '') => {
      // Messages that left before the channel closed or opened say nothing new.
      if (turns !== this.#turns) return;
      if (isProbe) this.#probing = false;
      if (result === 'fine') this.#inVain.clear();
      if (result === 'trouble') this.#pause(code);
      const isInVain = result === 'no_answer' || result === 'limited';
      if (isInVain && (this.#isOutage(result, enteredAt) || isProbe)) this.#pause(code);
      if (result === 'fine' && isProbe) this.#resume();
      if (isProbe && turns === this.#turns) this.#leaveProbe();
      if (isProbe) for (const end of this.#waiting) end();
    };
  }

  #isOutage(kind: Streak, enteredAt: number): boolean {
    const before = this.#inVain.get(kind) ?? { count: 0, since: enteredAt, until: enteredAt };
    const streak = {
      count: before.count + 1,
      since: Math.min(before.since, enteredAt),
      until: Math.max(before.until, enteredAt),
    };
    this.#inVain.set(kind, streak);
    // Counted between their beginnings: how long one of them hung says nothing about the others.
    return streak.count >= TROUBLE_IN_A_ROW[kind] && streak.until - streak.since >= NO_ANSWER_FOR_MS;
  }

  /** On a channel that is open nobody has to. */
  get #mayProbe(): boolean {
    return !this.shared || this.#pauseMs === 0 || this.clock.monotonic() < this.#mayProbeUntil;
  }

  get #askAboutProbeMs(): number {
    return Math.max(0, this.#probedElsewhereUntil - this.clock.monotonic());
  }

  #pause(code: string): void {
    this.#turn(Math.min(this.#pauseMs === 0 ? FIRST_PAUSE_MS : this.#pauseMs * 2, LONGEST_PAUSE_MS));
    const until = this.clock.now() + this.#pauseMs;
    const tell = (): void => this.events.emit({ type: 'channel_paused', channel: this.type, code, until });
    if (this.shared) void this.#share(this.shared.pause(this.#sharedTurn, this.#pauseMs), tell);
    else tell();
  }

  #resume(): void {
    this.#turn(0);
    const tell = (): void => this.events.emit({ type: 'channel_resumed', channel: this.type });
    if (this.shared) void this.#share(this.shared.open(this.#sharedTurn), tell);
    else tell();
  }

  /** It told nothing; what was asked of the others before is out of date. */
  #leaveProbe(): void {
    if (!this.shared) return;
    this.#turns += 1;
    void this.shared.leaveProbe(this.#sharedTurn);
  }

  #turn(pauseMs: number): void {
    this.#turns += 1;
    this.#inVain.clear();
    this.#probing = false;
    this.#mayProbeUntil = 0;
    this.#probedElsewhereUntil = 0;
    this.#pauseMs = pauseMs;
    this.#closedUntil = this.clock.monotonic() + pauseMs;
  }

  /** One process tells what happened to the channel: the one whose doing it was. */
  async #share(turning: Promise<Turned | null>, tell: () => void): Promise<void> {
    const turns = this.#turns;
    const turned = await turning;
    if (!turned) this.#isNews = true;
    else if (turns === this.#turns) this.#adopt(turned.standing);
    if (!turned || turned.isOurs) tell();
  }

  #adopt({ turn, pauseMs, leftMs, probe }: Standing): void {
    const now = this.clock.monotonic();
    const isNew = turn !== this.#sharedTurn;
    const wasProbing = this.#probing;
    if (isNew) this.#turn(pauseMs);
    this.#sharedTurn = turn;
    this.#isNews = false;
    this.#closedUntil = now + leftMs;
    this.#probing &&= probe === 'mine';
    this.#probedElsewhereUntil = probe === 'others' ? now + ASK_ABOUT_PROBE_MS : 0;
    if (probe === 'mine' && !this.#probing) this.#mayProbeUntil = now + PROBE_WITHIN_MS;
    if (isNew || wasProbing !== this.#probing) for (const end of this.#waiting) end();
  }
}

function nothing(): void {
  // Nobody else is told.
}
