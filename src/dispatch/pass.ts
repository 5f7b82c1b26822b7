import type { CampaignRecipient } from '../domain/campaign.js';
import { CHANNEL_TYPES, type ChannelType } from '../domain/channel-choice.js';
import type { DispatchContext } from './context.js';
import { approach, type Delivered } from './deliver.js';
import { Lane, type Turn } from './lane.js';
import type { WaitsFor } from './reserve.js';
import { Roster } from './roster.js';
import type { Work } from './run.js';

/** How a pass ended: stopped, or with nothing to do before an instant. */
export interface PassResult {
  readonly stop: Extract<Delivered, { kind: 'stop' }>['reason'] | null;
  /** Infinite when nobody is left to come back to. */
  readonly nextAt: number;
  /** What the remaining people wait for. */
  readonly waitsFor: ReadonlySet<WaitsFor>;
}

/**
 * Calls everybody in `todo` who can be called now. Each channel is a lane that no other holds up: new people
 * in their order, and between them people to come back to at a moment. It ends when it can only wait, or has
 * to stop; requests under way then go on without it.
 */
export function runPass(
  context: DispatchContext,
  work: Work,
  todo: readonly CampaignRecipient[],
): Promise<PassResult> {
  return new Pass(context, work, todo).begin();
}

class Pass {
  readonly #lanes: ReadonlyMap<ChannelType, Lane>;
  readonly #roster: Roster;
  /** People who may still be called. */
  readonly #open: Map<string, CampaignRecipient>;
  /** How many people have a hand, and how many sends are under way. */
  #hands = 0;
  #sends = 0;
  /** How many requests have left. */
  #asked = 0;
  #stop: PassResult['stop'] = null;
  /** The waits must end; the run then looks again at what there is to do. */
  #isInterrupted = false;
  /** Lanes that wait for their probe. */
  readonly #probed = new Set<Lane>();
  #alarm: { readonly at: number; readonly off: AbortController } | null = null;
  #ended: ((result: PassResult) => void) | null = null;

  constructor(
    private readonly context: DispatchContext,
    private readonly work: Work,
    todo: readonly CampaignRecipient[],
  ) {
    // A person who now prefers another channel, or falls back to one, changes lanes when their turn comes.
    const { channels } = context;
    this.#lanes = new Map(
      CHANNEL_TYPES.map((type) => {
        const gate = channels.configured.has(type) ? channels.get(type).gate : null;
        const people = todo.filter(({ channel }) => channel === type);
        return [type, new Lane(people, gate)];
      }),
    );
    this.#open = new Map(todo.map((recipient) => [recipient.id, recipient]));
    this.#roster = new Roster(context.directory, context.clock, () =>
      [...this.#open.values()].map(({ userId }) => userId),
    );
  }

  begin(): Promise<PassResult> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      this.#goOn();
    });
  }

  /** Starts everything that can start now. Call it whenever something has changed. */
  #goOn(): void {
    if (!this.#ended) return;
    const now = this.context.clock.now();
    const isOver = this.#stop !== null || this.#isInterrupted;
    if (!isOver) {
      for (const [channel, lane] of this.#lanes) {
        for (let turn = lane.take(now); turn; turn = lane.take(now)) void this.#seeTo(turn, channel, lane);
      }
    }
    const probing = isOver ? [] : [...this.#lanes.values()].filter((lane) => lane.awaitsProbe);
    const waits = isOver ? this.#hands : this.#hands + this.#sends + probing.length;
    if (waits === 0) return this.#end(this.#ended, now);
    for (const lane of probing) void this.#awaitProbe(lane);
    this.#wakeAt(this.#nextAt(now), now);
  }

  /** Asks the database nothing before there is news: the probe's answer, or an interruption. */
  async #awaitProbe(lane: Lane): Promise<void> {
    if (this.#probed.has(lane)) return;
    this.#probed.add(lane);
    const { signal } = this.work.run;
    await lane.probed(signal);
    this.#probed.delete(lane);
    if (signal.aborted) this.#isInterrupted = true;
    this.#goOn();
  }

  async #seeTo(turn: Turn, channel: ChannelType, lane: Lane): Promise<void> {
    this.#hands += 1;
    try {
      const { recipient, urgency } = turn;
      const call = { ...this.work, recipient, roster: this.#roster, channel, urgency };
      const came = await approach(this.context, call, () => this.#stop !== null || this.#isInterrupted);
      if (came.kind === 'under_way') this.#follow(came.settled, turn, channel, lane);
      else this.#came(came, turn, channel);
    } catch (error) {
      this.work.run.fail(error);
    }
    this.#hands -= 1;
    lane.free(turn.urgency, 'hands');
    this.#goOn();
  }

  /** Lets a request that has left take its time. */
  #follow(settled: Promise<Delivered>, turn: Turn, channel: ChannelType, lane: Lane): void {
    const asked = { ...turn, asked: ++this.#asked };
    this.#sends += 1;
    lane.occupy(turn.urgency, 'sends');
    const send = settled
      .then((came) => this.#came(came, asked, channel))
      .finally(() => {
        this.#sends -= 1;
        lane.free(turn.urgency, 'sends');
      });
    this.work.run.follow(send);
    void send.catch(() => undefined).then(() => this.#goOn());
  }

  #came(came: Delivered, { recipient, asked }: Turn, channel: ChannelType): void {
    switch (came.kind) {
      case 'done':
        this.#open.delete(recipient.id);
        return;
      case 'later': {
        const { at, waitsFor } = came;
        this.#lanes.get(came.channel ?? channel)?.comeBackTo({ recipient, asked, at, waitsFor });
        return;
      }
      case 'stop':
        this.#stop ??= came.reason;
        this.work.run.interrupt();
    }
  }

  #wakeAt(at: number, now: number): void {
    if (this.#alarm?.at === at) return;
    this.#alarm?.off.abort();
    this.#alarm = null;
    if (at === Number.POSITIVE_INFINITY || at <= now) return;
    const off = new AbortController();
    this.#alarm = { at, off };
    void this.context.clock.sleep(at - now, off.signal).then(() => {
      if (off.signal.aborted) return;
      this.#alarm = null;
      this.#goOn();
    });
  }

  #nextAt(now: number): number {
    return Math.min(...[...this.#lanes.values()].map((lane) => lane.nextAt(now)));
  }

  #end(ended: (result: PassResult) => void, now: number): void {
    this.#ended = null;
    this.#alarm?.off.abort();
    const lanes = [...this.#lanes.values()];
    ended({
      stop: this.#stop,
      nextAt: this.#isInterrupted ? now : this.#nextAt(now),
      waitsFor: new Set(lanes.flatMap(({ waitsFor }) => waitsFor)),
    });
  }
}
