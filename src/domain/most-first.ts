/** Numbers by what they count, the greatest first, and none that is 0: the one order in which counted things are told. */
export function mostFirst<K extends string>(counts: Readonly<Partial<Record<K, number>>>): [K, number][] {
  return (Object.entries(counts) as [K, number][])
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a);
}
