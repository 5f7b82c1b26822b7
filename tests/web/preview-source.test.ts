import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from '../../web/src/api.js';
import type { Preview } from '../../src/contract/promotions.js';
import type { PreviewOptions } from '../../web/src/bridge.js';
import { PreviewSource, type PreviewState } from '../../web/src/element/preview-source.js';

const NONE = { include_available: false, include_maybe: false };
const BOTH = { include_available: true, include_maybe: true };
const preview = (recipient_count: number): Preview => ({ recipient_count }) as Preview;

/** A source, what it asks, and what it has shown. */
function source() {
  const asked: {
    readonly options: PreviewOptions;
    readonly signal: AbortSignal;
    readonly answer: (answer: Answer<Preview>) => Promise<void>;
  }[] = [];
  const shown: PreviewState[] = [];
  const previews = new PreviewSource(
    (options, signal) =>
      new Promise((resolve) => {
        const answer = async (answered: Answer<Preview>): Promise<void> => {
          resolve(answered);
          await Promise.resolve();
        };
        asked.push({ options, signal, answer });
      }),
    (state) => shown.push(state),
    250,
  );
  return { previews, asked, shown };
}

const good = (count: number): Answer<Preview> => ({ ok: true, value: preview(count) });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('two changes in a row ask once, for the last', async () => {
  const { previews, asked } = source();
  previews.ask(NONE);
  await vi.advanceTimersByTimeAsync(200);
  previews.ask(BOTH);
  await vi.advanceTimersByTimeAsync(249);
  expect(asked).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.map(({ options }) => options)).toEqual([BOTH]);
});

test('the answer to an earlier question is dropped, even when it comes last', async () => {
  const { previews, asked } = source();
  previews.ask(NONE, 0);
  await vi.advanceTimersByTimeAsync(0);
  previews.ask(BOTH, 0);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked[0]!.signal.aborted).toBe(true);
  await asked[1]!.answer(good(5));
  await asked[0]!.answer(good(2));
  await vi.advanceTimersByTimeAsync(0);
  expect(previews.state).toEqual({ loading: false, preview: preview(5), problem: null });
});

test('the last preview stays while the next is on its way', async () => {
  const { previews, asked, shown } = source();
  previews.ask(NONE, 0);
  await vi.advanceTimersByTimeAsync(0);
  await asked[0]!.answer(good(2));
  await vi.advanceTimersByTimeAsync(0);
  previews.ask(BOTH);
  expect(shown.at(-1)).toEqual({ loading: true, preview: preview(2), problem: null });
});

test('a refusal takes the preview away: it is true no more', async () => {
  const { previews, asked } = source();
  const problem = {
    kind: 'http',
    status: 422,
    title: '',
    code: '',
    detail: 'Nobody.',
    retryAfterMs: null,
  } as const;
  previews.ask(NONE, 0);
  await vi.advanceTimersByTimeAsync(0);
  await asked[0]!.answer({ ok: false, problem });
  await vi.advanceTimersByTimeAsync(0);
  expect(previews.state).toEqual({ loading: false, preview: null, problem });
});

test('what is stopped shows nothing any more', async () => {
  const { previews, asked, shown } = source();
  previews.ask(NONE, 0);
  await vi.advanceTimersByTimeAsync(0);
  previews.stop();
  await asked[0]!.answer(good(2));
  await vi.advanceTimersByTimeAsync(0);
  expect(shown.every(({ loading }) => loading)).toBe(true);
});
