import { beforeEach, describe, expect, it } from 'vitest';
import { appendAudit, auditOf } from '../../../src/persistence/stores/audit-store.js';
import { availabilityOf, saveAvailability } from '../../../src/persistence/stores/availability-store.js';
import {
  findCampaign,
  insertCampaign,
  setCampaignStatus,
  slotOfPromoter,
} from '../../../src/persistence/stores/campaign-store.js';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import { erase, forgetDigests } from '../../../src/persistence/stores/erasure-store.js';
import { cancelJobs } from '../../../src/persistence/stores/job-store.js';
import { findReservation } from '../../../src/persistence/stores/ledger-store.js';
import { findPlayerLink, savePlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import {
  defaultPreferences,
  findPreferences,
  savePreferences,
} from '../../../src/persistence/stores/preference-store.js';
import { campaignsBy, contactsOf } from '../../../src/persistence/stores/privacy-store.js';
import { deleteOld } from '../../../src/persistence/stores/retention-store.js';
import { appendSendLog, sendLogOf } from '../../../src/persistence/stores/send-log-store.js';
import {
  clearState,
  promotionsPaused,
  readState,
  writeState,
} from '../../../src/persistence/stores/system-state-store.js';
import {
  aCampaign,
  DATE,
  EVENT_KEY,
  HOUR,
  line,
  look,
  NEXT_DATE,
  NOW,
  reserve,
  uniqueViolation,
  withCampaign,
  type OpenStores,
  type StoresWorld,
} from './world.js';

/** What keeps the rest in order: transactions, state, audit, erasure and retention. */
export function upkeepContract(open: OpenStores): void {
  let db: StoresWorld;
  let view: View;

  beforeEach(async () => {
    db = await open();
    view = db.view;
  });

  /** One write, as its own transaction. */
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  describe('a transaction', () => {
    it('keeps all of what it wrote, or nothing', async () => {
      const failing = write(async (tx) => {
        await writeState(tx, 'promotions_paused', 'admin', NOW);
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await promotionsPaused(view)).toBe(false);
    });

    it('sees what it wrote; views see it when it is over', async () => {
      await write(async (tx) => {
        await writeState(tx, 'promotions_paused', 'admin', NOW);
        expect(await promotionsPaused(tx)).toBe(true);
        expect(await promotionsPaused(view)).toBe(false);
      });
      expect(await promotionsPaused(view)).toBe(true);
    });

    it('goes on after a row was refused in another', async () => {
      await withCampaign(db);
      await expect(write((tx) => insertCampaign(tx, aCampaign('c1'), false))).rejects.toEqual(
        uniqueViolation,
      );
      await write((tx) => setCampaignStatus(tx, 'c1', 'running', NOW));
      expect(await findCampaign(view, 'c1')).toMatchObject({ status: 'running' });
    });
  });

  describe('system state', () => {
    it('keeps one value a key, until it is cleared', async () => {
      expect(await readState(view, 'retention_horizon')).toBeNull();
      await write((tx) => writeState(tx, 'retention_horizon', 'a', NOW));
      await write((tx) => writeState(tx, 'retention_horizon', 'b', NOW));
      expect(await readState(view, 'retention_horizon')).toBe('b');
      expect(await write((tx) => clearState(tx, 'retention_horizon'))).toBe(true);
      expect(await write((tx) => clearState(tx, 'retention_horizon'))).toBe(false);
    });
  });

  describe('the audit log', () => {
    it('tells what was done, in order, and cannot be changed', async () => {
      const linked = {
        userId: 'p1',
        action: 'player_linked',
        actorId: 'p1',
        metadata: { guid: 'g' },
      } as const;
      const unlinked = { ...linked, action: 'player_unlinked', actorId: 'admin', metadata: {} } as const;
      await write((tx) => appendAudit(tx, linked, NOW));
      await write((tx) => appendAudit(tx, unlinked, NOW + 1));
      expect(await auditOf(view, 'p1')).toEqual([
        { ...linked, at: NOW },
        { ...unlinked, at: NOW + 1 },
      ]);
      const change = write((tx) => tx.query(`UPDATE account_link_audit_log SET action = 'erased'`));
      await expect(change).rejects.toThrow(/append-only/);
      await expect(write((tx) => tx.query('DELETE FROM account_link_audit_log'))).rejects.toThrow(
        /append-only/,
      );
    });
  });

  describe('erasing a person', () => {
    const person = {
      userId: 'p1',
      standIn: 'erased:x',
      digest: 'digest:y',
      tombstone: { digest: 'digest:gone', keyMark: 'digest:key' },
      guardedDates: [DATE],
    };

    it('leaves history without them, and their moment guarded', async () => {
      await withCampaign(db);
      await reserve(db);
      await write(async (tx) => {
        await savePlayerLink(tx, { userId: 'p1', guid: 'guid', name: 'Ana' }, NOW);
        await savePreferences(tx, 'p1', defaultPreferences(), NOW);
        const entry = { id: 'a1', userId: 'p1', userName: 'Ana', date: DATE, status: 'LOOKING' } as const;
        await saveAvailability(tx, entry, NOW);
        await appendAudit(tx, { userId: 'p1', action: 'erased', actorId: 'p1', metadata: {} }, NOW);
        await appendSendLog(tx, line(), NOW);
        await erase(tx, person, NOW);
      });
      expect(await findPlayerLink(view, 'p1')).toBeNull();
      expect(await findPreferences(view, 'p1')).toBeNull();
      expect(await availabilityOf(view, 'p1', DATE)).toEqual([]);
      expect(await auditOf(view, 'p1')).toEqual([]);
      expect(await auditOf(view, 'erased:x')).toMatchObject([{ actorId: 'erased:x' }]);
      expect(await contactsOf(view, 'p1')).toEqual([]);
      expect(await look(db)).toMatchObject({ userId: 'erased:x', isTaken: true });
      expect(await sendLogOf(view, 'c1')).toMatchObject([{ userId: 'erased:x', displayName: '' }]);
      expect(await write((tx) => findReservation(tx, ['p1', 'digest:y'], EVENT_KEY))).toMatchObject({
        id: 'l1',
      });
    });

    it('makes a promoter nobody, and frees their name for campaigns to come', async () => {
      await withCampaign(db);
      await write((tx) => erase(tx, { ...person, userId: 'promoter' }, NOW));
      expect(await campaignsBy(view, 'promoter')).toEqual([]);
      expect(await campaignsBy(view, 'erased:x')).toMatchObject([{ date: DATE, dryRun: false }]);
      expect(await slotOfPromoter(view, 'promoter', DATE)).toBeNull();
    });

    it('forgets digests whose day is over', async () => {
      await withCampaign(db);
      await reserve(db);
      await write((tx) => erase(tx, person, NOW));
      expect(await write((tx) => forgetDigests(tx, [DATE], () => 'z'))).toBe(0);
      expect(await write((tx) => forgetDigests(tx, [NEXT_DATE], () => 'z'))).toBe(1);
      expect(await write((tx) => findReservation(tx, ['digest:y'], EVENT_KEY))).toBeNull();
    });
  });

  describe('retention', () => {
    it('deletes what is older than its limits, with everything that belongs to it', async () => {
      await withCampaign(db);
      await reserve(db);
      await write(async (tx) => {
        await appendSendLog(tx, line(), NOW);
        await appendAudit(tx, { userId: 'p1', action: 'player_linked', actorId: 'p1', metadata: {} }, NOW);
        const entry = { id: 'a1', userId: 'p1', userName: 'Ana', date: DATE, status: 'LOOKING' } as const;
        await saveAvailability(tx, entry, NOW);
      });
      const later = NOW + 24 * HOUR;
      const deleteBefore = (beforeDate: string, horizon: number): Promise<number> =>
        write((tx) => deleteOld(tx, { beforeDate, horizon, weekHorizon: horizon }, later, 100));
      expect(await deleteBefore(DATE, NOW)).toBe(0);
      // A campaign with jobs to come stays, whatever its date.
      expect(await deleteBefore(NEXT_DATE, NOW + 1)).toBe(2);
      expect(await findCampaign(view, 'c1')).not.toBeNull();
      await write((tx) => cancelJobs(tx, 'c1', NOW));
      expect(await deleteBefore(NEXT_DATE, NOW + 1)).toBe(1 + 1 + 2 + 2 + 1);
      expect(await findCampaign(view, 'c1')).toBeNull();
    });
  });
}
