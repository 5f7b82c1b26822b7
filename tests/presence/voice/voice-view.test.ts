import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoiceView } from '../../../src/presence/voice/voice-view.js';

const PEOPLE = ['ana', 'bor', 'cene'];
const CHANNELS = ['lounge', 'stage', 'idle', 'den'];

/** A view that knows its guild: Ana in the lounge, Bor idle in the AFK channel. */
function aView(only: readonly string[] = []): VoiceView {
  const view = new VoiceView({ only: new Set(only) });
  view.sessionStarted();
  view.guildArrived('idle', [
    { userId: 'ana', channelId: 'lounge' },
    { userId: 'bor', channelId: 'idle' },
  ]);
  return view;
}

function seen(view: VoiceView): string[] | null {
  const there = view.inVoice();
  return there && [...there].sort();
}

describe('who is in voice', () => {
  it('is everybody in a channel but the AFK one', () => {
    const view = aView();
    expect(seen(view)).toEqual(['ana']);
    view.moved({ userId: 'bor', channelId: 'stage' });
    view.moved({ userId: 'ana', channelId: null });
    view.moved({ userId: 'cene', channelId: 'den' });
    expect(seen(view)).toEqual(['bor', 'cene']);
  });

  it('follows the AFK channel when it becomes another one, or none', () => {
    const view = aView();
    view.afkChannelIs('lounge');
    expect(seen(view)).toEqual(['bor']);
    view.afkChannelIs(null);
    expect(seen(view)).toEqual(['ana', 'bor']);
  });

  it('is only who is in the channels that count, where some are named; the AFK one never does', () => {
    const view = aView(['den', 'idle']);
    expect(seen(view)).toEqual([]);
    view.moved({ userId: 'cene', channelId: 'den' });
    expect(seen(view)).toEqual(['cene']);
  });

  it('is nobody in a channel that is no more', () => {
    const view = aView();
    view.channelGone('lounge');
    expect(seen(view)).toEqual([]);
  });
});

describe('not known, which is not nobody, it is', () => {
  it('before anything was told, and before the guild arrived', () => {
    const view = new VoiceView({ only: new Set() });
    expect(seen(view)).toBeNull();
    view.sessionStarted();
    view.moved({ userId: 'ana', channelId: 'lounge' });
    expect(seen(view)).toBeNull();
    view.guildArrived(null, []);
    expect(seen(view)).toEqual([]);
  });

  it('while the connection is lost, until everything missed has been told', () => {
    const view = aView();
    view.connectionLost();
    expect(seen(view)).toBeNull();
    view.moved({ userId: 'ana', channelId: null });
    view.moved({ userId: 'cene', channelId: 'den' });
    expect(seen(view)).toBeNull();
    view.sessionResumed();
    expect(seen(view)).toEqual(['cene']);
  });

  it('in a new session, until the guild arrived anew; nothing of the old one stays', () => {
    const view = aView();
    view.connectionLost();
    view.sessionStarted();
    expect(seen(view)).toBeNull();
    view.guildArrived(null, [{ userId: 'bor', channelId: 'den' }]);
    expect(seen(view)).toEqual(['bor']);
  });

  it('while the guild is out of reach', () => {
    const view = aView();
    view.guildGone();
    expect(seen(view)).toBeNull();
    view.guildArrived('idle', [{ userId: 'cene', channelId: 'lounge' }]);
    expect(seen(view)).toEqual(['cene']);
  });

  it('after a resume that came before the guild had arrived', () => {
    const view = new VoiceView({ only: new Set() });
    view.sessionStarted();
    view.connectionLost();
    view.sessionResumed();
    expect(seen(view)).toBeNull();
  });
});

type Fact = (view: VoiceView) => void;

/** A guild and its gateway, which keeps a session's events for a resume. The truth is in it, whatever the view is told. */
class Gateway {
  readonly #places = new Map<string, string>();
  #afk: string | null = null;
  #outage = false;
  #connected = false;
  #session: { facts: Fact[]; told: number; arrived: boolean } | null = null;

  constructor(
    private readonly view: VoiceView,
    private readonly only: ReadonlySet<string>,
  ) {}

  move(userId: string, channelId: string | null): void {
    if (channelId === null) this.#places.delete(userId);
    else this.#places.set(userId, channelId);
    this.#tell((view) => view.moved({ userId, channelId }));
  }

  removeChannel(gone: string): void {
    for (const [userId, channelId] of [...this.#places]) if (channelId === gone) this.#places.delete(userId);
    this.#tell((view) => view.channelGone(gone));
  }

  setAfk(channelId: string | null): void {
    this.#afk = channelId;
    this.#tell((view) => view.afkChannelIs(channelId));
  }

  outage(on: boolean): void {
    if (on === this.#outage) return;
    if (on) this.#tell((view) => view.guildGone());
    this.#outage = on;
    if (!on) this.arrive();
  }

  lose(): void {
    this.#connected = false;
    this.view.connectionLost();
  }

  /** Resumes; a resume that breaks again in the middle has told only some of what was missed. */
  resume(breaksAfter: number | null): void {
    if (this.#connected || !this.#session) return;
    if (breaksAfter !== null) {
      this.#flush(breaksAfter);
      return this.view.connectionLost();
    }
    this.#flush();
    this.#connected = true;
    this.view.sessionResumed();
  }

  /** Begins a new session; the guild arrives with it or later. */
  identify(arrivesAtOnce: boolean): void {
    if (this.#connected) this.lose();
    this.#connected = true;
    this.#session = { facts: [], told: 0, arrived: false };
    this.view.sessionStarted();
    if (arrivesAtOnce) this.arrive();
  }

  arrive(): void {
    if (!this.#session || this.#outage) return;
    this.#session.arrived = true;
    const afk = this.#afk;
    const everybody = [...this.#places].map(([userId, channelId]) => ({ userId, channelId }));
    this.#tell((view) => view.guildArrived(afk, everybody));
  }

  /** Who is in voice, where somebody who heard everything could know it. */
  get truth(): string[] | null {
    if (!this.#connected || !this.#session?.arrived || this.#outage) return null;
    return [...this.#places]
      .filter(([, channel]) => channel !== this.#afk && (this.only.size === 0 || this.only.has(channel)))
      .map(([userId]) => userId)
      .sort();
  }

  #tell(fact: Fact): void {
    if (this.#outage) return;
    this.#session?.facts.push(fact);
    if (this.#connected) this.#flush();
  }

  #flush(most = Number.POSITIVE_INFINITY): void {
    const session = this.#session;
    for (let n = 0; session && n < most && session.told < session.facts.length; n += 1) {
      session.facts[session.told]?.(this.view);
      session.told += 1;
    }
  }
}

const person = fc.constantFrom(...PEOPLE);
const channel = fc.constantFrom(...CHANNELS);
const somewhere = fc.option(channel, { freq: 3 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('move' as const), person, somewhere) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('removeChannel' as const), channel) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('setAfk' as const), somewhere) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('outage' as const), fc.boolean()) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('lose' as const)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('resume' as const), fc.option(fc.nat(4))) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('identify' as const), fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('arrive' as const)) },
);

it('whatever happens, the view is the truth where it can be known, and unknown where it can’t', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.subarray(CHANNELS), (steps, only) => {
      const view = new VoiceView({ only: new Set(only) });
      const gateway = new Gateway(view, new Set(only));
      gateway.identify(true);
      for (const [name, ...arguments_] of steps) {
        (gateway[name] as (...given: unknown[]) => void).apply(gateway, arguments_);
        expect(seen(view)).toEqual(gateway.truth);
      }
    }),
    { numRuns: 500 },
  );
});
