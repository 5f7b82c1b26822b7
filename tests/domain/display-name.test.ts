import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, displayName } from '../../src/domain/display-name.js';

describe('displayName', () => {
  it.each([
    ['Ana', 'Ana'],
    ['  Ana   Novak ', 'Ana Novak'],
    ['Žiga Škerlj', 'Žiga Škerlj'],
    ['日本語', '日本語'],
    ['-=CLAN=- Joe (EU)', '-=CLAN=- Joe (EU)'],
    ['😀 smile', '😀 smile'],
    ['**bold** _it_ ~~no~~ `code` ||spoiler||', 'bold it no code spoiler'],
    ['# title', 'title'],
    ['> quote', 'quote'],
    ['- item', 'item'],
    ['two\nlines\r\nand\tmore', 'two lines and more'],
    ['@everyone', 'everyone'],
    ['@every\u200bone', 'everyone'],
    ['Bob <@123456789012345678>', 'Bob'],
    ['<@!1><@&2><#3><:x:4><a:y:5><t:6:R></cmd:7><id:guide>Bob', 'Bob'],
    ['<@<@1>2>', '2'],
    ['[click](https://evil.example)', 'click(https evil.example)'],
    ['\u202Eevil\u202C', 'evil'],
    ['A\u0000B\u200BC\u2066D\uFEFF', 'ABCD'],
    ['Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo', 'Z\u0301\u0302\u0303\u0304algo'],
  ])('makes %j into %j', (raw, shown) => expect(displayName(raw)).toBe(shown));

  it.each(['', '   ', '\n', '\u200B\u200D', '\u3164', '\u2800', '***', '<@1>', '\u0301', '\uD800'])(
    'has a stand-in for %j',
    (raw) => expect(displayName(raw)).toBe('Unknown player'),
  );

  it('cuts at 32 code points, never through one', () => {
    expect(displayName('x'.repeat(40))).toBe('x'.repeat(32));
    expect(displayName('😀'.repeat(40))).toBe('😀'.repeat(32));
  });

  it('leaves Latin letters and digits as they are, whether or not there is anything beside them to clean', () => {
    const letters = Array.from({ length: 0x11_0000 }, (_, point) => point)
      .filter((point) => point < 0xd8_00 || point > 0xdf_ff)
      .map((point) => String.fromCodePoint(point))
      .filter((letter) => /[\p{Script=Latin}\d]/u.test(letter));
    expect(letters.length).toBeGreaterThan(1_000);
    for (const letter of letters) {
      const name = `${letter}${letter} A${letter}`;
      expect([name, cleanName(name), cleanName(`${name}*`)]).toEqual([name, name, name]);
    }
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '<',
          '@',
          '>',
          '!',
          '&',
          '#',
          '1',
          '`',
          '*',
          '_',
          '|',
          '~',
          ':',
          '/',
          '[',
          ']',
          '- ',
          '\\',
          '\n',
          ' ',
          '\u200B',
          '\u0301',
          '\u202E',
          'everyone',
          'here',
          'a',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  );

  it('lets no markup, mention, link or control through, whatever it is given', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const shown = displayName(raw);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}<>@#`*_~|[\]\\]/u);
        expect(shown).not.toMatch(/ {2}|^ | $|:\/\/|^[-+] /);
        expect(Array.from(shown).length).toBeGreaterThan(0);
        expect(Array.from(shown).length).toBeLessThanOrEqual(32);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves a clean name as it is', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        expect(cleanName(cleanName(raw))).toBe(cleanName(raw));
      }),
      { numRuns: 3000 },
    );
  });
});
