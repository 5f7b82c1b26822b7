import { beforeEach, describe, expect, it } from 'vitest';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import {
  clearContact,
  confirmedLinks,
  contactOf,
  contactsAfter,
  contactsWith,
  holderOfToken,
  lastLinkRequest,
  resealContact,
  saveContact,
  saveLinkToken,
  useToken,
} from '../../../src/persistence/stores/channel-link-store.js';
import { isTakenInOtherLetters, savePlayerLink } from '../../../src/persistence/stores/player-link-store.js';
import { defaultPreferences, savePreferences } from '../../../src/persistence/stores/preference-store.js';
import { endWhatWasTemporary, newestInstant } from '../../../src/persistence/stores/restore-store.js';
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  MOST_SESSIONS,
  sessionsOf,
  touchSession,
} from '../../../src/persistence/stores/session-store.js';
import {
  settingChangesBy,
  storedSettings,
  writeSetting,
} from '../../../src/persistence/stores/setting-store.js';
import { HOUR, NOW, type OpenStores, type StoresWorld } from './world.js';

/** By which doors people come in: sessions, linked channels, links to players; and what admins set. */
export function doorsContract(open: OpenStores): void {
  let db: StoresWorld;
  let view: View;

  beforeEach(async () => {
    db = await open();
    view = db.view;
  });

  /** One write, as its own transaction. */
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);

  describe('sessions', () => {
    const begin = (userId: string, n: number): Promise<void> =>
      write((tx) => insertSession(tx, { idHash: `${userId}-${n}`, userId, expiresAt: NOW + HOUR }, NOW + n));

    it('go on until they expire or are ended', async () => {
      await begin('p1', 1);
      await begin('p1', 2);
      await begin('p2', 3);
      await write((tx) => touchSession(tx, 'p1-1', NOW + 9));
      expect(await findSession(view, 'p1-1', NOW)).toEqual({
        userId: 'p1',
        createdAt: NOW + 1,
        lastSeenAt: NOW + 9,
        expiresAt: NOW + HOUR,
      });
      expect(await findSession(view, 'p1-1', NOW + HOUR)).toBeNull();
      await write((tx) => deleteSession(tx, 'p1-1'));
      expect((await sessionsOf(view, 'p1', NOW)).map(({ createdAt }) => createdAt)).toEqual([NOW + 2]);
      await write((tx) => deleteSessionsOf(tx, 'p1'));
      expect(await sessionsOf(view, 'p1', NOW)).toEqual([]);
      expect(await sessionsOf(view, 'p2', NOW)).toHaveLength(1);
    });

    it('are a few for each person: one too many ends the oldest, and nobody else’s', async () => {
      await begin('p2', 0);
      for (let n = 1; n <= MOST_SESSIONS + 2; n += 1) await begin('p1', n);
      const left = await sessionsOf(view, 'p1', NOW);
      expect(left.map(({ createdAt }) => createdAt - NOW)).toEqual(
        Array.from({ length: MOST_SESSIONS }, (_, index) => index + 3),
      );
      expect(await sessionsOf(view, 'p2', NOW)).toHaveLength(1);
    });
  });

  describe('a channel', () => {
    const token = (n: number) =>
      ({ userId: 'p1', channel: 'signal', tokenHash: `t${n}`, expiresAt: NOW + HOUR }) as const;
    const contact = (digest: string) => ({
      sealed: `sealed ${digest}`,
      digest,
      accountDigest: `of ${digest}`,
    });

    it('is linked by a token that holds until it expires, once, and until the next one', async () => {
      await write((tx) => saveLinkToken(tx, token(1), NOW));
      await write((tx) => saveLinkToken(tx, token(2), NOW + 1));
      expect(await lastLinkRequest(view, 'p1')).toBe(NOW + 1);
      expect(await lastLinkRequest(view, 'p2')).toBeNull();
      expect(await holderOfToken(view, 'signal', 't1', NOW)).toBeNull();
      expect(await holderOfToken(view, 'telegram', 't2', NOW)).toBeNull();
      expect(await holderOfToken(view, 'signal', 't2', NOW + HOUR)).toBeNull();
      expect(await holderOfToken(view, 'signal', 't2', NOW)).toBe('p1');
      expect(await write((tx) => useToken(tx, 'signal', 't2', NOW + HOUR))).toBe(false);
      expect(await write((tx) => useToken(tx, 'signal', 't2', NOW + 2))).toBe(true);
      expect(await write((tx) => useToken(tx, 'signal', 't2', NOW + 2))).toBe(false);
      expect(await confirmedLinks(view, 'p1')).toEqual([{ channel: 'signal', linkedAt: NOW + 2 }]);
    });

    it('has a contact that is found by its address or its account, and can be let go', async () => {
      for (const userId of ['p1', 'p2', 'p3'])
        await write((tx) => savePreferences(tx, userId, defaultPreferences(), NOW));
      await write((tx) => saveContact(tx, 'p1', 'signal', contact('a'), NOW));
      await write((tx) => saveContact(tx, 'p2', 'signal', contact('b'), NOW));
      await write((tx) => saveContact(tx, 'p1', 'telegram', contact('c'), NOW));
      expect(await contactOf(view, 'p1', 'telegram')).toEqual({
        userId: 'p1',
        sealed: 'sealed c',
        digest: 'c',
        accountDigest: null,
      });
      const holders = async (...digests: string[]) =>
        (await contactsWith(view, 'signal', digests)).map(({ userId }) => userId);
      expect([await holders('of b', 'a'), await holders('c'), await holders()]).toEqual([
        ['p1', 'p2'],
        [],
        [],
      ]);
      expect((await contactsWith(view, 'telegram', ['c', 'of c'])).map(({ userId }) => userId)).toEqual([
        'p1',
      ]);
      const after = async (userId: string, limit: number) =>
        (await contactsAfter(view, 'signal', userId, limit)).map((kept) => kept.userId);
      expect([await after('', 1), await after('p1', 5), await after('p2', 5)]).toEqual([['p1'], ['p2'], []]);

      const kept = (await contactOf(view, 'p1', 'signal'))!;
      expect(await write((tx) => resealContact(tx, kept, 'signal', contact('d'), NOW))).toBe(true);
      expect(await write((tx) => resealContact(tx, kept, 'signal', contact('e'), NOW))).toBe(false);
      expect(await contactOf(view, 'p1', 'signal')).toMatchObject({ digest: 'd', accountDigest: 'of d' });
      expect(await write((tx) => clearContact(tx, 'p1', 'signal', NOW))).toBe(true);
      expect(await write((tx) => clearContact(tx, 'p1', 'signal', NOW))).toBe(false);
      expect(await contactOf(view, 'p1', 'signal')).toBeNull();
      expect(await contactOf(view, 'p1', 'telegram')).not.toBeNull();
    });
  });

  it('a player’s id is taken in whatever letters it is typed', async () => {
    const link = { userId: 'p1', guid: '0123456789ABCDEF0123456789ABCDEF', name: 'Ana' };
    await write((tx) => savePlayerLink(tx, link, NOW));
    const isTaken = (userId: string, guid: string) => isTakenInOtherLetters(view, { userId, guid });
    expect(await isTaken('p2', link.guid.toLowerCase())).toBe(true);
    expect(await isTaken('p1', link.guid.toLowerCase())).toBe(false);
    expect(await isTaken('p2', link.guid.replace('0', '1'))).toBe(false);
  });

  it('a setting is what was written last, by whom, and nothing once it is taken back', async () => {
    const set = (value: string | null, by: string, at: number) =>
      write((tx) => writeSetting(tx, 'session_minimum', value, by, at));
    await set('10', 'a1', NOW);
    await set('10', 'a2', NOW + 1);
    await set('20', 'a1', NOW + 2);
    expect(await storedSettings(view)).toEqual({ session_minimum: '20' });
    await set(null, 'a1', NOW + 3);
    expect(await storedSettings(view)).toEqual({});
    const change = { key: 'session_minimum' };
    expect(await settingChangesBy(view, 'a1')).toEqual([
      { ...change, oldValue: null, newValue: '10', at: NOW },
      { ...change, oldValue: '10', newValue: '20', at: NOW + 2 },
      { ...change, oldValue: '20', newValue: null, at: NOW + 3 },
    ]);
    expect(await settingChangesBy(view, 'a2')).toEqual([]);
  });

  it('after a restore nobody is signed in, and no token or code is good; the newest instant is known', async () => {
    expect(await newestInstant(view)).toBeNull();
    await write((tx) => savePreferences(tx, 'p1', defaultPreferences(), NOW));
    const session = { idHash: 's', userId: 'p1', expiresAt: NOW + HOUR };
    await write((tx) => insertSession(tx, session, NOW));
    const token = { userId: 'p1', channel: 'telegram', tokenHash: 't', expiresAt: NOW + HOUR } as const;
    await write((tx) => saveLinkToken(tx, token, NOW));
    await write((tx) => endWhatWasTemporary(tx, NOW + 1));
    expect(await sessionsOf(view, 'p1', NOW)).toEqual([]);
    expect(await holderOfToken(view, 'telegram', 't', NOW)).toBeNull();
    expect(await newestInstant(view)).toBe(NOW);
  });
}
