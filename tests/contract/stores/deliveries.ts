import { beforeEach, describe, expect, it } from 'vitest';
import type { Settlement } from '../../../src/domain/settlement.js';
import { tallyOf } from '../../../src/persistence/stores/campaign-tally.js';
import { recipientsWithoutFinalRow } from '../../../src/persistence/stores/campaign-store.js';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import {
  anythingLeft,
  closeReservation,
  calledAt,
  findReservation,
  giveUpReservation,
  isCalledByOthers,
  openReservations,
  recoverReservation,
  type Reservation,
  resumeReservation,
  rowsUnderWay,
  settleReservation,
} from '../../../src/persistence/stores/ledger-store.js';
import {
  appendSendLog,
  closedChannels,
  finishUntouched,
  hasFinalRow,
  sendLogOf,
} from '../../../src/persistence/stores/send-log-store.js';
import { keepCallsOf } from '../../../src/persistence/stores/call-count-store.js';
import { saveAvailability } from '../../../src/persistence/stores/availability-store.js';
import { claimJob } from '../../../src/persistence/stores/job-store.js';
import { personFor } from '../../../src/persistence/stores/person-store.js';
import { savePlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import { defaultPreferences, savePreferences } from '../../../src/persistence/stores/preference-store.js';
import { writeState } from '../../../src/persistence/stores/system-state-store.js';
import {
  DATE,
  EVENT_KEY,
  line,
  look,
  NOW,
  reserve,
  START_AT,
  uniqueViolation,
  withCampaign,
  ZONE,
  type OpenStores,
  type StoresWorld,
} from './world.js';

const START = { id: 'j1', campaignId: 'c1', jobType: 'start' } as const;

/** Who was called, or is being called. */
export function deliveriesContract(open: OpenStores): void {
  let db: StoresWorld;
  let view: View;

  beforeEach(async () => {
    db = await open();
    view = db.view;
  });

  /** One write, as its own transaction. */
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  describe('the ledger', () => {
    beforeEach(() => withCampaign(db));

    it('tells of a person with several ids the row of the id that is named first', async () => {
      await reserve(db);
      await reserve(db, { id: 'l2', userId: 'digest:y', recipientId: 'r2' });
      for (const ids of [
        ['p1', 'digest:y'],
        ['digest:y', 'p1'],
      ]) {
        expect(await write((tx) => findReservation(tx, ids, EVENT_KEY))).toMatchObject({ userId: ids[0] });
      }
      expect(await write((tx) => calledAt(tx, ['p1', 'digest:y'], EVENT_KEY))).toBeNull();
      const settle = (id: string, at: number): Promise<boolean> =>
        write((tx) => settleReservation(tx, id, 'me', { state: 'sent', messageId: 'm' }, at));
      expect([await settle('l1', NOW + 1), await settle('l2', NOW + 2)]).toEqual([true, true]);
      expect(await write((tx) => calledAt(tx, ['p1', 'digest:y'], EVENT_KEY))).toBe(NOW + 1);
      expect(await write((tx) => calledAt(tx, ['digest:y', 'p1'], EVENT_KEY))).toBe(NOW + 2);
    });

    it('tells at once what a call is decided by', async () => {
      const nothing = { own: null, isTaken: false, isRestored: false, isHeld: false, isPaused: false };
      expect(await look(db)).toMatchObject({ ...nothing, userId: 'p1' });
      await write((tx) => claimJob(tx, 'j1', 'me', START_AT));
      expect(await look(db)).toMatchObject({ ...nothing, isHeld: true });
      expect(await look(db, { owner: 'another' })).toMatchObject(nothing);
      await write((tx) => writeState(tx, 'promotions_paused', 'admin', NOW));
      await write((tx) => writeState(tx, `lost:${EVENT_KEY}`, '', NOW));
      expect(await look(db)).toMatchObject({ isHeld: true, isPaused: true, isRestored: true });
      const own = await reserve(db);
      expect(await look(db)).toMatchObject({ own, isTaken: true });
      // In another job, for another moment, or under another id it is none of theirs.
      expect(await look(db, { jobId: 'j2' })).toMatchObject({ own: null, isTaken: true });
      expect(await look(db, { eventKeys: ['another'] })).toMatchObject({ own, isTaken: false });
      expect(await look(db, { eventKeys: ['another', EVENT_KEY] })).toMatchObject({ isTaken: true });
      expect(await look(db, { guards: ['p2'] })).toMatchObject({ own, isTaken: false });
      expect(await look(db, { recipientId: 'gone' })).toMatchObject({ own: null, userId: 'p1' });
    });

    it('tells with it the same of a person as whoever asks about the person alone', async () => {
      await write(async (tx) => {
        await savePlayerLink(tx, { userId: 'p1', guid: 'guid', name: 'Ana' }, NOW);
        await savePreferences(tx, 'p1', { ...defaultPreferences(), locale: 'de' }, NOW);
        const entry = { id: 'a1', userId: 'p1', userName: 'Ana', date: DATE, status: 'LOOKING' } as const;
        await saveAvailability(tx, entry, NOW);
      });
      const contacts = { canOpen: () => true };
      for (const userId of ['p1', 'nobody']) {
        const recipientId = userId === 'p1' ? 'r1' : 'gone';
        const { person } = await look(db, { recipientId, userId });
        expect(person).toEqual(await personFor(view, userId, DATE, ZONE, contacts));
      }
      expect(await look(db)).toMatchObject({ person: { status: 'LOOKING', locale: 'de' } });
    });

    it('tells with it what calls there were, under any of their ids: since a moment, and all since the last sign of life', async () => {
      await write((tx) => savePreferences(tx, 'p1', defaultPreferences(), NOW - 9));
      const of = (id: string, eventKey: string, userId = 'p1'): Promise<Reservation> =>
        reserve(db, { id, userId, eventKey, jobId: id, recipientId: null });
      const settle = (id: string, settlement: Settlement): Promise<boolean> =>
        write((tx) => settleReservation(tx, id, 'me', settlement, NOW));
      const putOff = { state: 'retry', at: NOW + 9, code: 'timeout', isAttempt: true } as const;
      await reserve(db);
      expect(await look(db)).toMatchObject({ own: { id: 'l1' }, calls: [] });
      await of('l2', 'PROMOTE:T0:2026-03-09');
      await of('l3', 'PROMOTE:T-15:2026-03-09', 'digest:y');
      await settle('l3', { state: 'sent', messageId: 'm3' });
      await of('l4', 'PROMOTE:MORE:2026-03-09');
      await settle('l4', { ...putOff, ambiguous: true });
      // Nobody has heard these, or they ask nobody to come, or somebody else.
      await of('l5', 'PROMOTE:T0:2026-03-08');
      await settle('l5', { ...putOff, ambiguous: false });
      await of('l6', 'PROMOTE:T0:2026-03-11');
      await settle('l6', { state: 'failed', reason: 'refused', code: 'refused' });
      await of('l7', 'PROMOTE:OFF:2026-03-09');
      await of('l8', 'ASK:2026-03-09');
      await of('l9', 'PROMOTE:T0:2026-03-09', 'p2');
      const calls = async (countFrom: number): Promise<unknown[]> => {
        const seen = (await look(db, { countFrom })).calls;
        return seen.map(({ at, state }) => [at, state]).sort();
      };
      const all = [
        [NOW, 'open'],
        [NOW, 'open'],
        [NOW, 'sent'],
      ];
      expect(await calls(NOW + 1)).toEqual(all);
      await write((tx) => keepCallsOf(tx, 'p1', NOW - 1));
      expect(await calls(NOW + 1)).toEqual(all);
      await write((tx) => keepCallsOf(tx, 'p1', NOW));
      expect(await calls(NOW + 1)).toEqual([]);
      expect(await calls(NOW)).toEqual(all);
      // In another job theirs in this one is a call as well.
      const elsewhere = await look(db, { jobId: 'l2' });
      expect(elsewhere).toMatchObject({ own: null });
      expect(elsewhere.calls).toHaveLength(all.length + 1);
    });

    it('tells whether another campaign has called a person, under any of their ids, for any of several moments', async () => {
      await reserve(db, { userId: 'digest:y' });
      const called = (ids: string[], keys: string[], by: string): Promise<boolean> =>
        write((tx) => isCalledByOthers(tx, ids, keys, by));
      expect(await called(['p1', 'digest:y'], ['another', EVENT_KEY], 'c2')).toBe(true);
      expect(await called(['p1', 'digest:y'], ['another', EVENT_KEY], 'c1')).toBe(false);
      expect(await called(['p1', 'digest:y'], ['another'], 'c2')).toBe(false);
      expect(await called(['p1'], ['another', EVENT_KEY], 'c2')).toBe(false);
    });

    it('guards a moment for a person with one row, whatever the campaign and the channel', async () => {
      const reserved = await reserve(db);
      const other = {
        id: 'l2',
        campaignId: 'c2',
        jobId: 'j9',
        recipientId: 'r9',
        channel: 'signal',
      } as const;
      await expect(reserve(db, other)).rejects.toEqual(uniqueViolation);
      expect(await write((tx) => findReservation(tx, ['nobody', 'p1'], EVENT_KEY))).toEqual(reserved);
      expect(await write((tx) => findReservation(tx, ['p1'], 'another'))).toBeNull();
      expect(await look(db)).toMatchObject({ own: reserved, isTaken: true });
      expect(await openReservations(view, 'j1')).toEqual([reserved]);
      await reserve(db, { ...other, eventKey: 'another' });
    });

    it('is settled once, and only by who reserved', async () => {
      await reserve(db);
      const settle = (owner: string): Promise<boolean> =>
        write((tx) => settleReservation(tx, 'l1', owner, { state: 'sent', messageId: 'm1' }, NOW));
      expect(await settle('another')).toBe(false);
      expect(await settle('me')).toBe(true);
      expect(await settle('me')).toBe(false);
      expect(await openReservations(view, 'j1')).toEqual([]);
    });

    it('remembers since when a message may have arrived, through further attempts', async () => {
      const first = await reserve(db);
      const retry = (at: number, ambiguous: boolean): Promise<boolean> =>
        write((tx) =>
          settleReservation(
            tx,
            'l1',
            'me',
            { state: 'retry', at: at + 9, code: 'timeout', ambiguous, isAttempt: true },
            at,
          ),
        );
      const current = async (): Promise<Reservation> => (await openReservations(view, 'j1'))[0]!;
      await retry(NOW + 1, true);
      const waiting = await current();
      expect(waiting).toMatchObject({ state: 'retry', ambiguousSince: NOW + 1, nextAttemptAt: NOW + 10 });
      const next = {
        channel: 'discord',
        nonce: 'n1',
        firstAttemptAt: first.firstAttemptAt,
        attempts: 2,
      } as const;
      await write((tx) => resumeReservation(tx, waiting, next, 'me', NOW + 10));
      expect(await current()).toMatchObject({ state: 'sending', attempts: 2, nextAttemptAt: null });
      // Taken up once, whoever still believes that it waits.
      expect(
        await write((tx) => resumeReservation(tx, waiting, { ...next, attempts: 7 }, 'me', NOW + 11)),
      ).toBeNull();
      expect(await current()).toMatchObject({ attempts: 2 });
      await retry(NOW + 20, true);
      expect(await current()).toMatchObject({ ambiguousSince: NOW + 1, errorCode: 'timeout' });
      await write((tx) => closeReservation(tx, 'l1', 'unknown', 'expired', NOW + 30));
      expect(await openReservations(view, 'j1')).toEqual([]);
    });

    it('hands rows of a process that is gone to the next attempt, or gives them up', async () => {
      await reserve(db, {}, 'gone');
      await reserve(db, { id: 'l2', userId: 'p2', recipientId: 'r2', nonce: 'n2' }, 'gone');
      await reserve(db, { id: 'l3', userId: 'p3', recipientId: 'r3', nonce: 'n3' }, 'me');
      const underWay = async (): Promise<string[][]> =>
        (await write((tx) => rowsUnderWay(tx))).map(({ id, owner }) => [id, owner]);
      expect(await underWay()).toEqual([
        ['l1', 'gone'],
        ['l2', 'gone'],
        ['l3', 'me'],
      ]);
      await write((tx) => recoverReservation(tx, 'l1', 'interrupted', NOW + 1));
      await write((tx) => giveUpReservation(tx, 'l2', 'interrupted', NOW + 1));
      expect(await write((tx) => findReservation(tx, ['p1'], EVENT_KEY))).toMatchObject({
        state: 'retry',
        attempts: 0,
        ambiguousSince: NOW + 1,
      });
      expect(await write((tx) => findReservation(tx, ['p2'], EVENT_KEY))).toMatchObject({
        state: 'unknown',
      });
      expect(await underWay()).toEqual([['l3', 'me']]);
    });

    it('knows whether anything of a campaign may have left', async () => {
      const left = (): Promise<boolean> => write((tx) => anythingLeft(tx, 'c1'));
      expect(await left()).toBe(false);
      await reserve(db);
      expect(await left()).toBe(true);
      const failed = { state: 'failed', reason: 'channel_closed', code: 'dm_closed' } as const;
      await write((tx) => settleReservation(tx, 'l1', 'me', failed, NOW));
      expect(await left()).toBe(false);
    });
  });

  describe('the send log', () => {
    beforeEach(() => withCampaign(db));

    it('knows who has their final row in a job', async () => {
      await write((tx) => appendSendLog(tx, line({ outcome: 'retry', isFinal: false }), NOW));
      expect(await write((tx) => hasFinalRow(tx, 'j1', 'p1'))).toBe(false);
      await write((tx) => appendSendLog(tx, line(), NOW + 1));
      expect(await write((tx) => hasFinalRow(tx, 'j1', 'p1'))).toBe(true);
      expect(await write((tx) => hasFinalRow(tx, 'j1', 'p2'))).toBe(false);
    });

    it('takes one final row for a job and person, and any number of others, and counts the final ones', async () => {
      const retry = line({ outcome: 'retry', isFinal: false, reason: 'will_retry', errorCode: 'timeout' });
      await write((tx) => appendSendLog(tx, retry, NOW));
      await write((tx) => appendSendLog(tx, retry, NOW));
      await write((tx) => appendSendLog(tx, line({ attempt: 3 }), NOW + 1));
      await expect(write((tx) => appendSendLog(tx, line({ outcome: 'failed' }), NOW))).rejects.toEqual(
        uniqueViolation,
      );
      const skipped = { userId: 'p2', outcome: 'skipped', reason: 'quiet_hours', channel: null } as const;
      await write((tx) => appendSendLog(tx, line(skipped), NOW + 2));
      expect((await tallyOf(view, 'c1')).jobs.get('j1')).toEqual({
        counts: { sent: 1, failed: 0, unknown: 0, skipped: 1, simulated: 0 },
        skippedByReason: { quiet_hours: 1 },
        failedByReason: {},
      });
      const log = await sendLogOf(view, 'c1');
      expect(log.map(({ outcome, isFinal }) => [outcome, isFinal])).toEqual([
        ['retry', false],
        ['retry', false],
        ['sent', true],
        ['skipped', true],
      ]);
      expect(log[2]).toMatchObject({ at: NOW + 1, jobType: 'reminder', displayName: 'Ana', attempt: 3 });
      expect(await sendLogOf(view, 'c1', 'retry')).toHaveLength(2);
    });

    it('names the channels that were found closed', async () => {
      const closed = line({ outcome: 'retry', isFinal: false, reason: 'channel_closed' });
      await write((tx) => appendSendLog(tx, closed, NOW));
      const found = await write((tx) => closedChannels(tx, 'j1', 'p1'));
      expect([...found]).toEqual(['discord']);
      expect((await write((tx) => closedChannels(tx, 'j2', 'p1'))).size).toBe(0);
    });

    it('gives all who were not touched the same last row, and nobody else', async () => {
      await reserve(db);
      const missed = { outcome: 'skipped', reason: 'missed', eventKey: EVENT_KEY } as const;
      const finish = (): Promise<number> => write((tx) => finishUntouched(tx, START, missed, NOW));
      expect(await finish()).toBe(1);
      expect(await finish()).toBe(0);
      const left = await write((tx) => recipientsWithoutFinalRow(tx, START));
      expect(left.map(({ id }) => id)).toEqual(['r1']);
      expect((await tallyOf(view, 'c1')).jobs.get('j1')?.skippedByReason).toEqual({ missed: 1 });
    });

    it('cannot be changed, and loses only what lies before the horizon', async () => {
      await write((tx) => appendSendLog(tx, line(), NOW));
      const change = (tx: Tx): Promise<unknown> =>
        tx.query(`UPDATE availability_promotion_send_logs SET outcome = 'failed'`);
      await expect(write(change)).rejects.toThrow(/append-only/);
      const remove = (tx: Tx): Promise<unknown> => tx.query('DELETE FROM availability_promotion_send_logs');
      await expect(write(remove)).rejects.toThrow(/append-only/);
      await write((tx) => writeState(tx, 'retention_horizon', new Date(NOW + 1).toISOString(), NOW));
      await write(remove);
      expect(await sendLogOf(view, 'c1')).toEqual([]);
    });
  });
}
