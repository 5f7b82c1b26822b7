import { beforeEach, expect, test } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { Metrics, type MetricsSource } from '../../src/observability/metrics.js';
import { FakeClock, settled as settledClock } from '../support/fake-clock.js';

let clock: FakeClock;
let events: SimpleEventBus;
let metrics: Metrics;
let source: { -readonly [K in keyof MetricsSource]: MetricsSource[K] };

beforeEach(() => {
  events = new SimpleEventBus();
  source = {
    jobs: async () => ({ waiting: 2, due: 1 }),
    inFlight: () => 3,
    gatewayUp: () => true,
    promotionsPaused: async () => false,
    discordRefusals: () => 12,
    roles: () => [['gateway:0', true]],
  };
  clock = new FakeClock('2026-03-10T20:00:00Z');
  metrics = new Metrics(events, source, '1.2.3', clock);
});

/** The lines of ours, without their explanations. */
async function lines(): Promise<string[]> {
  return (await metrics.render()).split('\n').filter((line) => line.startsWith('muster_'));
}

const settled = (more: Partial<Extract<MusterEvent, { type: 'send_settled' }>> = {}): MusterEvent => ({
  type: 'send_settled',
  campaignId: 'campaign-canary',
  jobId: 'job-canary',
  jobType: 'start',
  userId: 'user-canary',
  displayName: 'name-canary',
  channel: 'discord',
  outcome: 'sent',
  reason: null,
  code: null,
  attempt: 1,
  ...more,
});

test('sends are counted by job, channel and outcome, the unclear ones too', async () => {
  events.emit(settled());
  events.emit(settled());
  events.emit(settled({ outcome: 'unknown', channel: 'signal' }));
  events.emit(settled({ outcome: 'skipped', channel: null, jobType: 'reminder' }));
  expect((await lines()).filter((line) => line.startsWith('muster_sends_total')).sort()).toEqual([
    'muster_sends_total{job_type="reminder",channel="none",outcome="skipped"} 1',
    'muster_sends_total{job_type="start",channel="discord",outcome="sent"} 2',
    'muster_sends_total{job_type="start",channel="signal",outcome="unknown"} 1',
  ]);
});

test('how late jobs start is told in buckets of seconds', async () => {
  const started = { type: 'job_started', campaignId: 'c', jobId: 'j', jobType: 'start' } as const;
  events.emit({ ...started, lateMs: 40 });
  events.emit({ ...started, lateMs: 2_000 });
  const told = await lines();
  expect(told).toContain('muster_job_lateness_seconds_bucket{le="0.1",job_type="start"} 1');
  expect(told).toContain('muster_job_lateness_seconds_bucket{le="2.5",job_type="start"} 2');
  expect(told).toContain('muster_job_lateness_seconds_sum{job_type="start"} 2.04');
});

test('a stand-by tells its own numbers, and leaves the community’s to the process that has the role', async () => {
  await metrics.render();
  source.jobs = async () => null;
  source.gatewayUp = () => null;
  source.promotionsPaused = async () => null;
  source.roles = () => [
    ['gateway:0', false],
    ['inbox:signal', true],
  ];
  const told = await lines();
  expect(told.filter((line) => /jobs_|gateway_up|paused/.test(line))).toEqual([]);
  expect(told).toEqual(
    expect.arrayContaining([
      'muster_role{role="gateway:0"} 0',
      'muster_role{role="inbox:signal"} 1',
      'muster_sends_in_flight 3',
    ]),
  );
});

test('what is asked for is asked at each scrape', async () => {
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'muster_build_info{version="1.2.3"} 1',
      'muster_jobs_waiting 2',
      'muster_jobs_due 1',
      'muster_sends_in_flight 3',
      'muster_gateway_up 1',
      'muster_role{role="gateway:0"} 1',
      'muster_promotions_paused 0',
      'muster_discord_refusals 12',
    ]),
  );
  source.gatewayUp = () => false;
  source.promotionsPaused = async () => true;
  expect(await lines()).toEqual(
    expect.arrayContaining(['muster_gateway_up 0', 'muster_promotions_paused 1']),
  );
});

test('a database that does not answer leaves the other numbers', async () => {
  source.jobs = () => Promise.reject(new Error('disk'));
  const told = await lines();
  expect(told).toContain('muster_gateway_up 1');
  expect(told.filter((line) => line.startsWith('muster_jobs_'))).toEqual([]);
});

test('one that says nothing holds them up for two seconds, and what it can not tell is left out', async () => {
  await lines();
  source.jobs = () => new Promise(() => undefined);
  source.promotionsPaused = () => new Promise(() => undefined);
  const told = lines();
  await clock.advance(1_999);
  let isTold = false;
  void told.then(() => (isTold = true));
  await settledClock();
  expect(isTold).toBe(false);
  await clock.advance(1);
  expect(await told).toContain('muster_gateway_up 1');
  expect((await told).filter((line) => /^muster_(jobs_|promotions_)/.test(line))).toEqual([]);
});

test('a channel is paused until it goes on', async () => {
  events.emit({ type: 'channel_paused', channel: 'signal', code: 'captcha', until: 0 });
  expect(await lines()).toContain('muster_channel_paused{channel="signal"} 1');
  events.emit({ type: 'channel_resumed', channel: 'signal' });
  expect(await lines()).toContain('muster_channel_paused{channel="signal"} 0');
});

test('faults of our own are counted by the part they were in', async () => {
  events.emit({ type: 'job_error', jobId: 'j', attempt: 1, error: new Error() });
  events.emit({ type: 'background_error', where: 'sweep', error: new Error() });
  events.emit({ type: 'request_failed', requestId: 'r', method: 'GET', route: '/', error: new Error() });
  const told = await lines();
  for (const part of ['job', 'sweep', 'http'])
    expect(told).toContain(`muster_errors_total{part="${part}"} 1`);
});

test('nothing tells of a person or a campaign', async () => {
  events.emit(settled());
  expect(await metrics.render()).not.toContain('canary');
});

test('the process tells of itself', async () => {
  expect(await metrics.render()).toContain('process_resident_memory_bytes');
  expect(metrics.contentType).toMatch(/^text\/plain/);
});
