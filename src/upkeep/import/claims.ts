/** Somebody who is to get something that serves one person at a time. */
export interface Claim {
  readonly userId: string;
  /** What they are to get. */
  readonly thing: string;
}

/**
 * Which claims go through: those on what nobody has, or what its holder gives up because their own claim goes through. So two
 * people can swap, and nobody loses anything to somebody else.
 * @param holderOf who has it now, whether under this name or another; `null`: nobody.
 */
export function settledClaims<C extends Claim>(
  claims: readonly C[],
  holderOf: (thing: string) => string | null,
): C[] {
  let going = [...claims];
  for (;;) {
    const leaving = new Set(going.map(({ userId }) => userId));
    const still = going.filter(({ userId, thing }) => {
      const holder = holderOf(thing);
      return holder === null || holder === userId || leaving.has(holder);
    });
    if (still.length === going.length) return still;
    going = still;
  }
}

/** Of each group the newest: the later instant, and of equal ones the one whose `tie` comes first. */
export function newestOf<T>(
  all: readonly T[],
  groupOf: (each: T) => string,
  orderOf: (each: T) => { readonly at: number | null; readonly tie: string },
): Set<T> {
  const newest = new Map<string, T>();
  for (const each of all) {
    const known = newest.get(groupOf(each));
    if (known === undefined || isNewer(orderOf(each), orderOf(known))) newest.set(groupOf(each), each);
  }
  return new Set(newest.values());
}

interface Order {
  readonly at: number | null;
  readonly tie: string;
}

function isNewer(one: Order, other: Order): boolean {
  const [a, b] = [one.at ?? -Infinity, other.at ?? -Infinity];
  return a === b ? one.tie < other.tie : a > b;
}
