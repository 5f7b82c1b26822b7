/*
 * Which linked players are on the game server, by their names. Names are all a game server tells, people decorate them,
 * and nobody owns one; so only what is clear counts.
 *
 * 1. Colour codes (`^1`, `^x`, `§a`), letter case, spaces and punctuation never matter: `^1T^7om!` is `tom`. A name
 *    of nothing but punctuation is compared with it.
 * 2. A tag in brackets (`[ABC] Tom`, `Tom (1)`) or between signs (`=ABC=Tom`, `Tom -ABC-`), at the beginning or the
 *    end, is set apart. What stands apart by a bar or its like (`ABC|Tom`, `Tom // ABC`) may be the tag on either side.
 *    A dot, a hyphen, an underscore, an apostrophe or a space alone sets nothing apart: names are made with them.
 * 3. Names that are the same with everything on them come first, and take no part in what follows.
 * 4. A name that could be two players', or a player who could be two names, is nobody's.
 */

/** A player as they are linked. */
export interface LinkedName {
  readonly userId: string;
  readonly name: string;
}

/**
 * The name of each linked player on the server now, in the server's spelling; players who are not clearly
 * there are missing. Pass all linked players, not only those in question: whether a name is clear depends on
 * who else might have it. The order does not change the answer, and no name is given to two players.
 */
export function matchPlayers(
  links: readonly LinkedName[],
  serverNames: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const players = links.map((link) => ({ userId: link.userId, forms: formsOf(link.name) }));
  const names = serverNames.map((name) => ({ name, forms: formsOf(name) }));
  const spelledAlike = pairsOf(players, names, (one, other) => one.whole === other.whole);
  const settled = new Set(spelledAlike.flatMap(({ player, name }) => [player, name]));
  const left = <T extends object>(all: readonly T[]): T[] =>
    all.filter((each) => !(settled as ReadonlySet<object>).has(each));
  const tagged = pairsOf(left(players), left(names), sameButForTags);
  for (const { player, name } of [...clearOf(spelledAlike), ...clearOf(tagged)]) {
    found.set(player.userId, name.name);
  }
  return found;
}

/** A name without colour codes, as the game would show it. */
export function withoutColours(name: string): string {
  return name.replace(/(?:\^[^^]|§.)/gsu, '');
}

/** Everything a name may be compared by. */
interface Forms {
  /** All of it. */
  readonly whole: string;
  /** What remains without tags in brackets or between signs; the whole where there is none. */
  readonly bare: string;
  /** The sides of what stands apart, any of which may be the name. */
  readonly sides: readonly string[];
}

/** Opening signs with their closing ones, read from either end. */
const MIRRORED: Readonly<Record<string, string>> = Object.fromEntries(
  ['[]', '()', '{}', '<>', '«»', '‹›', '【】'].flatMap(([open = '', close = '']) => [
    [open, close],
    [close, open],
  ]),
);
const SIGNS = /^[^\p{L}\p{N}\p{M}\s]+/u;
const APART = /\s-+\s|[|¦/\\=:~*+#!»«›‹→•·]+/u;

function formsOf(raw: string): Forms {
  const plain = withoutColours(raw).normalize('NFKC').toLowerCase().trim();
  const bare = backwards(withoutFirstTag(backwards(withoutFirstTag(plain))));
  const parts = bare.split(APART).filter((part) => letters(part) !== '');
  return { whole: key(plain), bare: key(bare), sides: parts.length > 1 ? parts.map(key) : [] };
}

/** Drops a tag at the beginning between signs that mirror each other, if a name remains. */
function withoutFirstTag(name: string): string {
  const opening = SIGNS.exec(name)?.[0] ?? '';
  if (opening === '') return name;
  const signs = Array.from(opening);
  const closing = signs.map((sign) => MIRRORED[sign] ?? sign).reverse();
  const end = name.indexOf(closing.join(''), opening.length);
  if (end < 0) return name;
  const tag = name.slice(opening.length, end);
  const rest = name.slice(end + opening.length).trim();
  // Between brackets anything is a tag, between other signs a word.
  const isTag = signs.some((sign) => sign in MIRRORED) ? letters(tag) !== '' : letters(tag) === tag;
  return isTag && tag !== '' && letters(rest) !== '' ? rest : name;
}

const backwards = (text: string): string => Array.from(text).reverse().join('');
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}\p{M}]/gu, '');
const key = (text: string): string => letters(text) || text.replace(/\s/gu, '');

/** Two names with sides are not compared by sides: `ABC|Tom` and `ABC|Ann` share only a tag. */
function sameButForTags(one: Forms, other: Forms): boolean {
  return one.bare === other.bare || one.sides.includes(other.bare) || other.sides.includes(one.bare);
}

interface Pair<P, N> {
  readonly player: P;
  readonly name: N;
}

function pairsOf<P extends { forms: Forms }, N extends { forms: Forms }>(
  players: readonly P[],
  names: readonly N[],
  alike: (one: Forms, other: Forms) => boolean,
): Pair<P, N>[] {
  return players.flatMap((player) =>
    names.filter((name) => alike(player.forms, name.forms)).map((name) => ({ player, name })),
  );
}

/** The pairs whose both halves are in no other pair. */
function clearOf<P, N>(pairs: readonly Pair<P, N>[]): Pair<P, N>[] {
  const times = new Map<P | N, number>();
  for (const half of pairs.flatMap(({ player, name }) => [player, name])) {
    times.set(half, (times.get(half) ?? 0) + 1);
  }
  return pairs.filter(({ player, name }) => times.get(player) === 1 && times.get(name) === 1);
}
