import { expect, test } from 'vitest';
import type { AskingForNews, News } from '../../web/src/api.js';
import type { Campaign, CampaignOfDate } from '../../src/contract/campaign.js';
import { CampaignWatch, type WatchState } from '../../web/src/element/campaign-watch.js';
import type { PollEnvironment } from '../../web/src/poll.js';
import { localProblem, type Problem } from '../../web/src/problem.js';

type Found = News<CampaignOfDate>;

const campaign = (status: Campaign['status'], job: 'running' | 'sent'): Campaign =>
  ({
    id: 'c1',
    status,
    jobs: [{ job_type: 'start', run_at: '2026-03-10T20:00:00.000Z', status: job, counts: {} }],
  }) as unknown as Campaign;
const found = (of: Campaign | null, etag: string | null = null): Found => ({
  ok: true,
  value: { campaign: of },
  etag,
});
const problem = (part: Partial<Problem>): Found => ({
  ok: false,
  problem: { ...localProblem('network'), ...part },
});

/** A watch over a bridge that gives these answers, one a look. */
function watching(...answers: Found[]) {
  const asked: AskingForNews[] = [];
  const shown: WatchState[] = [];
  const timers: { readonly run: () => void; readonly ms: number }[] = [];
  const polling: PollEnvironment = {
    setTimeout: (run, ms) => timers.push({ run, ms }),
    clearTimeout: () => undefined,
    hidden: () => false,
    onVisibility: () => () => undefined,
  };
  const watch = new CampaignWatch(
    async (asking) => {
      asked.push(asking);
      return answers[asked.length - 1] ?? found(null);
    },
    (state) => shown.push(state),
    { polling, now: () => Date.parse('2026-03-10T20:00:05.000Z') },
  );
  const settle = (): Promise<void> => new Promise(setImmediate);
  const start = (): Promise<void> => {
    watch.start();
    return settle();
  };
  const due = (): Promise<void> => {
    timers.pop()?.run();
    return settle();
  };
  return { asked, shown, timers, watch, start, due };
}

test('what is known is asked for by its ETag, and stays when nothing is new', async () => {
  const running = campaign('running', 'running');
  const { asked, shown, watch, start, due } = watching(found(running, '"1"'), {
    ok: true,
    notModified: true,
  });
  await start();
  await due();
  expect(asked.map(({ etag }) => etag)).toEqual([null, '"1"']);
  expect(watch.state).toEqual({ loading: false, campaign: running, problem: null });
  expect(shown).toHaveLength(1);
});

test('a failing look is told, takes nothing away, and is tried again ever more rarely', async () => {
  const running = campaign('running', 'running');
  const { watch, timers, start, due } = watching(
    found(running, '"1"'),
    problem({}),
    problem({ retryAfterMs: 30_000 }),
    { ok: true, notModified: true },
  );
  await start();
  await due();
  expect(watch.state).toMatchObject({ campaign: running, problem: { kind: 'network' } });
  expect(timers.map(({ ms }) => ms)).toEqual([2_000]);
  await due();
  expect(timers.map(({ ms }) => ms)).toEqual([30_000]);
  await due();
  expect(watch.state).toEqual({ loading: false, campaign: running, problem: null });
});

test.each([
  ['signed out', problem({ kind: 'http', status: 401 })],
  ['not allowed', problem({ kind: 'http', status: 403 })],
  ['not there', problem({ kind: 'http', status: 404 })],
  ['no token', problem({ kind: 'token' })],
])('who is %s is told so, and not asked for again and again', async (_, answer) => {
  const { watch, timers, start } = watching(answer);
  await start();
  expect(watch.state.problem).not.toBeNull();
  expect(timers).toEqual([]);
});

test('a campaign that is over is followed no more; where there is none, one is looked for now and then', async () => {
  const over = watching(found(campaign('sent', 'sent')));
  await over.start();
  expect(over.timers).toEqual([]);
  const none = watching(found(null));
  await none.start();
  expect(none.timers.map(({ ms }) => ms)).toEqual([60_000]);
});
