import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CAMPAIGN_STATUSES,
  JOB_STATUSES,
  NO_OUTCOMES,
  type JobStatus,
  type OutcomeCounts,
} from '../../src/domain/campaign.js';
import type { JobType } from '../../src/domain/message-kinds.js';
import { campaignStatus, jobStatusOf, type JobProgress } from '../../src/domain/campaign-status.js';

const rows = (counts: Partial<OutcomeCounts>): OutcomeCounts => ({ ...NO_OUTCOMES, ...counts });

function job(
  jobType: JobType,
  status: JobStatus,
  counts: Partial<OutcomeCounts> = {},
  startedAt?: number,
  missed = 0,
): JobProgress {
  const started =
    startedAt ?? (status === 'pending' || status === 'missed' || status === 'cancelled' ? null : 1);
  return { jobType, status, startedAt: started, counts: rows(counts), missed };
}

const of = (...jobs: JobProgress[]) => campaignStatus({ cancelledAt: null, jobs });

const count = fc.constantFrom(0, 0, 1, 7);
const anyCounts: fc.Arbitrary<OutcomeCounts> = fc.record({
  sent: count,
  failed: count,
  unknown: count,
  skipped: count,
  simulated: count,
});
const anyJob = (jobType: JobType): fc.Arbitrary<JobProgress> =>
  fc.record({
    jobType: fc.constant(jobType),
    status: fc.constantFrom(...JOB_STATUSES),
    startedAt: fc.constantFrom(null, 1),
    counts: anyCounts,
    missed: count,
  });

describe('jobStatusOf', () => {
  it.each([
    [{ sent: 3 }, 'sent'],
    [{ simulated: 3 }, 'sent'],
    [{ sent: 3, skipped: 2 }, 'sent'],
    [{ sent: 3, failed: 1 }, 'partial'],
    [{ sent: 3, unknown: 1 }, 'partial'],
    [{ failed: 1 }, 'failed'],
    [{ unknown: 1 }, 'failed'],
    [{ failed: 1, skipped: 5 }, 'failed'],
    [{ skipped: 5 }, 'skipped'],
    [{}, 'skipped'],
  ] as const)('calls %j %s', (counts, status) => {
    expect(jobStatusOf(rows(counts), 0)).toBe(status);
  });

  it.each([
    [{ sent: 1, skipped: 19 }, 19, 'partial'],
    [{ sent: 1, skipped: 19 }, 1, 'partial'],
    [{ simulated: 1, skipped: 1 }, 1, 'partial'],
    [{ failed: 1, skipped: 5 }, 5, 'failed'],
    [{ skipped: 5 }, 5, 'missed'],
    [{ skipped: 5 }, 4, 'missed'],
  ] as const)('counts who was never tried in time: %j, %i of them, are %s', (counts, missed, status) => {
    expect(jobStatusOf(rows(counts), missed)).toBe(status);
  });

  it('never hides a failure behind a skip, nor claims a send that was none', () => {
    fc.assert(
      fc.property(anyCounts, count, (counts, missed) => {
        const status = jobStatusOf(counts, missed);
        const arrived = counts.sent + counts.simulated > 0;
        const amiss = counts.failed + counts.unknown > 0;
        expect(status === 'sent' || status === 'partial').toBe(arrived);
        expect(status === 'failed' || status === 'partial').toBe(amiss || (arrived && missed > 0));
        expect(status === 'missed' || status === 'failed' || status === 'partial').toBe(amiss || missed > 0);
      }),
    );
  });
});

describe('campaignStatus', () => {
  it('is scheduled until a job has begun', () => {
    expect(of(job('reminder', 'pending'), job('start', 'pending'), job('follow_up', 'pending'))).toBe(
      'scheduled',
    );
    expect(of(job('start', 'pending'))).toBe('scheduled');
  });

  it('is running from the reminder on until the start job has ended', () => {
    expect(of(job('reminder', 'running'), job('start', 'pending'))).toBe('running');
    expect(of(job('reminder', 'sent', { sent: 2 }), job('start', 'pending'))).toBe('running');
    expect(of(job('reminder', 'missed', { skipped: 2 }), job('start', 'pending'))).toBe('running');
    expect(of(job('reminder', 'sent', { sent: 2 }), job('start', 'running', { sent: 1 }))).toBe('running');
    expect(of(job('reminder', 'running'), job('start', 'sent', { sent: 2 }))).toBe('running');
  });

  it('is running while the start job waits to go on after an error', () => {
    expect(of(job('start', 'pending', { sent: 1 }, 5))).toBe('running');
  });

  it.each([
    ['sent', { sent: 4, skipped: 1 }, 'sent'],
    ['partial', { sent: 4, unknown: 1 }, 'partial'],
    ['partial', { sent: 4, failed: 1 }, 'partial'],
    ['failed', { failed: 4, skipped: 1 }, 'failed'],
    ['failed', { unknown: 4 }, 'failed'],
    ['skipped', { skipped: 4 }, 'skipped'],
    ['failed', {}, 'failed'],
    ['failed', { sent: 4 }, 'partial'],
  ] as const)('is read from a start job that ended %s with %j: %s', (status, counts, expected) => {
    expect(of(job('reminder', 'sent', { sent: 9 }), job('start', status, counts))).toBe(expected);
  });

  it('is partial when the start reached some and came too late for others', () => {
    expect(of(job('start', 'partial', { sent: 1, skipped: 19 }, 1, 19))).toBe('partial');
  });

  it('is not bettered by a reminder that arrived', () => {
    const start = job('start', 'missed', { skipped: 9 }, 1, 9);
    expect(of(job('reminder', 'sent', { sent: 9 }), start)).toBe('missed');
  });

  it('is cancelled once cancelled, whatever was sent before', () => {
    expect(
      campaignStatus({
        cancelledAt: 5,
        jobs: [job('reminder', 'sent', { sent: 2 }), job('start', 'cancelled')],
      }),
    ).toBe('cancelled');
  });

  it('keeps what the start did when only the follow-up was cancelled', () => {
    expect(of(job('start', 'sent', { sent: 2 }), job('follow_up', 'cancelled'))).toBe('sent');
  });

  it('is total, and never changed by the follow-up', () => {
    const anyJobs = fc.tuple(fc.option(anyJob('reminder'), { nil: undefined }), anyJob('start'));
    fc.assert(
      fc.property(
        anyJobs,
        anyJob('follow_up'),
        fc.constantFrom(null, 7),
        ([reminder, start], followUp, cancelledAt) => {
          const jobs = reminder ? [reminder, start] : [start];
          const status = campaignStatus({ cancelledAt, jobs });
          expect(CAMPAIGN_STATUSES).toContain(status);
          expect(campaignStatus({ cancelledAt, jobs: [followUp, ...jobs] })).toBe(status);
          expect(campaignStatus({ cancelledAt, jobs: [...jobs].reverse() })).toBe(status);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('follows its own rules over random job sets', () => {
    fc.assert(
      fc.property(anyJob('reminder'), anyJob('start'), (reminder, start) => {
        const status = of(reminder, start);
        const begun = [reminder, start].some(
          (each) => each.startedAt !== null || !['pending', 'cancelled'].includes(each.status),
        );
        const busy = reminder.status === 'running' || ['running', 'pending'].includes(start.status);
        expect(status === 'scheduled').toBe(!begun);
        expect(status === 'running').toBe(begun && busy);
        if (!begun || busy || start.status === 'cancelled') return;
        const arrived = start.counts.sent + start.counts.simulated > 0;
        const amiss = start.counts.failed + start.counts.unknown > 0 || start.status === 'failed';
        expect(['sent', 'partial'].includes(status)).toBe(arrived);
        expect(['failed', 'partial'].includes(status)).toBe(amiss || (arrived && start.missed > 0));
        if (!arrived && !amiss) expect(status).toBe(start.missed > 0 ? 'missed' : 'skipped');
      }),
      { numRuns: 2000 },
    );
  });
});
