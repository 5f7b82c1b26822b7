import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedContact } from '../../src/domain/masked-contact.js';

const telegram = (name: string): string => maskedContact('telegram', { address: '123456789', name });
const signal = (address: string): string => maskedContact('signal', { address, name: 'Maja' });

describe('a contact, masked', () => {
  it('shows where a Signal number begins and ends', () => {
    expect(signal('+38640123423')).toBe('+386•••23');
    expect(signal('+15550123456')).toBe('+155•••56');
  });

  it('shows nothing of an address that is no number', () => {
    for (const address of ['', '+1234567', '2a7f8c1e-uuid', '+38 640123423'])
      expect(signal(address)).toBe('•••');
  });

  it('shows two letters of the name on Telegram, and never the whole of it', () => {
    expect(telegram('Maja Novak')).toBe('Ma•••');
    expect(telegram('Al')).toBe('A•••');
    expect(telegram('X')).toBe('•••');
    expect(telegram('')).toBe('•••');
    expect(telegram('🦊🐻🐼')).toBe('🦊🐻•••');
  });

  it('leaves out what a name may not show', () => {
    expect(telegram('\u202e**<@1>Maja**')).toBe('Ma•••');
  });

  it('never holds the address, whatever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+\d{8,15}$/), fc.string(), (address, name) => {
        for (const channel of ['telegram', 'signal'] as const) {
          const masked = maskedContact(channel, { address, name });
          expect(masked).toContain('•••');
          expect(masked.replace(/\D/g, '').length).toBeLessThan(8);
          expect(masked).not.toContain(address);
        }
      }),
    );
  });
});
