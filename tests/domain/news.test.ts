import { describe, expect, it } from 'vitest';
import { NO_OUTCOMES } from '../../src/domain/campaign.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { heardIn, newsOf } from '../../src/domain/news.js';

const JOB = { campaignId: 'c1', jobId: 'j1', jobType: 'start' } as const;
const WAITS = { type: 'job_waiting', ...JOB, until: 0 } as const;

/** Events that others have to know of, and what they are told. */
const TOLD: readonly [MusterEvent, object][] = [
  [{ type: 'settings_changed', actorId: 'mia', keys: ['start_time'] }, { type: 'settings_changed' }],
  [{ type: 'promotions_paused', actorId: 'mia' }, { type: 'promotions_paused' }],
  [{ type: 'promotions_resumed', actorId: 'mia' }, { type: 'promotions_resumed' }],
  [
    {
      type: 'campaign_created',
      campaignId: 'c1',
      promoterId: 'mia',
      date: '2026-03-10',
      recipients: 4,
      dryRun: false,
      reminderAt: null,
      startAt: 0,
    },
    { type: 'campaign_created', date: '2026-03-10' },
  ],
  [
    { type: 'campaign_cancelled', campaignId: 'c1', actorId: 'mia', slotFreed: true, told: 3 },
    { type: 'campaign_cancelled', campaign: 'c1' },
  ],
  [
    { type: 'more_called', campaignId: 'c1', actorId: 'mia', count: 1 },
    { type: 'more_called', campaign: 'c1' },
  ],
  [
    { type: 'job_started', ...JOB, lateMs: 3 },
    { type: 'campaign_changed', campaign: 'c1' },
  ],
  [
    {
      type: 'send_settled',
      ...JOB,
      userId: 'ana',
      displayName: 'Ana',
      channel: 'discord',
      outcome: 'sent',
      reason: null,
      code: null,
      attempt: 1,
    },
    { type: 'campaign_changed', campaign: 'c1' },
  ],
  [
    { ...WAITS, reason: 'retry' },
    { type: 'campaign_changed', campaign: 'c1' },
  ],
  [{ ...WAITS, reason: 'draining' }, { type: 'work_left' }],
  [
    {
      type: 'job_finished',
      ...JOB,
      status: 'sent',
      counts: NO_OUTCOMES,
      endReason: null,
      campaignStatus: 'sent',
    },
    { type: 'campaign_changed', campaign: 'c1' },
  ],
  [
    { type: 'availability_set', userId: 'ana', date: '2026-03-10', status: 'LOOKING' },
    { type: 'availability_set', date: '2026-03-10' },
  ],
  [
    { type: 'turnout_seen', campaignId: 'c1', date: '2026-03-10' },
    { type: 'board_changed', date: '2026-03-10' },
  ],
  [{ type: 'person_erased', standIn: 'erased:1' }, { type: 'person_erased' }],
  [
    { type: 'channel_paused', channel: 'signal', code: 'captcha', until: 5 },
    { type: 'channel_paused', channel: 'signal', code: 'captcha', until: 5 },
  ],
  [
    { type: 'channel_resumed', channel: 'signal' },
    { type: 'channel_resumed', channel: 'signal' },
  ],
  [
    { type: 'role', role: 'gateway:0', state: 'given_back' },
    { type: 'role_left', role: 'gateway:0' },
  ],
];

describe('what happens in one process', () => {
  it.each(TOLD)('is told the others as where to look: %o', (event, told) => {
    const news = newsOf(event);
    expect(news).toEqual(told);
    expect(heardIn(JSON.stringify(news))).toEqual(told);
  });

  it('is nobody else’s business where it is about that process alone', () => {
    expect(newsOf({ type: 'sweeps_missing' })).toBeNull();
    expect(newsOf({ type: 'role', role: 'housekeeping', state: 'taken' })).toBeNull();
    expect(newsOf({ type: 'background_error', where: 'sweep', error: new Error('no') })).toBeNull();
  });
});

it.each(['{"type":"of a later release"}', '{"type":"campaign_changed"}', 'no JSON', ''])(
  'what this release does not understand may be anything: %s',
  (payload) => {
    expect(heardIn(payload)).toEqual({ type: 'missed' });
  },
);
