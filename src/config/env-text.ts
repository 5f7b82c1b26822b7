/** One setting's line, in use or commented out as `.env.example` has it. */
const lineOf = (name: string): RegExp =>
  new RegExp(`^[ \\t]*(#?)[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, 'gm');

/**
 * The text of a `.env` with these settings in it, everything else left as it was. A setting takes the place of its last
 * line that is in use, else of the one that is commented out, else it comes at the end; `null` comments it out.
 * Every other line of its that is in use is commented out, for the last one would win.
 */
export function withSettings(text: string, settings: Readonly<Record<string, string | null>>): string {
  let changed = text;
  for (const [name, value] of Object.entries(settings)) {
    changed = withSetting(changed, name, value === null ? null : written(value));
  }
  return changed;
}

function withSetting(text: string, name: string, value: string | null): string {
  const found = [...text.matchAll(lineOf(name))];
  const place = found.findLast(([, comment]) => comment === '') ?? found.at(-1);
  if (!place) {
    if (value === null) return text;
    const end = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${text}${end}${name}=${value}\n`;
  }
  return text.replaceAll(lineOf(name), (line: string, comment: string, at: number) => {
    if (at === place.index && value !== null) return `${name}=${value}`;
    return comment === '' ? `#${line.trimStart()}` : line;
  });
}

/** A value as `.env` takes it: one that begins a remark or a quotation within itself stands in quotes. */
function written(value: string): string {
  if (!/[#'"`\s\\]/.test(value)) return value;
  const quote = [`'`, '"', '`'].find((each) => !value.includes(each));
  return quote === undefined ? value : `${quote}${value}${quote}`;
}
