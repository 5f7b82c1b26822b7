import { expect, test } from 'vitest';
import type { Campaign, Job } from '../../../src/contract/campaign.js';
import { web as texts } from '../../../src/messages/en/web.js';
import { totalOf } from '../../../web/src/element/bar.js';
import { isWorthShowing, mayCallMore } from '../../../web/src/element/may-open.js';
import { progressSentence, progressView } from '../../../web/src/element/progress-view.js';
import { Formats } from '../../../web/src/format.js';

const NONE = { sent: 0, skipped: 0, failed: 0, unknown: 0 };
const JOB: Job = {
  job_type: 'start',
  run_at: '2026-03-10T20:00:00.000Z',
  status: 'sent',
  attempts: 0,
  finished_at: '2026-03-10T20:00:01.000Z',
  wanted: null,
  counts: NONE,
  skipped_by_reason: {},
};

function campaign(part: Partial<Campaign>): Campaign {
  return {
    id: '0b9c6d0e-0000-4000-8000-000000000000',
    campaign_date: '2026-03-10',
    timezone: 'Europe/Ljubljana',
    target_start_time: '21:00',
    include_available: false,
    include_maybe: false,
    dry_run: false,
    status: 'sent',
    promoted_by: 'Ana',
    recipient_count: 6,
    standby_count: 0,
    late_count: 0,
    dropped_out_count: 0,
    promoter_not_asked: false,
    answers: { coming: 0, later: 0, not_tonight: 0, none: 0, first_later_at: null, last_later_at: null },
    channels_summary: { discord: 6, telegram: 0, signal: 0 },
    counts: NONE,
    skipped_by_reason: {},
    jobs: [JOB],
    can_cancel: false,
    reached_count: 0,
    standbys_left: 0,
    ...part,
  };
}

test('a follow-up tells who was nudged, who was there, and who was not expected', () => {
  const followUp = {
    ...JOB,
    job_type: 'follow_up',
    counts: { ...NONE, sent: 2, skipped: 9 },
    skipped_by_reason: { present: 3, not_called: 5, not_playing: 1 },
  } as const;
  expect(progressSentence(campaign({ jobs: [followUp] }), texts)).toContain(
    'Done: 2 nudged, 3 already there, 6 not expected',
  );
});

test('says where its promoter may not have been asked whether too few are enough', () => {
  // What the template holds; the browser's tests look at what becomes of one.
  const shown = (part: Partial<Campaign>) =>
    JSON.stringify(progressView(campaign(part), texts, new Formats('en', 'Europe/Ljubljana')));
  expect(shown({ promoter_not_asked: true })).toContain(texts.progress.promoterNotAsked);
  expect(shown({})).not.toContain(texts.progress.promoterNotAsked);
});

test('the bar of the standbys is as long as the number of those who are wanted', () => {
  const open = { ...JOB, finished_at: null, wanted: 2 };
  expect(totalOf(open, 6)).toBe(2);
  expect(totalOf({ ...open, counts: { ...NONE, sent: 3 } }, 6)).toBe(3);
  expect(totalOf({ ...open, wanted: null }, 6)).toBe(6);
});

test('while standbys are asked, the line says how many were, and how many are needed', () => {
  const counts = { ...NONE, sent: 3, skipped: 1 };
  const asking = {
    ...JOB,
    job_type: 'one_more',
    status: 'pending',
    finished_at: null,
    wanted: 2,
    counts,
  } as const;
  expect(progressSentence(campaign({ jobs: [asking] }), texts)).toContain(
    `Standby ping: ${texts.jobStatus.pending} · 3 asked, 2 needed.`,
  );
});

test('one person out of reach does not turn the evening into a failure', () => {
  const partial = campaign({ status: 'partial', counts: { ...NONE, sent: 5, failed: 1 } });
  expect(progressSentence(partial, texts)).toMatch(/^Tonight’s pings went out · 5\sof\s6 reached/);
});

test('what was cancelled before anything left says just that', () => {
  const stopped = { ...NONE, skipped: 6 };
  const job = { ...JOB, status: 'cancelled', counts: stopped, skipped_by_reason: { cancelled: 6 } } as const;
  const cancelled = campaign({ status: 'cancelled', jobs: [job] });
  expect(progressSentence(cancelled, texts)).toBe(texts.progress.cancelledInTime);
});

test('the button shows what there is, and neither what is cancelled nor a dry run that is over', () => {
  expect(isWorthShowing(null)).toBe(false);
  expect(isWorthShowing(campaign({}))).toBe(true);
  expect(isWorthShowing(campaign({ status: 'cancelled' }))).toBe(false);
  expect(isWorthShowing(campaign({ dry_run: true }))).toBe(false);
  expect(isWorthShowing(campaign({ dry_run: true, jobs: [{ ...JOB, status: 'pending' }] }))).toBe(true);
});

test('standbys may be asked for from a quarter of an hour before the start until half an hour after it', () => {
  const MINUTE = 60_000;
  const start = Date.parse(JOB.run_at);
  const may = (left: number, minutes: number) =>
    mayCallMore(campaign({ standbys_left: left }), start + minutes * MINUTE);
  expect([-16, -15, 0, 29, 30].map((minutes) => may(2, minutes))).toEqual([false, true, true, true, false]);
  expect(may(0, 0)).toBe(false);
});
