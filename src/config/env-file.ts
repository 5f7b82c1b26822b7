import { parseEnv } from 'node:util';

/** What stands in a `.env`. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  /** The lines (from 1) each name is set in; the last one counts. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  /** Lines that say nothing we can read. What stands in them is not told: it may be half a secret. */
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
}

const ASSIGNMENT = /^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(.*)$/;
/** Not what the last line of a key in letters looks like, which may end in `=`. */
const NEXT_SETTING = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*[^=\s]/;
const QUOTES = ['"', "'", '`'];

const NO_ASSIGNMENT = 'is no NAME=value: correct it, or begin it with # if it is a remark';
const OPEN_QUOTE = 'begins with a quotation mark that is never closed: close it';
const NOT_TEXT =
  'holds letters that are not saved as UTF-8: save the file as UTF-8 (in Notepad: "Save as", "Encoding")';

/**
 * Reads a `.env` as people's editors save it: UTF-8 with or without a byte order mark, or UTF-16; any kind of line
 * end. Each line is read by itself, by the rules of `node --env-file`, so that a line which can't be read takes nothing with it;
 * only a value in quotation marks may go on over several lines.
 */
export function readEnvFile(bytes: Buffer): EnvFile {
  const values: Record<string, string> = {};
  const lines = new Map<string, number[]>();
  const unreadable: { line: number; reason: string }[] = [];
  const text = textOf(bytes).split(/\r\n|\n|\r/);
  for (let index = 0; index < text.length; index += 1) {
    const line = index + 1;
    // `trim` takes a byte order mark too, which also stands in the middle where files were put together.
    const entry = (text[index] ?? '').trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const [, name, rest = ''] = ASSIGNMENT.exec(entry) ?? [];
    if (name === undefined) {
      unreadable.push({ line, reason: NO_ASSIGNMENT });
      continue;
    }
    let value = rest;
    const quote = QUOTES.find((each) => rest.startsWith(each));
    if (quote && !rest.includes(quote, 1)) {
      const closing = text.findIndex((later, at) => at > index && later.includes(quote));
      const goesOn = text.slice(index + 1, closing + 1);
      // Its end was forgotten, and the mark that comes next belongs to another value.
      if (closing === -1 || goesOn.some((later) => NEXT_SETTING.test(later))) {
        unreadable.push({ line, reason: OPEN_QUOTE });
        continue;
      }
      value = [rest, ...goesOn].join('\n');
      index = closing;
    }
    if (/[\uFFFD\0]/.test(value)) {
      unreadable.push({ line, reason: NOT_TEXT });
      continue;
    }
    values[name] = parseEnv(`V=${value}`)['V'] ?? '';
    lines.set(name, [...(lines.get(name) ?? []), line]);
  }
  return { values, lines, unreadable };
}

/**
 * The text of a file as people's editors save it, without a byte order mark: UTF-16 tells itself by its own; everything
 * else is taken for UTF-8.
 */
export function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
