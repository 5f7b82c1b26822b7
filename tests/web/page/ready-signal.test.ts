import { describe, expect, test } from 'vitest';
import type { Board } from '../../../src/contract/availability.js';
import type { Answer } from '../../../web/src/api.js';
import type { PollEnvironment } from '../../../web/src/poll.js';
import { localProblem } from '../../../web/src/problem.js';
import { ReadySignal } from '../../../web/src/page/ready-signal.js';

const START = Date.parse('2026-03-10T20:00:00.000Z');

/** A tab that looks each time it is told to. */
function aTab({ kept = new Map<string, string>(), now = START - 3_600_000 } = {}) {
  const seen = { sounds: 0, turns: 0, title: 'Muster', wait: 0, now };
  let next: (() => void) | null = null;
  let answer: Answer<Board>;
  const polling: PollEnvironment = {
    setTimeout: (run, ms) => {
      next = run;
      seen.wait = ms;
      return 1;
    },
    clearTimeout: () => (next = null),
    // As a tab behind another one: the signal looks all the same.
    hidden: () => true,
    onVisibility: () => () => undefined,
  };
  const signal = new ReadySignal({
    ask: () => Promise.resolve(answer),
    kept: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    play: () => (seen.sounds += 1),
    turned: () => (seen.turns += 1),
    setTitle: (title) => (seen.title = title),
    titleOf: ({ looking_count: looking }) => `on with ${String(looking)}`,
    title: 'Muster',
    now: () => seen.now,
    polling,
  });
  const finds = async (looking: number | 'trouble'): Promise<void> => {
    answer = looking === 'trouble' ? { ok: false, problem: localProblem('network') } : board(looking);
    if (next) next();
    else signal.start();
    await new Promise(setImmediate);
  };
  return { signal, seen, finds, kept };
}

function board(looking: number): Answer<Board> {
  const ready = {
    date: '2026-03-10',
    ready: looking >= 6,
    looking_count: looking,
    threshold: 6,
    start_at: new Date(START).toISOString(),
    event_key: 'SESSION_READY:2026-03-10',
  };
  return { ok: true, value: { session_ready: ready } as Board };
}

describe('the signal that it is on', () => {
  test('sounds as enough come together, and keeps the title while they are', async () => {
    const { seen, finds } = aTab();
    await finds(5);
    expect(seen).toMatchObject({ sounds: 0, title: 'Muster', wait: 30_000 });
    await finds(6);
    await finds(7);
    expect(seen).toMatchObject({ sounds: 1, turns: 1, title: 'on with 7' });
    await finds(5);
    expect(seen).toMatchObject({ sounds: 1, turns: 2, title: 'Muster' });
    await finds(6);
    expect(seen).toMatchObject({ sounds: 1, turns: 3, title: 'on with 6' });
  });

  test('is quiet where it was on as the page was opened, or another tab has sounded', async () => {
    const late = aTab();
    await late.finds(6);
    await late.finds(5);
    await late.finds(6);
    expect(late.seen).toMatchObject({ sounds: 0, title: 'on with 6' });
    const second = aTab({ kept: late.kept });
    await second.finds(5);
    await second.finds(6);
    expect(second.seen).toMatchObject({ sounds: 0, turns: 1 });
  });

  test('is over as the session begins', async () => {
    const { seen, finds } = aTab();
    await finds(6);
    seen.now = START;
    await finds(6);
    expect(seen.title).toBe('Muster');
  });

  test('lives through trouble, and asks less often in it', async () => {
    const { seen, finds } = aTab();
    await finds(5);
    for (let failure = 0; failure < 7; failure += 1) await finds('trouble');
    expect(seen.wait).toBe(60_000);
    await finds(6);
    expect(seen).toMatchObject({ sounds: 1, wait: 30_000 });
  });

  test('ends with what it was for', async () => {
    const { signal, seen, finds } = aTab();
    await finds(6);
    signal.stop();
    expect(seen.title).toBe('Muster');
  });
});
