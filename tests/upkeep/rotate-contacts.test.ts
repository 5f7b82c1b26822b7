import { describe, expect, it } from 'vitest';
import { saveContact } from '../../src/persistence/stores/channel-link-store.js';
import { SqliteConnection } from '../../src/persistence/engine/sqlite-connection.js';
import { writerDataSource } from '../../src/persistence/engine/data-source.js';
import { writeTransaction } from '../../src/persistence/engine/write-transaction.js';
import { ContactVault } from '../../src/vault/contact-vault.js';
import { linkedAccount } from '../../src/services/link-channel.js';
import {
  rotateContacts,
  unreadableContacts,
  type RotationContext,
} from '../../src/upkeep/rotate-contacts.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { addressOn, players } from '../support/people.js';
import { CONTACT_KEY, testApp, value, type TestApp } from '../support/test-app.js';

onlyOnSqlite('it opens the file beside the app');

const NEW_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';
const BOTH = [NEW_KEY, CONTACT_KEY];

/** As another process beside the running one has it: a connection of its own, and no lock. */
async function beside<T>(
  app: TestApp,
  keys: readonly string[],
  work: (context: RotationContext) => Promise<T>,
): Promise<T> {
  const connection = await SqliteConnection.open(writerDataSource(app.path));
  try {
    return await work({
      view: connection,
      write: (fn) => writeTransaction(connection, null, fn),
      contacts: new ContactVault(keys),
      clock: app.clock,
    });
  } finally {
    await connection.close();
  }
}

async function appWithLinks(count: number): Promise<TestApp> {
  const app = await testApp({ channels: ['discord', 'telegram', 'signal'] });
  await players(app, count, { channels: ['telegram', 'signal'] });
  app.contactKeys = BOTH;
  await app.restart();
  return app;
}

async function opensAll(app: TestApp, keys: readonly string[]): Promise<Record<string, number>> {
  return unreadableContacts(app.database.view, new ContactVault(keys));
}

describe('rotating the keys', () => {
  it('seals everything anew while people are read, and again finds nothing to do', async () => {
    const app = await appWithLinks(120);
    const rotated = await beside(app, BOTH, rotateContacts);
    expect(rotated).toEqual({ resealed: 240, current: 0, unreadable: 0, left: 0 });
    expect(await opensAll(app, [NEW_KEY])).toEqual({ telegram: 0, signal: 0 });
    expect(await opensAll(app, [CONTACT_KEY])).toEqual({ telegram: 120, signal: 120 });
    const found = await linkedAccount(app.context, 'telegram', {
      address: addressOn('telegram', 'p77'),
      name: '',
    });
    expect(value(found).userId).toBe('p77');
    expect(await beside(app, BOTH, rotateContacts)).toEqual({
      resealed: 0,
      current: 240,
      unreadable: 0,
      left: 0,
    });
  });

  it('leaves a Signal account to be found by itself, with the new key alone', async () => {
    const app = await testApp({ channels: ['discord', 'signal'] });
    await players(app, 1);
    const account = '0a1b2c3d-0000-4000-8000-0123456789ab';
    const contact = { address: '+38640111222', account, name: '' };
    await app.database.withTransaction((tx) =>
      saveContact(tx, 'p1', 'signal', app.context.contacts.seal('signal', contact), app.clock.now()),
    );
    app.contactKeys = BOTH;
    await app.restart();
    await beside(app, BOTH, rotateContacts);
    app.contactKeys = [NEW_KEY];
    await app.restart();
    const hidden = { address: account, account, name: '' };
    expect(value(await linkedAccount(app.context, 'signal', hidden)).userId).toBe('p1');
  });

  it('goes on where it was stopped, and everybody can be reached meanwhile', async () => {
    const app = await appWithLinks(5);
    await beside(app, BOTH, async (context) => {
      let writes = 0;
      const write: RotationContext['write'] = async (fn) => {
        writes += 1;
        if (writes > 4) throw new Error('killed');
        return context.write(fn);
      };
      await expect(rotateContacts({ ...context, write })).rejects.toThrow('killed');
      expect(await opensAll(app, BOTH)).toEqual({ telegram: 0, signal: 0 });
      expect(await rotateContacts(context)).toMatchObject({ resealed: 6, current: 4 });
    });
  });

  it('never overwrites what somebody linked at that moment', async () => {
    const app = await appWithLinks(1);
    await beside(app, BOTH, async (context) => {
      const write: RotationContext['write'] = async (fn) => {
        await app.change('UPDATE subscription_preferences SET telegram_handle_encrypted = NULL');
        return context.write(fn);
      };
      expect(await rotateContacts({ ...context, write })).toMatchObject({ left: 1, resealed: 1 });
    });
    const [row] = await app.rows<{ telegram_handle_encrypted: string | null }>(
      'SELECT telegram_handle_encrypted FROM subscription_preferences',
    );
    expect(row?.telegram_handle_encrypted).toBeNull();
  });

  it('leaves what no key opens, and counts it', async () => {
    const app = await appWithLinks(2);
    expect(await beside(app, [NEW_KEY], rotateContacts)).toMatchObject({ unreadable: 4, resealed: 0 });
    expect(await opensAll(app, [])).toEqual({ telegram: 2, signal: 2 });
  });
});
