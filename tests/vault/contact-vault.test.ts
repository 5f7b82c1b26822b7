import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ContactVault } from '../../src/vault/contact-vault.js';

const newKey = (): string => `${randomBytes(32).toString('base64url')}=`;
const [OLD, NEW] = [newKey(), newKey()];
const ANA = { address: '+38640123456', name: 'Ana 🎲' };

describe('the contact vault', () => {
  it('gives back what it sealed, and shows nothing of it', () => {
    const vault = new ContactVault([NEW]);
    const { sealed, digest } = vault.seal('signal', ANA);
    expect(vault.open(sealed)).toEqual(ANA);
    expect(vault.canOpen(sealed)).toBe(true);
    for (const text of [sealed, digest]) {
      expect(text).not.toContain('38640123456');
      expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('38640123456');
    }
  });

  it('opens with every key and seals with the first', () => {
    const before = new ContactVault([OLD]).seal('telegram', ANA);
    const during = new ContactVault([NEW, OLD]);
    expect(during.open(before.sealed)).toEqual(ANA);
    expect(during.isCurrent(before.sealed)).toBe(false);
    expect(during.digests('telegram', ANA.address)).toContain(before.digest);
    const after = during.seal('telegram', ANA);
    expect(during.isCurrent(after.sealed)).toBe(true);
    expect(new ContactVault([NEW]).open(after.sealed)).toEqual(ANA);
    expect(new ContactVault([NEW]).open(before.sealed)).toBeNull();
    expect(new ContactVault([NEW]).canOpen(before.sealed)).toBe(false);
  });

  it('finds an address again, but not from one channel in the other', () => {
    const vault = new ContactVault([NEW]);
    expect(vault.seal('signal', ANA).digest).toBe(vault.seal('signal', { ...ANA, name: 'x' }).digest);
    expect(vault.seal('signal', ANA).digest).not.toBe(vault.seal('telegram', ANA).digest);
  });

  it('does nothing without a key', () => {
    const vault = new ContactVault([]);
    const { sealed } = new ContactVault([NEW]).seal('signal', ANA);
    expect(vault.enabled).toBe(false);
    expect(vault.canOpen(sealed)).toBe(false);
    expect(vault.open(sealed)).toBeNull();
    expect(vault.digests('signal', ANA.address)).toEqual([]);
    expect(() => vault.seal('signal', ANA)).toThrow(/without a key/);
  });

  it.each(['sealed', '', 'gAAAAA=='])('takes %j for what it is: nothing it can open', (text) => {
    expect(new ContactVault([NEW]).open(text)).toBeNull();
  });
});
