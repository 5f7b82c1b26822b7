import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/domain/campaign.js';
import {
  insertCampaign,
  insertRecipients,
  markCancelled,
} from '../../src/persistence/stores/campaign-store.js';
import { isUniqueViolation } from '../../src/persistence/engine/dialect.js';
import { claimJob, holdingOf, insertJob, releaseJob } from '../../src/persistence/stores/job-store.js';
import { insertReservation, settleReservation } from '../../src/persistence/stores/ledger-store.js';
import { deleteOld } from '../../src/persistence/stores/retention-store.js';
import { appendSendLog, type SendLogEntry } from '../../src/persistence/stores/send-log-store.js';
import { appendAudit } from '../../src/persistence/stores/audit-store.js';
import { insertSession, MOST_SESSIONS, sessionsOf } from '../../src/persistence/stores/session-store.js';
import { DATE, START_AT, testApp, type TestApp } from '../support/test-app.js';

function campaign(id: string, overrides: Partial<Campaign> = {}): Campaign {
  return {
    id,
    kind: 'promotion',
    date: DATE,
    timezone: 'Europe/Ljubljana',
    startAt: START_AT,
    promoterId: 'promoter',
    guildId: 'guild',
    request: { includeAvailable: false, includeMaybe: false, dryRun: false },
    status: 'scheduled',
    idempotencyKey: `key of ${id}`,
    recipientCount: 1,
    standbyCount: 0,
    channelsSummary: { discord: 1, telegram: 0, signal: 0 },
    slotFreedAt: null,
    cancelledAt: null,
    createdAt: START_AT,
    ...overrides,
  };
}

/** A campaign with one job and one recipient. */
async function withJob(): Promise<TestApp> {
  const app = await testApp();
  await app.database.withTransaction(async (tx) => {
    await insertCampaign(tx, campaign('c1'), true);
    const job = {
      id: 'j1',
      campaignId: 'c1',
      jobType: 'start',
      runAt: START_AT,
      expiresAt: START_AT,
    } as const;
    await insertJob(tx, job, START_AT);
    const recipient = {
      id: 'r1',
      userId: 'p1',
      displayName: 'P',
      status: 'LOOKING',
      channel: 'discord',
    } as const;
    await insertRecipients(tx, 'c1', [recipient], START_AT);
  });
  return app;
}

function line(overrides: Partial<SendLogEntry> = {}): SendLogEntry {
  return {
    campaignId: 'c1',
    jobId: 'j1',
    userId: 'p1',
    channel: 'discord',
    outcome: 'sent',
    reason: null,
    isFinal: true,
    messageId: 'm1',
    errorCode: null,
    attempt: 1,
    eventKey: `PROMOTE:T0:${DATE}`,
    ...overrides,
  };
}

const inTx = (app: TestApp) => app.database.withTransaction.bind(app.database);
const uniqueViolation = expect.toSatisfy(isUniqueViolation) as unknown;

describe('the limits on campaigns', () => {
  it('are one slot per promoter and date, and one per date under the cooldown', async () => {
    const app = await testApp();
    const insert = (id: string, cooldown: boolean, overrides: Partial<Campaign> = {}) =>
      app.database.withTransaction((tx) => insertCampaign(tx, campaign(id, overrides), cooldown));
    await insert('c1', true);
    await expect(insert('c2', false)).rejects.toEqual(uniqueViolation);
    await expect(insert('c2', true, { promoterId: 'other' })).rejects.toEqual(uniqueViolation);
    await insert('c2', false, { promoterId: 'other' });
    await insert('c3', false, { date: '2026-03-11' });
    const dryRun = { includeAvailable: false, includeMaybe: false, dryRun: true };
    await insert('c4', false, { request: dryRun });
    await insert('c5', false, { request: dryRun });
  });

  it('are lifted by freeing the slot, and only by that', async () => {
    const app = await testApp();
    const insert = (id: string) =>
      app.database.withTransaction((tx) => insertCampaign(tx, campaign(id), true));
    await insert('c1');
    await app.database.withTransaction((tx) => markCancelled(tx, 'c1', false, START_AT));
    await expect(insert('c2')).rejects.toEqual(uniqueViolation);
    await app.database.withTransaction((tx) => markCancelled(tx, 'c1', true, START_AT));
    await insert('c2');
  });
});

describe('the send log', () => {
  it('takes one final row for a job and person, and any number of others', async () => {
    const app = await withJob();
    const retry = line({ outcome: 'retry', isFinal: false });
    await inTx(app)((tx) => appendSendLog(tx, retry, START_AT));
    await inTx(app)((tx) => appendSendLog(tx, retry, START_AT));
    await inTx(app)((tx) => appendSendLog(tx, line(), START_AT));
    await expect(inTx(app)((tx) => appendSendLog(tx, line({ outcome: 'failed' }), START_AT))).rejects.toEqual(
      uniqueViolation,
    );
    await inTx(app)((tx) => appendSendLog(tx, line({ userId: 'p2' }), START_AT));
    expect(await app.log()).toHaveLength(4);
  });

  it('can not be changed or deleted', async () => {
    const app = await withJob();
    await inTx(app)((tx) => appendSendLog(tx, line(), START_AT));
    const table = 'availability_promotion_send_logs';
    for (const set of [
      `outcome = 'failed'`,
      `is_final = 0`,
      `reason = 'why not'`,
      `user_id = 'somebody else'`,
      `created_at = '2020-01-01T00:00:00.000Z'`,
      `user_id = 'erased:x', outcome = 'failed'`,
    ]) {
      await expect(app.change(`UPDATE ${table} SET ${set}`), set).rejects.toThrow(/append-only/);
    }
    await expect(app.change(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
    await expect(app.change(`REPLACE INTO ${table} SELECT * FROM ${table}`)).rejects.toThrow();
    expect(await app.log()).toMatchObject([{ user_id: 'p1', outcome: 'sent' }]);
  });

  it('lets an erasure put a stand-in where a person was', async () => {
    const app = await withJob();
    await inTx(app)((tx) => appendSendLog(tx, line(), START_AT));
    await app.change(`UPDATE availability_promotion_send_logs SET user_id = 'erased:x'`);
    expect(await app.log()).toMatchObject([{ user_id: 'erased:x', outcome: 'sent' }]);
  });

  it('lets go of what lies before the retention horizon, and of nothing after it', async () => {
    const app = await withJob();
    await inTx(app)((tx) => appendSendLog(tx, line(), START_AT));
    const deleteAll = () => app.change('DELETE FROM availability_promotion_send_logs');
    await inTx(app)((tx) =>
      deleteOld(tx, { beforeDate: DATE, horizon: START_AT, weekHorizon: START_AT }, START_AT, 100),
    );
    await expect(deleteAll()).rejects.toThrow(/append-only/);
    await inTx(app)((tx) =>
      deleteOld(tx, { beforeDate: DATE, horizon: START_AT + 1, weekHorizon: START_AT }, START_AT, 100),
    );
    await deleteAll();
    expect(await app.log()).toEqual([]);
  });
});

describe('the audit log', () => {
  it('is append-only too, but for erasures and retention', async () => {
    const app = await testApp();
    const entry = { userId: 'p1', action: 'player_linked', actorId: 'admin', metadata: {} } as const;
    await inTx(app)((tx) => appendAudit(tx, entry, START_AT));
    const table = 'account_link_audit_log';
    await expect(app.change(`UPDATE ${table} SET action = 'erased'`)).rejects.toThrow(/append-only/);
    await expect(app.change(`UPDATE ${table} SET actor_id = 'p1'`)).rejects.toThrow(/append-only/);
    await expect(app.change(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
    await app.change(`UPDATE ${table} SET user_id = 'erased:x'`);
    await app.change(`UPDATE ${table} SET actor_id = 'erased:y'`);
    await inTx(app)((tx) =>
      deleteOld(tx, { beforeDate: DATE, horizon: START_AT + 1, weekHorizon: START_AT }, START_AT, 100),
    );
    expect(await app.rows(`SELECT * FROM ${table}`)).toEqual([]);
  });
});

describe('the ledger', () => {
  const row = {
    id: 'l1',
    kind: 'call',
    userId: 'p1',
    eventKey: `PROMOTE:T0:${DATE}`,
    campaignId: 'c1',
    jobId: 'j1',
    recipientId: 'r1',
    channel: 'discord',
    nonce: 'n1',
  } as const;

  it('has one row for a person and moment, whatever the campaign and the channel', async () => {
    const app = await withJob();
    await inTx(app)((tx) => insertReservation(tx, row, 'me', START_AT));
    const second = {
      ...row,
      id: 'l2',
      campaignId: 'c2',
      jobId: 'j2',
      recipientId: 'r2',
      channel: 'signal',
    } as const;
    await expect(inTx(app)((tx) => insertReservation(tx, second, 'me', START_AT))).rejects.toEqual(
      uniqueViolation,
    );
    await inTx(app)((tx) => insertReservation(tx, { ...second, eventKey: 'another' }, 'me', START_AT));
  });

  it('is settled once, and only by the process that reserved', async () => {
    const app = await withJob();
    await inTx(app)((tx) => insertReservation(tx, row, 'me', START_AT));
    const settle = (owner: string) =>
      inTx(app)((tx) => settleReservation(tx, 'l1', owner, { state: 'sent', messageId: 'm1' }, START_AT));
    expect(await settle('another')).toBe(false);
    expect(await app.ledger()).toMatchObject([{ state: 'sending', message_id: null }]);
    expect(await settle('me')).toBe(true);
    expect(await settle('me')).toBe(false);
    expect(await app.ledger()).toMatchObject([{ state: 'sent', message_id: 'm1' }]);
  });
});

describe('claiming a job', () => {
  it('succeeds for exactly one of fifty at once', async () => {
    const app = await withJob();
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        app.database.withTransaction((tx) => claimJob(tx, 'j1', `owner-${index}`, START_AT)),
      ),
    );
    const won = claims.flatMap((claim, index) => (claim ? [index] : []));
    expect(won).toHaveLength(1);
    expect(await app.jobs()).toMatchObject([{ status: 'running', owner: `owner-${won[0]}` }]);
  });

  it('is one conditional UPDATE, so that it needs no transaction around it to be safe', async () => {
    const app = await withJob();
    const statements: string[] = [];
    const claim = await app.database.withTransaction(async (tx) => {
      const sql = tx.sql.bind(tx);
      const spied = Object.assign(Object.create(tx) as typeof tx, {
        sql: (strings: TemplateStringsArray, ...values: unknown[]) => {
          statements.push(strings.join('?').trim());
          return sql(strings, ...values);
        },
      });
      return claimJob(spied, 'j1', 'me', START_AT);
    });
    expect(claim).toMatchObject({ status: 'running' });
    expect(statements).toEqual([expect.stringMatching(/^UPDATE [^;]* WHERE [^;]*status = 'pending'[^;]*$/s)]);
  });

  it('is refused before its moment', async () => {
    const app = await withJob();
    const claim = (now: number) => app.database.withTransaction((tx) => claimJob(tx, 'j1', 'me', now));
    expect(await claim(START_AT - 1)).toBeNull();
    expect(await claim(START_AT)).toMatchObject({ startedAt: START_AT });
  });

  it('holds until it is given back, and keeps when the job first started', async () => {
    const app = await withJob();
    await app.database.withTransaction((tx) => claimJob(tx, 'j1', 'me', START_AT));
    await app.database.withTransaction(async (tx) => {
      expect(await holdingOf(tx, 'j1')).toEqual({ status: 'running', owner: 'me' });
      expect(await releaseJob(tx, { id: 'j1', owner: 'another' }, START_AT, START_AT)).toBe(false);
      expect(await releaseJob(tx, { id: 'j1', owner: 'me' }, START_AT + 5, START_AT, 'internal_error')).toBe(
        true,
      );
      expect(await holdingOf(tx, 'j1')).toEqual({ status: 'pending', owner: null });
      expect(await claimJob(tx, 'j1', 'me', START_AT + 4)).toBeNull();
      const again = await claimJob(tx, 'j1', 'me', START_AT + 5);
      expect(again).toMatchObject({ startedAt: START_AT, attempts: 1, lastError: 'internal_error' });
    });
  });
});

describe('sessions', () => {
  it('are a few for each person: one too many ends the oldest, and nobody else’s', async () => {
    const app = await testApp();
    const begin = (userId: string, n: number): Promise<void> =>
      inTx(app)((tx) =>
        insertSession(tx, { idHash: `${userId}-${n}`, userId, expiresAt: START_AT + 1000 }, n),
      );
    await begin('p2', 0);
    for (let n = 1; n <= MOST_SESSIONS + 3; n += 1) await begin('p1', n);
    const left = await sessionsOf(app.database.view, 'p1', START_AT);
    expect(left.map(({ createdAt }) => createdAt)).toEqual(
      Array.from({ length: MOST_SESSIONS }, (_, index) => index + 4),
    );
    expect(await sessionsOf(app.database.view, 'p2', START_AT)).toHaveLength(1);
  });
});
