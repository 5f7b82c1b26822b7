import type { Board } from '../../../src/contract/availability.js';
import type { Answer, Asking } from '../api.js';
import { nextTry, type PollEnvironment, Poller } from '../poll.js';

/** How long after an answer it is asked for again, in milliseconds. */
const EVERY_MS = 30_000;
/** The key under which a browser keeps which evening it has sounded for. */
const SOUNDED = 'muster-sounded';

type Ready = Board['session_ready'];

/** What the signal needs of the browser; handed in, so that a test can. */
export interface SignalEnvironment {
  readonly ask: (asking: Asking) => Promise<Answer<Board>>;
  /** Kept across tabs, so that two of them don't sound one after the other. */
  readonly kept: Pick<Storage, 'getItem' | 'setItem'>;
  readonly play: () => void;
  /** Called when it is on, or off again, since the last look: what the page shows is out of date. */
  readonly turned: () => void;
  readonly setTitle: (title: string) => void;
  /** The tab's title while it is on. */
  readonly titleOf: (ready: Ready) => string;
  readonly title: string;
  readonly now: () => number;
  readonly polling: PollEnvironment;
}

/**
 * Says on an open page that it is on: by a sound, once an evening and browser, when it sees enough players come together, and in the
 * tab's title for as long as that is so and the session has not begun. It looks while the tab is hidden, too: that is when
 * somebody needs it.
 */
export class ReadySignal {
  readonly #poller: Poller;
  #failures = 0;
  /** Whether it was on when last looked; `null`: not looked yet. */
  #wasReady: boolean | null = null;

  constructor(private readonly environment: SignalEnvironment) {
    const { polling } = environment;
    const always = { hidden: () => false, onVisibility: () => () => undefined };
    this.#poller = new Poller((signal) => this.#look(signal), { ...polling, ...always });
  }

  /** Looks from now on. */
  start(): void {
    this.#poller.start();
  }

  /** Looks no more, and gives the tab its title back. */
  stop(): void {
    this.#poller.stop();
    this.#wasReady = null;
    this.environment.setTitle(this.environment.title);
  }

  async #look(signal: AbortSignal): Promise<number | null> {
    const answer = await this.environment.ask({ signal });
    if (signal.aborted) return null;
    if (!answer.ok) {
      this.#failures += 1;
      return Math.max(EVERY_MS, nextTry(this.#failures, answer.problem.retryAfterMs));
    }
    this.#failures = 0;
    this.#see(answer.value.session_ready);
    return EVERY_MS;
  }

  #see(ready: Ready): void {
    const { kept, play, turned, setTitle, titleOf, title, now } = this.environment;
    const isOn = ready.ready && now() < Date.parse(ready.start_at);
    setTitle(isOn ? titleOf(ready) : title);
    // Whoever opens the page once it is on reads it there.
    if (isOn && this.#wasReady === false && kept.getItem(SOUNDED) !== ready.event_key) play();
    if (isOn) kept.setItem(SOUNDED, ready.event_key);
    const before = this.#wasReady;
    this.#wasReady = isOn;
    if (before !== null && before !== isOn) turned();
  }
}

/** Two notes going up: their pitch (Hz), and when they begin and end (s). */
const NOTES = [
  [660, 0, 0.22],
  [880, 0.2, 0.6],
] as const;

/**
 * Plays the sound. A browser that was not clicked into since the page was opened stays silent: it lets no page make a noise before
 * that.
 */
export function playReadySound(): void {
  const context = new AudioContext();
  for (const [pitch, from, to] of NOTES) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, context.currentTime + from);
    volume.gain.exponentialRampToValueAtTime(0.25, context.currentTime + from + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + to);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + from);
    tone.stop(context.currentTime + to);
    if (to === NOTES[NOTES.length - 1]?.[2]) tone.onended = () => void context.close();
  }
}
