import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTE_LENGTH, noteProblem } from '../../src/domain/note.js';

describe('a note', () => {
  it.each([
    ['', null],
    ['Two maps tonight, then beer 🍺 (mp_beach first)', null],
    ['👩‍👩‍👧 welcome, z.B. at 21:15', null],
    ['x'.repeat(NOTE_LENGTH), null],
    ['🦊'.repeat(NOTE_LENGTH), null],
    ['x'.repeat(NOTE_LENGTH + 1), 'length'],
    ['two\nlines', 'lines'],
    ['hidden\u202Eorder', 'lines'],
    ['see https://example.org', 'link'],
    ['join play.example.org', 'link'],
    ['discord.gg/abc', 'link'],
    ['@everyone', 'mention'],
    ['<t:1:R>', 'mention'],
    ['**now**', 'markup'],
    ['_now_', 'markup'],
    ['`now`', 'markup'],
    ['||now||', 'markup'],
    ['[now](x)', 'markup'],
  ])('%j: %s', (note, problem) => {
    expect(noteProblem(note)).toBe(problem);
  });

  it('that is taken is one short line that mentions nobody, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (note) => {
        if (noteProblem(note) !== null) return;
        expect(Array.from(note).length).toBeLessThanOrEqual(NOTE_LENGTH);
        expect(note).not.toMatch(/[\n\r\u2028\u2029@<>*`|]|:\/\//);
      }),
    );
  });
});
