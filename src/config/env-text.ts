/** A line of a `.env`, as far as it sets something. */
interface Line {
  readonly text: string;
  /** The setting it is of, in use or commented out as `.env.example` has it; `null`: of none. */
  readonly name: string | null;
  readonly isInUse: boolean;
}

/**
 * The text of a `.env` with these settings in it, everything else left as it was. A setting takes the place of its last
 * line that is in use, else of the last one that is commented out, else it comes at the end; `null` comments it out.
 * Every other line of it that is in use is commented out, for the last one would win.
 */
export function withSettings(text: string, settings: Readonly<Record<string, string | null>>): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  let lines = text.split(lineEnd);
  for (const [name, value] of Object.entries(settings)) lines = withSetting(lines, name, value);
  return lines.join(lineEnd);
}

function withSetting(texts: readonly string[], name: string, value: string | null): string[] {
  const lines = texts.map(lineOf);
  const inUse = lines.findLastIndex((line) => line.name === name && line.isInUse);
  const place = inUse >= 0 ? inUse : lines.findLastIndex((line) => line.name === name);
  const changed = lines.map((line, index) => {
    if (value !== null && index === place) return `${name}=${written(value)}`;
    return line.name === name && line.isInUse ? `#${line.text.trimStart()}` : line.text;
  });
  if (place >= 0 || value === null) return changed;
  const end = changed.at(-1) === '' ? changed.length - 1 : changed.length;
  return [...changed.slice(0, end), `${name}=${written(value)}`, ''];
}

function lineOf(text: string): Line {
  const bare = text.trim();
  const isInUse = !bare.startsWith('#');
  const assignment = isInUse ? bare : bare.slice(1).trimStart();
  const name = assignment.slice(0, Math.max(0, assignment.indexOf('=')));
  return { text, name: name.replace(/^export\s/, '').trim() || null, isInUse };
}

/** A value as `.env` takes it: one that begins a remark or a quotation within itself stands in quotes. */
function written(value: string): string {
  if (!/[#'"`\s\\]/.test(value)) return value;
  const quote = [`'`, '"', '`'].find((each) => !value.includes(each));
  return quote === undefined ? value : `${quote}${value}${quote}`;
}
