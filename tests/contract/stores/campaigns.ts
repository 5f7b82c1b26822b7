import { beforeEach, describe, expect, it } from 'vitest';
import type { Campaign, CampaignRecipient } from '../../../src/domain/campaign.js';
import {
  campaignToCancel,
  campaignToShow,
  findCampaign,
  insertCampaign,
  markCancelled,
  recipientsWithoutFinalRow,
  slotOfDate,
  slotOfPromoter,
} from '../../../src/persistence/stores/campaign-store.js';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import {
  cancelJobs,
  claimJob,
  dueJobIds,
  findJob,
  finishJob,
  holdingOf,
  holdsOf,
  jobsOf,
  pendingJobs,
  releaseJob,
  runningJobs,
} from '../../../src/persistence/stores/job-store.js';
import { appendSendLog } from '../../../src/persistence/stores/send-log-store.js';
import { writeState } from '../../../src/persistence/stores/system-state-store.js';
import {
  aCampaign,
  DATE,
  dryRun,
  HOUR,
  line,
  NEXT_DATE,
  NOW,
  recipients,
  START_AT,
  uniqueViolation,
  withCampaign,
  type OpenStores,
  type StoresWorld,
} from './world.js';

/** Campaigns and their jobs. */
export function campaignsContract(open: OpenStores): void {
  let db: StoresWorld;
  let view: View;

  beforeEach(async () => {
    db = await open();
    view = db.view;
  });

  /** One write, as its own transaction. */
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  describe('campaigns', () => {
    it('come back as they were created', async () => {
      await withCampaign(db);
      expect(await findCampaign(view, 'c1')).toEqual(aCampaign('c1'));
      expect(await findCampaign(view, 'none')).toBeNull();
    });

    it('are one a promoter and date, and one a date under the cooldown, dry runs aside', async () => {
      const insert = (id: string, cooldown: boolean, overrides: Partial<Campaign> = {}): Promise<void> =>
        write((tx) => insertCampaign(tx, aCampaign(id, overrides), cooldown));
      await insert('c1', true);
      await expect(insert('c2', false)).rejects.toEqual(uniqueViolation);
      await expect(insert('c2', true, { promoterId: 'other' })).rejects.toEqual(uniqueViolation);
      await insert('c2', false, { promoterId: 'other' });
      await insert('c3', true, { date: NEXT_DATE });
      await insert('d1', false, { request: dryRun });
      await insert('d2', false, { request: dryRun });
      await write((tx) => markCancelled(tx, 'c1', true, NOW));
      await insert('c4', true);
    });

    it('hold slots until these are freed', async () => {
      await write((tx) => insertCampaign(tx, aCampaign('d1', { request: dryRun }), false));
      expect(await slotOfDate(view, DATE)).toBeNull();
      await withCampaign(db);
      expect(await slotOfPromoter(view, 'promoter', DATE)).toMatchObject({ id: 'c1' });
      expect(await slotOfDate(view, DATE)).toMatchObject({ id: 'c1' });
      await write((tx) => markCancelled(tx, 'c1', false, NOW));
      expect(await slotOfDate(view, DATE)).toMatchObject({
        id: 'c1',
        status: 'cancelled',
        cancelledAt: NOW,
      });
      await write((tx) => markCancelled(tx, 'c1', true, NOW));
      expect(await slotOfPromoter(view, 'promoter', DATE)).toBeNull();
      expect(await findCampaign(view, 'c1')).toMatchObject({ slotFreedAt: NOW });
    });

    it('are found for whoever looks at or cancels one', async () => {
      await withCampaign(db);
      const theirs = { request: dryRun, promoterId: 'other', createdAt: NOW + 1 };
      await write((tx) => insertCampaign(tx, aCampaign('d1', theirs), false));
      expect(await campaignToShow(view, 'other', DATE)).toMatchObject({ id: 'd1' });
      expect(await campaignToShow(view, 'anybody', DATE)).toMatchObject({ id: 'c1' });
      const toCancel = (userId: string, anybodys: boolean): Promise<Campaign | null> =>
        write((tx) => campaignToCancel(tx, userId, { date: DATE, anybodys, startedAfter: NOW }));
      expect(await toCancel('promoter', false)).toMatchObject({ id: 'c1' });
      expect(await toCancel('other', false)).toBeNull();
      expect(await toCancel('other', true)).toMatchObject({ id: 'c1' });
      await write((tx) => cancelJobs(tx, 'c1', NOW));
      expect(await toCancel('promoter', true)).toBeNull();
    });

    it('keep their snapshot, but for who has a final row', async () => {
      await withCampaign(db);
      const left = (): Promise<CampaignRecipient[]> =>
        write((tx) => recipientsWithoutFinalRow(tx, { id: 'j1', campaignId: 'c1', jobType: 'start' }));
      expect(await left()).toEqual(recipients);
      await write((tx) => appendSendLog(tx, line({ outcome: 'retry', isFinal: false }), NOW));
      expect(await left()).toHaveLength(2);
      await write((tx) => appendSendLog(tx, line(), NOW));
      expect(await left()).toEqual([recipients[1]]);
    });
  });

  describe('jobs', () => {
    beforeEach(() => withCampaign(db));

    it('are listed by their moments, and due from theirs on', async () => {
      expect((await jobsOf(view, 'c1')).map(({ id }) => id)).toEqual(['j1', 'j2']);
      expect((await pendingJobs(view)).map(({ id }) => id)).toEqual(['j1', 'j2']);
      expect(await dueJobIds(view, NOW - 1, false)).toEqual([]);
      expect(await dueJobIds(view, NOW, false)).toEqual(['j1']);
      expect(await dueJobIds(view, START_AT, false)).toEqual(['j1', 'j2']);
    });

    it('are due while paused only when their last useful moment is over', async () => {
      expect(await dueJobIds(view, START_AT - 1, true)).toEqual([]);
      expect(await dueJobIds(view, START_AT, true)).toEqual(['j1']);
      expect(await dueJobIds(view, START_AT + HOUR, true)).toEqual(['j1', 'j2']);
    });

    it('are claimed by exactly one of many, at their moment', async () => {
      expect(await write((tx) => claimJob(tx, 'j1', 'me', NOW - 1))).toBeNull();
      const owners = Array.from({ length: 20 }, (_, n) => `owner-${n}`);
      const claims = await Promise.all(owners.map((owner) => write((tx) => claimJob(tx, 'j1', owner, NOW))));
      const won = owners.filter((_, n) => claims[n]);
      expect(won).toHaveLength(1);
      const [winner = ''] = won;
      expect(await write((tx) => runningJobs(tx))).toEqual([{ id: 'j1', owner: winner }]);
      const holding = (id: string) => write((tx) => holdingOf(tx, id));
      expect(await holding('j1')).toEqual({ status: 'running', owner: winner });
      expect(await holding('j2')).toEqual({ status: 'pending', owner: null });
      expect(await holding('no such job')).toBeNull();
    });

    it('tell who holds them, and whether promotions are paused', async () => {
      const holds = (id: string, owner: string) => write((tx) => holdsOf(tx, id, owner));
      expect(await holds('j1', 'me')).toEqual({ isHeld: false, isPaused: false });
      await write((tx) => claimJob(tx, 'j1', 'me', NOW));
      expect(await holds('j1', 'me')).toEqual({ isHeld: true, isPaused: false });
      await write((tx) => writeState(tx, 'promotions_paused', 'admin', NOW));
      expect(await holds('j1', 'me')).toEqual({ isHeld: true, isPaused: true });
      expect(await holds('j1', 'another')).toEqual({ isHeld: false, isPaused: true });
      expect(await holds('no such job', 'me')).toEqual({ isHeld: false, isPaused: true });
    });

    it('are given back and ended only by who holds them', async () => {
      await write((tx) => claimJob(tx, 'j1', 'me', NOW));
      const release = (owner: string, error?: string): Promise<boolean> =>
        write((tx) => releaseJob(tx, { id: 'j1', owner }, NOW + 5, NOW, error));
      const finish = (owner: string): Promise<boolean> =>
        write((tx) =>
          finishJob(tx, { id: 'j1', owner }, { status: 'sent', summary: {}, lastError: null }, NOW + 9),
        );
      expect(await release('another')).toBe(false);
      expect(await finish('another')).toBe(false);
      expect(await release('me', 'internal_error')).toBe(true);
      expect(await findJob(view, 'j1')).toMatchObject({
        status: 'pending',
        nextRunAt: NOW + 5,
        runAt: NOW,
        attempts: 1,
        lastError: 'internal_error',
        startedAt: NOW,
      });
      expect(await finish('me')).toBe(false);
      await write((tx) => claimJob(tx, 'j1', 'me', NOW + 5));
      expect(await finish('me')).toBe(true);
      expect(await findJob(view, 'j1')).toMatchObject({
        status: 'sent',
        finishedAt: NOW + 9,
        startedAt: NOW,
        lastError: 'internal_error',
      });
      expect(await write((tx) => claimJob(tx, 'j1', 'me', NOW + HOUR))).toBeNull();
    });

    it('are taken back from the process that runs them, and from no other', async () => {
      await write((tx) => claimJob(tx, 'j1', 'gone', NOW));
      await write((tx) => claimJob(tx, 'j2', 'me', START_AT));
      const running = await write((tx) => runningJobs(tx));
      expect(running).toEqual([
        { id: 'j1', owner: 'gone' },
        { id: 'j2', owner: 'me' },
      ]);
      for (const { id } of running)
        await write((tx) => releaseJob(tx, { id, owner: 'gone' }, START_AT, START_AT));
      expect((await pendingJobs(view)).map(({ id, nextRunAt }) => [id, nextRunAt])).toEqual([
        ['j1', START_AT],
      ]);
    });

    it('are cancelled unless they have ended', async () => {
      await write((tx) => claimJob(tx, 'j1', 'me', NOW));
      const end = { status: 'sent', summary: { sent: 1 }, lastError: null } as const;
      await write((tx) => finishJob(tx, { id: 'j1', owner: 'me' }, end, NOW));
      expect((await write((tx) => cancelJobs(tx, 'c1', NOW))).map(({ id }) => id)).toEqual(['j2']);
      expect(await findJob(view, 'j1')).toMatchObject({ status: 'sent' });
    });
  });
}
