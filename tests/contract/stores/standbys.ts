import { beforeEach, expect, it } from 'vitest';
import type { CampaignRecipient } from '../../../src/domain/campaign.js';
import type { Tx } from '../../../src/persistence/engine/database.js';
import { saveAvailability } from '../../../src/persistence/stores/availability-store.js';
import { insertCampaign, insertRecipients } from '../../../src/persistence/stores/campaign-store.js';
import { cancelJobs, claimJob, finishJob } from '../../../src/persistence/stores/job-store.js';
import { appendSendLog } from '../../../src/persistence/stores/send-log-store.js';
import { askForMore, standbyLine } from '../../../src/persistence/stores/standby-store.js';
import {
  aCampaign,
  DATE,
  HOUR,
  line,
  NOW,
  reserve,
  START_AT,
  withCampaign,
  type OpenStores,
  type StoresWorld,
} from './world.js';

/** Whose turn it is among those who may be called where some are missing. */
export function standbysContract(open: OpenStores): void {
  let db: StoresWorld;

  beforeEach(async () => {
    db = await open();
    await withCampaign(db);
  });

  /** One write, as its own transaction. */
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  const standby = (id: string, status: CampaignRecipient['status'] = 'AVAILABLE'): CampaignRecipient => ({
    id: `r-${id}`,
    userId: id,
    displayName: id,
    status,
    channel: 'discord',
  });
  const list = (...people: CampaignRecipient[]): Promise<void> =>
    write((tx) => insertRecipients(tx, 'c1', people, NOW, 'standby'));
  const say = (userId: string, status: 'LOOKING' | 'AVAILABLE' | 'MAYBE', at: number): Promise<void> =>
    write((tx) =>
      saveAvailability(tx, { id: `a-${userId}`, userId, userName: userId, date: DATE, status }, at),
    );
  const turns = async (jobId: string | null = null): Promise<string[]> => {
    const found = await standbyLine(db.view, { id: 'c1', date: DATE }, jobId, NOW);
    return found.map(({ recipient }) => recipient.userId);
  };

  it('come in turns: who is surest now, then who was called least, then whose answer is older', async () => {
    await list(...['late', 'maybe', 'looks', 'called', 'early'].map((id) => standby(id)));
    await say('late', 'AVAILABLE', NOW + 5);
    await say('early', 'AVAILABLE', NOW + 1);
    await say('called', 'AVAILABLE', NOW);
    await say('maybe', 'MAYBE', NOW);
    await say('looks', 'LOOKING', NOW + 9);
    await write((tx) => appendSendLog(tx, line({ userId: 'called' }), NOW));
    expect(await turns()).toEqual(['looks', 'early', 'late', 'called', 'maybe']);
  });

  it('who has taken back what they said is where the list has them, before those who say as much now', async () => {
    await list(standby('b-gone'), standby('c-says'), standby('a-gone'));
    await say('c-says', 'AVAILABLE', NOW);
    expect(await turns()).toEqual(['a-gone', 'b-gone', 'c-says']);
  });

  it('are told apart by what has become of their call', async () => {
    await list(standby('over'), standby('under'), standby('untried'));
    await reserve(db, { id: 'l-under', userId: 'under', recipientId: 'r-under', jobId: 'j1' });
    await write((tx) =>
      appendSendLog(tx, line({ userId: 'over', outcome: 'skipped', reason: 'present' }), NOW),
    );
    const found = await standbyLine(db.view, { id: 'c1', date: DATE }, 'j1', NOW);
    const states = Object.fromEntries(found.map(({ recipient, state }) => [recipient.userId, state]));
    expect(states).toEqual({ over: 'over', under: 'under_way', untried: 'untried' });
  });

  it('are asked for by one job, which goes on for each that is asked for more, unless it was cancelled', async () => {
    await write((tx) => insertCampaign(tx, aCampaign('c2', { promoterId: 'other' }), false));
    const job = { id: 'm1', campaignId: 'c2', jobType: 'one_more', expiresAt: START_AT + HOUR } as const;
    const more = (n: number, at: number) =>
      write((tx) => askForMore(tx, { ...job, id: `m${n}`, more: n }, at));
    expect(await more(1, NOW)).toMatchObject({ id: 'm1', wanted: 1, status: 'pending', nextRunAt: NOW });
    await write((tx) => claimJob(tx, 'm1', 'me', NOW));
    expect(await more(2, NOW + 5)).toMatchObject({
      id: 'm1',
      wanted: 3,
      status: 'running',
      nextRunAt: NOW + 4,
    });
    const end = { status: 'sent', summary: {}, lastError: null } as const;
    await write((tx) => finishJob(tx, { id: 'm1', owner: 'me' }, end, NOW + 6));
    expect(await more(3, NOW + 7)).toMatchObject({
      id: 'm1',
      wanted: 6,
      status: 'pending',
      finishedAt: null,
    });
    await write((tx) => cancelJobs(tx, 'c2', NOW + 8));
    expect(await more(4, NOW + 9)).toBeNull();
  });
}
