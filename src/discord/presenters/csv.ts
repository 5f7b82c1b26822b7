type Value = string | number | boolean | null;

/** What spreadsheets may split a line at, whatever the file says of itself: that is up to the country they are set to. */
const SEPARATOR = /[,;|\t\r\n]/;
/** What a spreadsheet takes a formula by. */
const FORMULA = /[=+\-@]/;
/** What a spreadsheet passes over before a formula. */
const PASSED_OVER = /["'\p{White_Space}\p{Cc}\p{Cf}]/u;

/** Rows as CSV (RFC 4180). No text in it is run as a formula, wherever its reader splits it. */
export function csvOf(rows: readonly (readonly Value[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value: Value): string {
  const text = typeof value === 'string' ? inert(value) : String(value ?? '');
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text with an apostrophe, which makes the rest plain text, before all that a spreadsheet might run. */
function inert(text: string): string {
  let begins = true;
  let safe = '';
  for (const letter of text) {
    // Full-width signs are signs as well.
    const sign = letter.normalize('NFKC');
    if (begins && FORMULA.test(sign)) safe += "'";
    begins = SEPARATOR.test(sign) || (begins && PASSED_OVER.test(letter));
    safe += letter;
  }
  return safe;
}
