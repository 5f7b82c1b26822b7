import { VARIABLES } from './schema.js';

const NAMES = VARIABLES.map(({ name }) => name);
/** What our names begin with: enough of them that other programs' names seldom do. */
const BEGINNINGS = [...new Set(NAMES.map((name) => `${name.split('_')[0] ?? name}_`))];

/** Names no other program has, wherever they stand. */
const OURS_ALONE = 'AVAILABILITY_';

/** Whether a name is that of a setting. */
export function isSetting(name: string): boolean {
  return NAMES.includes(name);
}

/** Whether a name that is no setting begins like one. */
export function beginsLikeSetting(name: string): boolean {
  return BEGINNINGS.some((beginning) => name.toUpperCase().startsWith(beginning));
}

/** Whether nobody but Muster would have a name like this. */
export function isOursAlone(name: string): boolean {
  return name.toUpperCase().startsWith(OURS_ALONE);
}

/**
 * The setting somebody most likely means by a name that is none: another case of letters, or a few letters left out,
 * too many, wrong or exchanged (one in six, three at most). `null`: none comes near.
 */
export function settingMeant(name: string): string | null {
  const typed = name.toUpperCase();
  const most = Math.min(3, Math.floor(typed.length / 6));
  const [nearest] = NAMES.map((known) => ({ known, distance: editDistance(typed, known) })).sort(
    (a, b) => a.distance - b.distance,
  );
  return nearest && nearest.distance <= most ? nearest.known : null;
}

/** The one setting whose name ends in this one, as `DISCORD_GUILD_ID` does in `GUILD_ID`; `null`: there is none, or several. */
export function settingEndingIn(name: string): string | null {
  const [only, ...more] = NAMES.filter((known) => known.endsWith(`_${name.toUpperCase()}`));
  return only !== undefined && more.length === 0 ? only : null;
}

/**
 * How many letters have to be put in, taken out, changed or exchanged with their neighbour to make one text of another
 * (optimal string alignment).
 */
function editDistance(a: string, b: string): number {
  let [earlier, before]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(
        (before[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (before[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isExchanged) least = Math.min(least, (earlier[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [earlier, before] = [before, row];
  }
  return before[b.length] ?? 0;
}
