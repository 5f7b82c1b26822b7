import { beforeEach, describe, expect, it } from 'vitest';
import {
  availabilityOf,
  availabilityOn,
  clearAvailability,
  declineEntry,
  saveAvailability,
} from '../../../src/persistence/stores/availability-store.js';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import { peopleOf } from '../../../src/persistence/stores/audience-store.js';
import { personFor } from '../../../src/persistence/stores/person-store.js';
import {
  deletePlayerLink,
  findPlayerLink,
  savePlayerLink,
  verifyPlayerLink,
} from '../../../src/persistence/stores/player-link-store.js';
import {
  countLook,
  deleteProof,
  findProof,
  saveProof,
  useProof,
} from '../../../src/persistence/stores/player-proof-store.js';
import {
  defaultPreferences,
  findPreferences,
  rememberDmChannel,
  savePreferences,
} from '../../../src/persistence/stores/preference-store.js';
import { DATE, NEXT_DATE, NOW, uniqueViolation, ZONE, type OpenStores, type StoresWorld } from './world.js';

/** What people said, and how they want to be called. */
export function peopleContract(open: OpenStores): void {
  let db: StoresWorld;
  let view: View;

  beforeEach(async () => {
    db = await open();
    view = db.view;
  });

  /** One write, as its own transaction. */
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  describe('availability', () => {
    const entry = { id: 'a1', userId: 'p1', userName: 'ana', date: DATE, status: 'LOOKING' } as const;

    it('is one entry a person and date, the last one said', async () => {
      await write((tx) => saveAvailability(tx, entry, NOW));
      await write((tx) =>
        saveAvailability(tx, { ...entry, id: 'a2', status: 'MAYBE', userName: 'Ana' }, NOW + 1),
      );
      await write((tx) => saveAvailability(tx, { ...entry, id: 'a3', date: NEXT_DATE }, NOW + 2));
      await write((tx) =>
        saveAvailability(tx, { ...entry, id: 'a0', userId: 'p2', userName: 'bor' }, NOW + 3),
      );
      expect(await availabilityOn(view, DATE, 'self')).toEqual([
        { userId: 'p1', userName: 'Ana', date: DATE, status: 'MAYBE', weekly: false },
        { userId: 'p2', userName: 'bor', date: DATE, status: 'LOOKING', weekly: false },
      ]);
      const own = await availabilityOf(view, 'p1', DATE);
      expect(own.map(({ date }) => date)).toEqual([DATE, NEXT_DATE]);
      expect(await availabilityOf(view, 'p1', NEXT_DATE)).toHaveLength(1);
    });

    it('can be taken back, which makes none where there was none', async () => {
      await write((tx) => saveAvailability(tx, entry, NOW));
      expect(await write((tx) => declineEntry(tx, { id: 'a2', userId: 'p1', date: DATE }, NOW + 1))).toBe(
        true,
      );
      expect(await write((tx) => declineEntry(tx, { id: 'a3', userId: 'p2', date: DATE }, NOW + 1))).toBe(
        false,
      );
      expect(await availabilityOn(view, DATE, 'self')).toEqual([
        { userId: 'p1', userName: 'ana', date: DATE, status: 'NOT_PLAYING', weekly: false },
      ]);
    });

    it('can be cleared once', async () => {
      await write((tx) => saveAvailability(tx, entry, NOW));
      expect(await write((tx) => clearAvailability(tx, 'p1', DATE, NOW))).toBe(true);
      expect(await write((tx) => clearAvailability(tx, 'p1', DATE, NOW))).toBe(false);
      expect(await availabilityOn(view, DATE, 'self')).toEqual([]);
    });
  });

  describe('player links', () => {
    it('are one for a person and one for an account', async () => {
      const link = { userId: 'p1', guid: 'guid', name: 'Ana' };
      await write((tx) => savePlayerLink(tx, link, NOW));
      const taken = write((tx) => savePlayerLink(tx, { ...link, userId: 'p2' }, NOW));
      await expect(taken).rejects.toEqual(uniqueViolation);
      await write((tx) => savePlayerLink(tx, { ...link, guid: 'other' }, NOW));
      expect(await findPlayerLink(view, 'p1')).toEqual({ ...link, guid: 'other', verifiedAt: null });
      await write((tx) => savePlayerLink(tx, { ...link, userId: 'p2' }, NOW));
      expect(await write((tx) => deletePlayerLink(tx, 'p1'))).toBe(true);
      expect(await write((tx) => deletePlayerLink(tx, 'p1'))).toBe(false);
      expect(await findPlayerLink(view, 'p1')).toBeNull();
    });

    it('are confirmed for one account, and only while it is theirs', async () => {
      const link = { userId: 'p1', guid: 'guid', name: 'Ana' };
      await write((tx) => savePlayerLink(tx, link, NOW));
      await write((tx) => savePlayerLink(tx, { userId: 'p2', guid: 'other', name: 'Bor' }, NOW));
      expect(await write((tx) => verifyPlayerLink(tx, { ...link, guid: 'other' }, NOW))).toBe(false);
      expect((await findPlayerLink(view, 'p2'))?.verifiedAt).toBeNull();
      expect(await write((tx) => verifyPlayerLink(tx, link, NOW + 1_000))).toBe(true);
      expect(await findPlayerLink(view, 'p1')).toEqual({ ...link, verifiedAt: NOW + 1_000 });
      // Another name is still the same account; another account has to be confirmed anew.
      await write((tx) => savePlayerLink(tx, { ...link, name: 'Ana B' }, NOW));
      expect((await findPlayerLink(view, 'p1'))?.verifiedAt).toBe(NOW + 1_000);
      await write((tx) => savePlayerLink(tx, { ...link, guid: 'third' }, NOW));
      expect((await findPlayerLink(view, 'p1'))?.verifiedAt).toBeNull();
    });
  });

  describe('codes that prove a player', () => {
    const proof = { userId: 'p1', guid: 'guid', codeDigest: 'digest:one', expiresAt: NOW + 1_000 };

    it('are good until they expire, and once', async () => {
      await write((tx) => saveProof(tx, proof, NOW));
      await write((tx) => countLook(tx, 'p1', NOW));
      const kept = { ...proof, looks: 1 };
      expect(await findProof(view, 'p1', NOW + 999)).toEqual(kept);
      expect(await findProof(view, 'p1', NOW + 1_000)).toBeNull();
      expect(await findProof(view, 'p2', NOW)).toBeNull();
      expect(await write((tx) => useProof(tx, kept, NOW + 1_000))).toBe(false);
      const uses = await Promise.all([1, 2, 3].map(() => write((tx) => useProof(tx, kept, NOW))));
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await findProof(view, 'p1', NOW)).toBeNull();
    });

    it('are one for a person: a new one begins anew, and the old one is good no more', async () => {
      await write((tx) => saveProof(tx, proof, NOW));
      await write((tx) => countLook(tx, 'p1', NOW));
      await write((tx) => saveProof(tx, { ...proof, codeDigest: 'digest:two', guid: 'other' }, NOW));
      expect(await findProof(view, 'p1', NOW)).toEqual({
        ...proof,
        codeDigest: 'digest:two',
        guid: 'other',
        looks: 0,
      });
      expect(await write((tx) => useProof(tx, { ...proof, looks: 0 }, NOW))).toBe(false);
      await write((tx) => deleteProof(tx, 'p1'));
      expect(await findProof(view, 'p1', NOW)).toBeNull();
    });
  });

  describe('preferences', () => {
    const chosen = {
      ...defaultPreferences('sl'),
      timezone: ZONE,
      allowPromotions: true,
      discordDms: false,
      preferredChannel: 'telegram',
      quietHours: { start: '22:00', end: '08:00' },
      consentedAt: NOW,
      callsPerWeek: 3,
    } as const;

    it('come back as they were saved, and are none for who never chose', async () => {
      expect(await findPreferences(view, 'p1')).toBeNull();
      await write((tx) => savePreferences(tx, 'p1', chosen, NOW));
      expect(await findPreferences(view, 'p1')).toEqual({
        ...chosen,
        callsCountedFrom: NOW,
        questionsCountedFrom: NOW,
      });
      const withdrawn = { ...chosen, allowPromotions: false, quietHours: null, consentedAt: null };
      await write((tx) => savePreferences(tx, 'p1', withdrawn, NOW));
      expect(await findPreferences(view, 'p1')).toEqual({
        ...withdrawn,
        callsCountedFrom: NOW,
        questionsCountedFrom: NOW,
      });
    });

    it('leave the DM channel to those who open it', async () => {
      await write((tx) => savePreferences(tx, 'p1', chosen, NOW));
      await write((tx) => rememberDmChannel(tx, 'p1', 'dm', NOW));
      await write((tx) => savePreferences(tx, 'p1', { ...chosen, dmChannelId: 'another' }, NOW));
      expect(await findPreferences(view, 'p1')).toMatchObject({ dmChannelId: 'dm' });
      await write((tx) => rememberDmChannel(tx, 'p1', null, NOW));
      expect(await findPreferences(view, 'p1')).toMatchObject({ dmChannelId: null });
    });
  });

  describe('people', () => {
    const NO_KEYS = { canOpen: () => false };

    it('are those with an entry, as what they chose makes them', async () => {
      await write(async (tx) => {
        const entry = { date: DATE, status: 'LOOKING' } as const;
        await saveAvailability(tx, { ...entry, id: 'a2', userId: 'p2', userName: 'bor' }, NOW);
        await saveAvailability(tx, { ...entry, id: 'a1', userId: 'p1', userName: 'ana' }, NOW);
        await savePlayerLink(tx, { userId: 'p1', guid: 'guid', name: 'Ana' }, NOW);
        await savePreferences(
          tx,
          'p1',
          { ...defaultPreferences('sl'), timezone: 'UTC', allowPromotions: true },
          NOW,
        );
      });
      const [ana, bor] = await peopleOf(view, DATE, ZONE, NO_KEYS, 'self');
      expect(ana).toMatchObject({
        userId: 'p1',
        displayName: 'Ana',
        allowPromotions: true,
        timezone: 'UTC',
      });
      expect(ana?.targets).toEqual({ discord: true, telegram: false, signal: false });
      expect(bor).toMatchObject({
        userId: 'p2',
        displayName: 'bor',
        allowPromotions: false,
        timezone: ZONE,
      });
      expect(await personFor(view, 'p1', DATE, ZONE, NO_KEYS)).toMatchObject(ana!);
      // A name nobody confirmed is not shown where links have to be.
      const named = async () => [
        (await peopleOf(view, DATE, ZONE, NO_KEYS, 'verified')).map(({ displayName }) => displayName),
        (await availabilityOn(view, DATE, 'verified')).map(({ userName }) => userName).sort(),
      ];
      expect(await named()).toEqual([
        ['ana', 'bor'],
        ['ana', 'bor'],
      ]);
      await write((tx) => verifyPlayerLink(tx, { userId: 'p1', guid: 'guid' }, NOW));
      expect(await named()).toEqual([
        ['Ana', 'bor'],
        ['Ana', 'bor'],
      ]);
      expect(await personFor(view, 'p1', NEXT_DATE, ZONE, NO_KEYS)).toMatchObject({
        status: null,
        displayName: 'Ana',
      });
      expect(await personFor(view, 'nobody', DATE, ZONE, NO_KEYS)).toMatchObject({
        status: null,
        allowPromotions: false,
      });
    });
  });
}
