import { describe, expect, it } from 'vitest';
import { ProcessLock } from '../../src/persistence/file/process-lock.js';
import { unreadableContacts } from '../../src/upkeep/rotate-contacts.js';
import { ContactVault } from '../../src/vault/contact-vault.js';
import { players } from '../support/people.js';
import { CONTACT_KEY, testApp } from '../support/test-app.js';
import { run } from './program.js';

const NEW_KEY = 'X19fX19fX19fX19fX19fX19fX19fX19fX19fX19fX18=';

describe('`key`', () => {
  it('prints a key that is good, and another one each time', async () => {
    const [one, other] = await Promise.all([run('keys', ['new']), run('keys', ['new'])]);
    expect(one.code).toBe(0);
    expect(one.said).not.toBe(other.said);
    const vault = new ContactVault([one.said.trim()]);
    const contact = { address: '1', name: '' };
    expect(vault.open(vault.seal('signal', contact).sealed)).toEqual(contact);
  });
});

describe('`keys rotate`', () => {
  it('seals everything anew beside a running Muster, and tells numbers only', async () => {
    const app = await testApp({ channels: ['discord', 'telegram', 'signal'] });
    await players(app, 3, { channels: ['telegram', 'signal'] });
    const lock = ProcessLock.acquire(app.path);
    const env = {
      DATABASE_URL: `sqlite:${app.path}`,
      CONTACT_DATA_ENCRYPTION_KEY: `${NEW_KEY},${CONTACT_KEY}`,
    };
    const rotated = await run('keys', ['rotate'], env);
    lock.release();
    expect(rotated).toMatchObject({ code: 0, said: expect.stringContaining('Sealed 6 contacts') as string });
    expect(rotated.said).not.toMatch(/address|p1/);
    const left = await unreadableContacts(app.database.view, new ContactVault([NEW_KEY]));
    expect(left).toEqual({ telegram: 0, signal: 0 });
    const wrong = await run('keys', ['rotate'], { ...env, CONTACT_DATA_ENCRYPTION_KEY: CONTACT_KEY });
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('6 are opened by none') as string });
  }, 60_000);

  it.each<[string, readonly string[], Readonly<Record<string, string>>, number, RegExp]>([
    ['nothing to do', [], {}, 64, /keys rotate/],
    ['something else to do', ['turn'], {}, 64, /keys new/],
    ['no key', ['rotate'], {}, 78, /npm run key/],
    ['a wrong key', ['rotate'], { CONTACT_DATA_ENCRYPTION_KEY: 'short' }, 78, /npm run key/],
    [
      'no database',
      ['rotate'],
      { CONTACT_DATA_ENCRYPTION_KEY: NEW_KEY, DATABASE_URL: 'sqlite:/nowhere/at/all.sqlite' },
      1,
      /no database/,
    ],
  ])(
    'says what is missing: %s',
    async (_, args, env, code, words) => {
      const { code: ended, said } = await run('keys', args, env);
      expect(said).toMatch(words);
      expect(ended).toBe(code);
    },
    30_000,
  );
});
