import { beforeEach, expect, it } from 'vitest';
import { channelAsUser, summaryKey } from '../../../src/domain/event-key.js';
import { recipientIdsOf } from '../../../src/persistence/stores/campaign-store.js';
import type { Tx } from '../../../src/persistence/engine/database.js';
import {
  claimJob,
  findJob,
  hasten,
  hastenPresence,
  insertJob,
  noteWaitForPresence,
  releaseJob,
  setMoment,
} from '../../../src/persistence/stores/job-store.js';
import { calledFor, dueSummaries, insertWaiting } from '../../../src/persistence/stores/ledger-store.js';
import { linkedNames } from '../../../src/persistence/stores/linked-names.js';
import { savePlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import { appendSendLog, presentIn, simulatedCalls } from '../../../src/persistence/stores/send-log-store.js';
import {
  closeLook,
  dueLooks,
  findTurnout,
  insertTurnout,
  planLook,
  turnoutsSince,
} from '../../../src/persistence/stores/turnout-store.js';
import {
  DATE,
  EVENT_KEY,
  HOUR,
  line,
  NEXT_DATE,
  NOW,
  type OpenStores,
  reserve,
  START_AT,
  type StoresWorld,
  withCampaign,
} from './world.js';

const FOLLOW_UP = { campaignId: 'c1', jobType: 'follow_up' } as const;

/** What the follow-up asks and keeps. */
export function followUpContract(open: OpenStores): void {
  let db: StoresWorld;
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);
  const SEEN = { campaignId: 'c1', date: DATE, expected: 5, inVoice: 3, onServer: null };

  beforeEach(async () => {
    db = await open();
    await withCampaign(db);
  });

  it('its moment is set once while it waits, never past its last useful one; once it has begun it only comes sooner', async () => {
    const job = { id: 'j3', campaignId: 'c1', jobType: 'follow_up', runAt: START_AT } as const;
    const expiresAt = START_AT + HOUR;
    await write((tx) => insertJob(tx, { ...job, expiresAt, nextRunAt: expiresAt }, NOW));
    expect(await findJob(db.view, 'j3')).toMatchObject({ runAt: START_AT, nextRunAt: expiresAt });
    const set = (at: number) => write((tx) => setMoment(tx, FOLLOW_UP, at, NOW));
    expect(await set(START_AT + 90_000)).toMatchObject({ id: 'j3', nextRunAt: START_AT + 90_000 });
    expect(await set(START_AT + 120_000)).toBeNull();
    const change = (set: string) =>
      write((tx) => tx.query(`UPDATE availability_promotion_jobs SET ${set} WHERE id = 'j3'`));
    await change('next_run_at = expires_at');
    expect(await set(expiresAt + 1)).toMatchObject({ runAt: expiresAt + 1, nextRunAt: expiresAt });
    await change(`started_at = '2026'`);
    expect(await set(expiresAt + 1)).toBeNull();
    expect(await set(START_AT + 90_000)).toMatchObject({
      runAt: expiresAt + 1,
      nextRunAt: START_AT + 90_000,
    });
    expect(await set(START_AT + 91_000)).toBeNull();
  });

  it('a moment set while it runs holds when it is given back, if it is the sooner one, also when it has passed', async () => {
    const job = { id: 'j3', campaignId: 'c1', jobType: 'follow_up', runAt: START_AT } as const;
    await write((tx) => insertJob(tx, { ...job, expiresAt: START_AT + HOUR }, NOW));
    const run = async (until: number, meanwhile: number | null): Promise<number | undefined> => {
      const now = START_AT + HOUR / 2;
      const claimed = await write((tx) => claimJob(tx, 'j3', 'me', now));
      const dueAt = claimed?.nextRunAt ?? 0;
      if (meanwhile !== null) await write((tx) => hasten(tx, FOLLOW_UP, meanwhile, now));
      await write((tx) => releaseJob(tx, { id: 'j3', owner: 'me', dueAt }, until, now + 10));
      return (await findJob(db.view, 'j3'))?.nextRunAt;
    };
    const soon = START_AT + HOUR / 2 + 5;
    expect(await run(soon, null)).toBe(soon);
    await write((tx) =>
      tx.query(`UPDATE availability_promotion_jobs SET next_run_at = run_at WHERE id = 'j3'`),
    );
    expect(await run(soon + 5, soon)).toBe(soon);
    await write((tx) =>
      tx.query(`UPDATE availability_promotion_jobs SET next_run_at = run_at WHERE id = 'j3'`),
    );
    expect(await run(soon, soon + 5)).toBe(soon);
  });

  it('what a job waits for is kept, and taken back, without counting an attempt', async () => {
    await write((tx) => noteWaitForPresence(tx, 'j2', true, NOW));
    expect(await findJob(db.view, 'j2')).toMatchObject({
      waitsForPresence: true,
      lastError: null,
      attempts: 0,
    });
    await write((tx) => noteWaitForPresence(tx, 'j2', false, NOW));
    expect(await findJob(db.view, 'j2')).toMatchObject({ waitsForPresence: false });
  });

  it('who waits to know who has come looks again at once, and so does who may be about to wait', async () => {
    const expiresAt = START_AT + HOUR;
    const [soon, later] = [NOW + 1_000, NOW + 60_000];
    const make = (id: string, campaignId: string, jobType: 'follow_up' | 'one_more' | 'start') =>
      write((tx) => insertJob(tx, { id, campaignId, jobType, runAt: NOW - 1, expiresAt }, NOW));
    const set = (id: string, what: string) =>
      write((tx) => tx.query(`UPDATE availability_promotion_jobs SET ${what} WHERE id = '${id}'`));
    await make('waits', 'c1', 'follow_up');
    await set('waits', `waiting_for = 'presence', next_run_at = '${new Date(later).toISOString()}'`);
    await make('runs', 'c1', 'one_more');
    const claimed = await write((tx) => claimJob(tx, 'runs', 'me', NOW));
    // For another reason.
    await set('j2', `next_run_at = '${new Date(later).toISOString()}'`);
    await write((tx) => hastenPresence(tx, 'me', soon));
    const release = { id: 'runs', owner: 'me', dueAt: claimed!.nextRunAt };
    await write((tx) => releaseJob(tx, release, later, soon));
    const next = async (id: string) => (await findJob(db.view, id))?.nextRunAt;
    expect([await next('waits'), await next('runs'), await next('j2')]).toEqual([soon, soon, later]);
    await write((tx) => claimJob(tx, 'runs', 'another', soon));
    await write((tx) => hastenPresence(tx, 'me', soon + 5));
    expect([await next('waits'), await next('runs')]).toEqual([soon, soon]);
  });

  it('knows who was called for a moment, or may have been', async () => {
    const states = ['sending', 'retry', 'sent', 'failed', 'unknown'];
    for (const state of states) {
      await reserve(db, { id: `l-${state}`, userId: state, recipientId: null });
      await write((tx) =>
        tx.query(`UPDATE notifications_ledger SET state = '${state}' WHERE id = 'l-${state}'`),
      );
    }
    expect([...(await calledFor(db.view, EVENT_KEY))].sort()).toEqual(['sent', 'unknown']);
    expect(await calledFor(db.view, 'PROMOTE:T0:2000-01-01')).toEqual(new Set());
  });

  it('knows the people of a campaign, but for those who erased their data', async () => {
    await write((tx) =>
      tx.query(`UPDATE availability_promotion_recipients SET user_id = 'erased:1' WHERE id = 'r1'`),
    );
    expect(await recipientIdsOf(db.view, 'c1')).toEqual(['p2']);
  });

  it('knows who was there already, and in a dry run who would have been called', async () => {
    await write(async (tx) => {
      await appendSendLog(tx, line({ outcome: 'skipped', reason: 'present', channel: null }), NOW);
      await appendSendLog(tx, line({ userId: 'p2', outcome: 'skipped', reason: 'quiet_hours' }), NOW);
      await appendSendLog(tx, line({ jobId: 'j2', outcome: 'simulated' }), NOW);
      const leftOut = { userId: 'p2', outcome: 'simulated', reason: 'quiet_hours', channel: null } as const;
      await appendSendLog(tx, line({ jobId: 'j2', ...leftOut }), NOW);
    });
    expect(await presentIn(db.view, 'j1')).toEqual(new Set(['p1']));
    expect(await simulatedCalls(db.view, 'c1')).toEqual(new Set(['p1']));
  });

  it('a summary waits once in the ledger, due at once', async () => {
    const userId = channelAsUser('42');
    const row = {
      kind: 'summary',
      userId,
      eventKey: summaryKey('c1'),
      campaignId: 'c1',
      jobId: 'j1',
      channel: 'discord',
    } as const;
    await reserve(db);
    await write((tx) => insertWaiting(tx, { ...row, id: 's1', nonce: 'n1' }, 'me', NOW));
    await write((tx) => insertWaiting(tx, { ...row, id: 's2', nonce: 'n2' }, 'me', NOW));
    expect(await dueSummaries(db.view, NOW - 1)).toEqual([]);
    expect(await dueSummaries(db.view, NOW)).toMatchObject([
      { id: 's1', userId, nonce: 'n1', state: 'retry', attempts: 0, recipientId: null },
    ]);
  });

  it('a turnout is what the first look saw', async () => {
    await write((tx) => insertTurnout(tx, SEEN, NOW));
    await write((tx) => insertTurnout(tx, { ...SEEN, inVoice: 5 }, NOW + 1));
    expect(await findTurnout(db.view, 'c1')).toEqual({ ...SEEN, joined: null, steppedIn: null });
    expect(await turnoutsSince(db.view, DATE)).toHaveLength(1);
    expect(await turnoutsSince(db.view, NEXT_DATE)).toEqual([]);
  });

  it('is completed by one more look, which is due from its moment on and only once', async () => {
    await write((tx) => insertTurnout(tx, SEEN, NOW));
    expect(await dueLooks(db.view, NOW + HOUR)).toEqual([]);
    await write((tx) => planLook(tx, 'c1', NOW + HOUR, { once: false, now: NOW }));
    expect(await dueLooks(db.view, NOW + HOUR - 1)).toEqual([]);
    expect(await dueLooks(db.view, NOW + HOUR)).toEqual([
      { campaignId: 'c1', date: DATE, lookAt: NOW + HOUR },
    ]);
    await write((tx) => closeLook(tx, 'c1', { joined: 4, steppedIn: 2 }, NOW + HOUR));
    await write((tx) => closeLook(tx, 'c1', { joined: 1, steppedIn: null }, NOW + HOUR));
    expect(await dueLooks(db.view, NOW + HOUR)).toEqual([]);
    expect(await findTurnout(db.view, 'c1')).toMatchObject({ joined: 4, steppedIn: 2 });
  });

  it('everybody who is linked can be looked for on the server, or only who has proved it', async () => {
    for (const userId of ['p1', 'p2']) {
      await write((tx) =>
        savePlayerLink(tx, { userId, guid: `guid-${userId}`, name: `Name of ${userId}` }, NOW),
      );
    }
    await write((tx) => tx.query(`UPDATE player_links SET verified_at = '2026' WHERE user_id = 'p2'`));
    const names = async (onlyVerified: boolean) =>
      (await linkedNames(db.view, onlyVerified)).map(({ userId }) => userId);
    expect(await names(false)).toEqual(['p1', 'p2']);
    expect(await names(true)).toEqual(['p2']);
  });
}
