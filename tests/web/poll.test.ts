import { describe, expect, test } from 'vitest';
import type { Campaign, Job } from '../../src/contract/campaign.js';
import { nextLook, nextTry, type PollEnvironment, Poller } from '../../web/src/poll.js';

const NOW = Date.parse('2026-03-10T19:00:00.000Z');
const job = (status: Job['status'], inSeconds: number): Job => ({
  job_type: 'start',
  run_at: new Date(NOW + inSeconds * 1000).toISOString(),
  status,
  attempts: 0,
  finished_at: null,
  wanted: null,
  counts: { sent: 0, skipped: 0, failed: 0, unknown: 0 },
  skipped_by_reason: {},
});
const campaign = (...jobs: Job[]): Pick<Campaign, 'status' | 'jobs'> => ({ status: 'scheduled', jobs });

describe('how soon a campaign is worth another look', () => {
  test.each([
    ['often while a job runs', campaign(job('running', -5), job('pending', 3600)), 2_000],
    ['often when one should have begun', campaign(job('pending', -30)), 2_000],
    ['now and then when one is near', campaign(job('pending', 120)), 15_000],
    ['rarely when it is far', campaign(job('pending', 3_600)), 60_000],
    ['not after the moment one begins', campaign(job('pending', 9)), 9_000],
    ['never again when all have ended', campaign(job('sent', -60), job('skipped', -10)), null],
  ])('%s', (_, asked, expected) => {
    expect(nextLook(asked, NOW)).toBe(expected);
  });
});

describe('after a failure', () => {
  test('the waits double up to a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 40].map((failures) => nextTry(failures, null))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  test('what the bridge asks for is obeyed, however long', () => {
    expect(nextTry(1, 90_000)).toBe(90_000);
    expect(nextTry(5, 1_000)).toBe(32_000);
  });
});

/** A browser whose time and visibility the test holds. */
class Tab implements PollEnvironment {
  hiddenNow = false;
  readonly timers = new Map<number, { readonly run: () => void; readonly ms: number }>();
  #listener: (() => void) | null = null;
  #next = 0;

  setTimeout = (run: () => void, ms: number): number => {
    this.timers.set((this.#next += 1), { run, ms });
    return this.#next;
  };
  clearTimeout = (timer: never): void => void this.timers.delete(timer);
  hidden = (): boolean => this.hiddenNow;
  onVisibility = (listener: () => void): (() => void) => {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  };

  becomes(hidden: boolean): void {
    this.hiddenNow = hidden;
    this.#listener?.();
  }

  /** Lets the one timer there is run out. */
  timeIsUp(): void {
    const [[id, timer] = []] = this.timers;
    this.timers.delete(id ?? 0);
    timer?.run();
  }

  get listening(): boolean {
    return this.#listener !== null;
  }
}

/** A poller, the looks it has begun, and how to answer them. */
function polling() {
  const tab = new Tab();
  const looks: { readonly signal: AbortSignal; readonly answer: (next: number | null) => Promise<void> }[] =
    [];
  const poller = new Poller(
    (signal) =>
      new Promise((resolve) => {
        const answer = async (next: number | null): Promise<void> => {
          resolve(next);
          await new Promise(setImmediate);
        };
        looks.push({ signal, answer });
      }),
    tab,
  );
  return { tab, looks, poller };
}

describe('the poller', () => {
  test('looks at once, and again when it is due', async () => {
    const { tab, looks, poller } = polling();
    poller.start();
    expect(looks).toHaveLength(1);
    await looks[0]!.answer(2_000);
    expect([...tab.timers.values()].map(({ ms }) => ms)).toEqual([2_000]);
    tab.timeIsUp();
    expect(looks).toHaveLength(2);
  });

  test('waits in a hidden tab, and looks at once when it is shown', async () => {
    const { tab, looks, poller } = polling();
    poller.start();
    await looks[0]!.answer(2_000);
    tab.becomes(true);
    expect(tab.timers.size).toBe(0);
    tab.becomes(false);
    expect(looks).toHaveLength(2);
  });

  test('does not set a timer for a look that ends while the tab is hidden', async () => {
    const { tab, looks, poller } = polling();
    poller.start();
    tab.becomes(true);
    await looks[0]!.answer(2_000);
    expect(tab.timers.size).toBe(0);
    tab.becomes(false);
    expect(looks).toHaveLength(2);
  });

  test('has one look under way at a time', () => {
    const { looks, poller } = polling();
    poller.start();
    poller.start();
    expect(looks).toHaveLength(1);
  });

  test('ends when nothing more is to come', async () => {
    const { tab, looks, poller } = polling();
    poller.start();
    await looks[0]!.answer(null);
    expect(tab.timers.size).toBe(0);
    expect(tab.listening).toBe(false);
    poller.start();
    expect(looks).toHaveLength(2);
  });

  test('aborts what is under way when it is stopped, and heeds no late answer', async () => {
    const { tab, looks, poller } = polling();
    poller.start();
    poller.stop();
    expect(looks[0]!.signal.aborted).toBe(true);
    await looks[0]!.answer(2_000);
    expect(tab.timers.size).toBe(0);
    expect(tab.listening).toBe(false);
  });
});
