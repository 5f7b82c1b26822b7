import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../src/discord/presenters/csv.js';

/** Reads CSV as a spreadsheet does that splits at `separator`: quotes count where a cell begins with them. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  let begins = true;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quoted && letter === '"' && text[at + 1] === '"') {
      cell += letter;
      at += 1;
    } else if (quoted && letter === '"') quoted = false;
    else if (!quoted && begins && letter === '"') quoted = true;
    else if (!quoted && (letter === separator || letter === '\n' || letter === '\r')) {
      cells.push(cell);
      cell = '';
      begins = true;
      continue;
    } else cell += letter;
    begins = false;
  }
  return [...cells, cell];
}

const SEPARATORS = [',', ';', '\t', '|'];
const formula = /^["\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹢﹣﹦﹫]/u;

const text = fc
  .array(fc.constantFrom(...Array.from('=+-@＝＋－＠﹦,;|\t\r\n"\' \u200b\u00a0x1é🎮')), { maxLength: 16 })
  .map((letters) => letters.join(''));

describe('a table for spreadsheets', () => {
  it('holds no formula, wherever its lines are split', () => {
    const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(rows, (table) => {
        const csv = csvOf(table.map((row) => ['2026-03-10', ...row]));
        for (const separator of SEPARATORS) {
          const pieces = [...cellsOf(csv, separator), ...csv.split(separator), ...csv.split(/[,;|\t\r\n]/)];
          expect(pieces.filter((cell) => formula.test(cell))).toEqual([]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads as it was where there is nothing to run', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (row) => {
        const plain = row.map((each) => each.replace(/[=+\-@＝＋－＠﹦]/gu, ''));
        expect(cellsOf(csvOf([plain]).slice(0, -2), ',')).toEqual(plain);
      }),
    );
  });

  it('is as RFC 4180 has it', () => {
    expect(
      csvOf([
        ['at', 'name', 'n', 'final', 'code'],
        ['x;=1+2;y', 'a "b", c', -1, true, null],
      ]),
    ).toBe(`at,name,n,final,code\r\n"x;'=1+2;y","a ""b"", c",-1,true,\r\n`);
  });
});
