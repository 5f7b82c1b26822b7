import { beforeEach, describe, expect, it } from 'vitest';
import type { EveningAnswer } from '../../../src/domain/answer.js';
import type { AvailabilityStatus } from '../../../src/domain/availability.js';
import type { Campaign } from '../../../src/domain/campaign.js';
import { eventKey } from '../../../src/domain/event-key.js';
import {
  answersByPerson,
  answersOf,
  answersTo,
  findAnswer,
  keepAnswer,
  withdrawAnswers,
} from '../../../src/persistence/stores/answer-store.js';
import { auditOf } from '../../../src/persistence/stores/audit-store.js';
import {
  clearAvailability,
  declineEntry,
  saveAvailability,
} from '../../../src/persistence/stores/availability-store.js';
import {
  dropOutsOf,
  dropOutsToTell,
  rememberToldDropOuts,
} from '../../../src/persistence/stores/drop-out-store.js';
import type { Tx } from '../../../src/persistence/engine/database.js';
import { erase } from '../../../src/persistence/stores/erasure-store.js';
import { insertJob, jobsOf } from '../../../src/persistence/stores/job-store.js';
import { deleteOld } from '../../../src/persistence/stores/retention-store.js';
import {
  aCampaign,
  DATE,
  dryRun,
  EVENT_KEY,
  HOUR,
  NEXT_DATE,
  NOW,
  type OpenStores,
  reserve,
  START_AT,
  type StoresWorld,
  withCampaign,
} from './world.js';

const COMING: EveningAnswer = { kind: 'COMING' };
const LATE_AT = START_AT + 123;
const LATE: EveningAnswer = { kind: 'LATE', until: LATE_AT };
const NOT_TONIGHT: EveningAnswer = { kind: 'NOT_TONIGHT' };

/** What people answered for evenings. */
export function answersContract(open: OpenStores): void {
  let db: StoresWorld;
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);
  const said = (answer: EveningAnswer, date = DATE) =>
    ({ userId: 'p1', date, answer, channel: 'telegram', campaignId: 'c1' }) as const;
  const say = (answer: EveningAnswer, date?: string) =>
    write((tx) => keepAnswer(tx, said(answer, date), NOW));
  const sayOf = (status: AvailabilityStatus, date = DATE) =>
    write((tx) =>
      saveAvailability(tx, { id: `e-${date}`, userId: 'p1', userName: 'Ana', date, status }, NOW),
    );
  const answer = () => findAnswer(db.view, 'p1', DATE);
  const history = async () => (await auditOf(db.view, 'p1')).map(({ action }) => action);

  beforeEach(async () => {
    db = await open();
  });

  it('are one for a person and an evening: the last one', async () => {
    expect(await answer()).toBeNull();
    expect(await say(COMING)).toBe(true);
    expect(await say(LATE)).toBe(true);
    expect(await say(NOT_TONIGHT, NEXT_DATE)).toBe(true);
    expect(await answer()).toEqual(LATE);
    expect(await answersOf(db.view, 'p1', DATE)).toEqual([said(LATE), said(NOT_TONIGHT, NEXT_DATE)]);
    expect(await answersOf(db.view, 'p1', NEXT_DATE)).toHaveLength(1);
    expect(await findAnswer(db.view, 'p2', DATE)).toBeNull();
  });

  it('say when they are the same again', async () => {
    await say(LATE);
    expect(await say({ ...LATE })).toBe(false);
    expect(await say({ kind: 'LATE', until: START_AT + 124 })).toBe(true);
  });

  it('leave a line for each yes, and for what takes one back', async () => {
    await say(NOT_TONIGHT);
    expect(await history()).toEqual([]);
    await say(COMING);
    await say(COMING);
    await say(LATE);
    await say(NOT_TONIGHT);
    expect(await history()).toEqual(['said_coming', 'said_late', 'said_not_tonight']);
    expect(await auditOf(db.view, 'p1')).toMatchObject([{ metadata: { date: DATE } }, {}, {}]);
  });

  it('never say the opposite of what the person says of the day elsewhere', async () => {
    await say(LATE);
    await sayOf('LOOKING');
    expect(await answer()).toEqual(LATE);
    await write((tx) => declineEntry(tx, { id: 'e0', userId: 'p1', date: DATE }, NOW));
    expect(await answer()).toEqual(NOT_TONIGHT);
    await sayOf('LOOKING');
    expect(await answer()).toBeNull();
    await say(COMING);
    await sayOf('MAYBE');
    expect(await answer()).toBeNull();
    await say(COMING);
    await write((tx) => clearAvailability(tx, 'p1', DATE, NOW));
    expect(await answer()).toBeNull();
    expect((await history()).filter((action) => action === 'answer_withdrawn')).toHaveLength(2);
  });

  it('stay as they are for other days', async () => {
    await say(COMING);
    await sayOf('NOT_PLAYING', NEXT_DATE);
    expect(await answer()).toEqual(COMING);
    expect(await findAnswer(db.view, 'p1', NEXT_DATE)).toBeNull();
  });

  it('are counted for those who were called or may have been, each once, and nobody else', async () => {
    await withCampaign(db);
    const counted = () => answersTo(db.view, { id: 'c1', date: DATE });
    const nobody = { coming: 0, later: 0, notTonight: 0, none: 0, lateBetween: null };
    await say(LATE);
    expect(await counted()).toEqual(nobody);
    const called = async (id: string, userId: string, state: string, eventKey = EVENT_KEY) => {
      await reserve(db, { id, userId, eventKey, nonce: `nonce of ${id}` });
      await write((tx) => tx.query(`UPDATE notifications_ledger SET state = '${state}' WHERE id = '${id}'`));
    };
    await called('l1', 'p1', 'sent');
    await called('l2', 'p1', 'sent', `${EVENT_KEY}:again`);
    await called('l3', 'p2', 'unknown');
    await called('l4', 'p3', 'failed');
    expect(await counted()).toEqual({
      ...nobody,
      ...{ later: 1, none: 1, lateBetween: { first: LATE_AT, last: LATE_AT } },
    });
    const latest = { kind: 'LATE', until: LATE_AT + HOUR } as const;
    await write((tx) => keepAnswer(tx, { ...said(latest), userId: 'p2' }, NOW));
    await write((tx) => keepAnswer(tx, { ...said(COMING), userId: 'p3' }, NOW));
    expect(await counted()).toEqual({
      ...nobody,
      ...{ later: 2, lateBetween: { first: LATE_AT, last: LATE_AT + HOUR } },
    });
    await say(COMING);
    await sayOf('NOT_PLAYING');
    expect(await counted()).toMatchObject({ coming: 0, later: 1, notTonight: 1, none: 0 });
  });

  it('are counted of standbys who were called, whose silence is nobody’s who was to come', async () => {
    await withCampaign(db);
    const called = async (id: string, userId: string, eventKey: string) => {
      await reserve(db, { id, userId, eventKey, nonce: `nonce of ${id}` });
      await write((tx) => tx.query(`UPDATE notifications_ledger SET state = 'sent' WHERE id = '${id}'`));
    };
    const counted = () => answersTo(db.view, { id: 'c1', date: DATE });
    await called('l1', 'p1', eventKey('one_more', DATE));
    await called('l2', 'p2', eventKey('reminder', DATE));
    await called('l3', 'p3', eventKey('one_more', DATE));
    expect(await counted()).toMatchObject({ coming: 0, later: 0, none: 1 });
    await say(COMING);
    expect(await counted()).toMatchObject({ coming: 1, later: 0, none: 1 });
    await say(LATE);
    expect(await counted()).toMatchObject({ coming: 0, later: 1, none: 1 });
    // Of those who were told that it is off, only those were to come who were called before.
    await called('l4', 'p2', eventKey('call_off', DATE));
    await called('l5', 'p3', eventKey('call_off', DATE));
    expect(await counted()).toMatchObject({ none: 1 });
  });

  it('are a no where the entry alone says it, and silence on another evening', async () => {
    await withCampaign(db);
    await reserve(db, { id: 'l1' });
    await write((tx) => tx.query(`UPDATE notifications_ledger SET state = 'sent' WHERE id = 'l1'`));
    await say(COMING, NEXT_DATE);
    await sayOf('NOT_PLAYING', NEXT_DATE);
    expect(await answersTo(db.view, { id: 'c1', date: DATE })).toMatchObject({ notTonight: 0, none: 1 });
    await sayOf('NOT_PLAYING');
    expect(await answersTo(db.view, { id: 'c1', date: DATE })).toMatchObject({ notTonight: 1, none: 0 });
  });

  it('are known for each person on a list, silence of those who were called', async () => {
    await withCampaign(db);
    const known = async (overrides: Partial<Campaign> = {}) =>
      Object.fromEntries(await answersByPerson(db.view, aCampaign('c1', overrides)));
    await say(LATE);
    expect(await known()).toEqual({ p1: 'LATE' });
    await reserve(db, { id: 'l2', userId: 'p2', recipientId: 'r2', nonce: 'another' });
    expect(await known()).toEqual({ p1: 'LATE' });
    await write((tx) => tx.query(`UPDATE notifications_ledger SET state = 'unknown' WHERE id = 'l2'`));
    expect(await known()).toEqual({ p1: 'LATE', p2: 'NONE' });
    await sayOf('NOT_PLAYING');
    expect(await known()).toEqual({ p1: 'NOT_TONIGHT', p2: 'NONE' });
    expect(await known({ request: dryRun })).toEqual({});
    expect(await known({ date: NEXT_DATE })).toEqual({ p2: 'NONE' });
  });

  describe('that were a yes and are none any more', () => {
    const at = (minute: number): number => NOW + minute * 60_000;
    const sayAt = (userId: string, answer: EveningAnswer, minute: number, date = DATE) =>
      write(async (tx) => {
        const status = answer.kind === 'NOT_TONIGHT' ? 'NOT_PLAYING' : 'LOOKING';
        const entry = { id: `${userId} on ${date}`, userId, userName: 'Ana', date, status } as const;
        await saveAvailability(tx, entry, at(minute));
        await keepAnswer(tx, { ...said(answer, date), userId }, at(minute));
      });
    const called = async (id: string, userId: string, recipientId: string, state = 'sent') => {
      await reserve(db, { id, userId, recipientId, nonce: `nonce of ${id}` });
      await write((tx) => tx.query(`UPDATE notifications_ledger SET state = '${state}' WHERE id = '${id}'`));
    };
    const dropOuts = async (overrides: Partial<Campaign> = {}) =>
      (await dropOutsOf(db.view, aCampaign('c1', overrides), await jobsOf(db.view, 'c1'))).map(
        (dropOut) => (dropOut.at - NOW) / 60_000,
      );

    it('are told apart from a no that was never a yes, and of whom was not called', async () => {
      await withCampaign(db);
      expect(await dropOuts()).toEqual([]);
      await called('l1', 'p1', 'r1');
      await called('l2', 'p2', 'r2', 'failed');
      for (const userId of ['p1', 'p2', 'p3']) await sayAt(userId, NOT_TONIGHT, 1);
      expect(await dropOuts()).toEqual([]);
      for (const userId of ['p1', 'p2', 'p3']) await sayAt(userId, COMING, 2);
      expect(await dropOuts()).toEqual([]);
      for (const userId of ['p1', 'p2', 'p3']) await sayAt(userId, NOT_TONIGHT, 3);
      expect(await dropOuts()).toEqual([3]);
      await write((tx) => tx.query(`UPDATE notifications_ledger SET state = 'unknown' WHERE id = 'l2'`));
      expect(await dropOuts()).toEqual([3, 3]);
    });

    it('count by the last time, and no more once somebody comes or looks for a game again', async () => {
      await withCampaign(db);
      await called('l1', 'p1', 'r1');
      await sayAt('p1', LATE, 1);
      await sayAt('p1', NOT_TONIGHT, 2);
      await sayAt('p1', COMING, 3);
      expect(await dropOuts()).toEqual([]);
      await write((tx) => clearAvailability(tx, 'p1', DATE, at(4)));
      expect(await dropOuts()).toEqual([4]);
      await sayOf('LOOKING');
      expect(await dropOuts()).toEqual([]);
    });

    it('count from the call on until answers count no more or it is called off, and for their evening alone', async () => {
      await withCampaign(db);
      await called('l1', 'p1', 'r1');
      await sayAt('p1', COMING, -2);
      await sayAt('p1', NOT_TONIGHT, -1);
      await sayAt('p1', COMING, 1, NEXT_DATE);
      await sayAt('p1', NOT_TONIGHT, 2, NEXT_DATE);
      expect(await dropOuts()).toEqual([]);
      await sayAt('p1', COMING, 3);
      await sayAt('p1', NOT_TONIGHT, 4);
      expect(await dropOuts()).toEqual([4]);
      expect(await dropOuts({ startAt: at(5) - 45 * 60_000 })).toEqual([4]);
      expect(await dropOuts({ startAt: at(4) - 45 * 60_000 })).toEqual([]);
      expect(await dropOuts({ cancelledAt: at(4) })).toEqual([]);
      // They came again, and took that back when answers counted no more.
      await sayAt('p1', COMING, 5);
      await sayAt('p1', NOT_TONIGHT, 8);
      expect(await dropOuts({ startAt: at(7) - 45 * 60_000 })).toEqual([]);
      expect(await dropOuts()).toEqual([8]);
      const callOff = { id: 'j3', campaignId: 'c1', jobType: 'call_off', runAt: at(4) } as const;
      await write((tx) => insertJob(tx, { ...callOff, expiresAt: START_AT }, at(4)));
      expect(await dropOuts()).toEqual([]);
    });

    it('are still one where the person is forgotten, before or after', async () => {
      await withCampaign(db);
      await called('l1', 'p1', 'r1');
      await called('l2', 'p2', 'r2');
      for (const userId of ['p1', 'p2']) await sayAt(userId, COMING, 1);
      await sayAt('p1', NOT_TONIGHT, 2);
      for (const userId of ['p1', 'p2'])
        await write(async (tx) => {
          await withdrawAnswers(tx, userId, DATE, at(3));
          const digest = `digest:${userId}`;
          const tombstone = { digest: `digest:gone ${userId}`, keyMark: 'digest:key' };
          await erase(
            tx,
            { userId, standIn: `erased:${userId}`, digest, tombstone, guardedDates: [DATE] },
            NOW,
          );
        });
      expect((await dropOuts()).sort()).toEqual([2, 3]);
    });

    it('are told until the last one that was told', async () => {
      await withCampaign(db);
      await called('l1', 'p1', 'r1');
      await sayAt('p1', COMING, 1);
      await sayAt('p1', NOT_TONIGHT, 2);
      const toTell = () => dropOutsToTell(db.view, aCampaign('c1'));
      const [dropOut] = (await toTell()).dropOuts;
      expect(await toTell()).toEqual({ dropOuts: [dropOut], toldLine: 0, endsAt: START_AT + 0.75 * HOUR });
      await write((tx) => rememberToldDropOuts(tx, 'c1', dropOut!.line, at(7)));
      expect(await toTell()).toMatchObject({ toldLine: dropOut!.line });
    });
  });

  it('go with the person, and with their age', async () => {
    await say(COMING);
    await write((tx) =>
      erase(
        tx,
        {
          userId: 'p1',
          standIn: 'erased:x',
          digest: 'digest:y',
          tombstone: { digest: 'digest:gone', keyMark: 'digest:key' },
          guardedDates: [],
        },
        NOW,
      ),
    );
    expect(await answersOf(db.view, 'p1', DATE)).toEqual([]);
    expect(await answersOf(db.view, 'erased:x', DATE)).toEqual([]);
    await say(COMING);
    await say(COMING, NEXT_DATE);
    await write((tx) =>
      deleteOld(tx, { beforeDate: NEXT_DATE, horizon: NOW, weekHorizon: NOW }, NOW + HOUR, 100),
    );
    expect(await answersOf(db.view, 'p1', DATE)).toEqual([said(COMING, NEXT_DATE)]);
  });
}
