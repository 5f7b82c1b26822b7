/** The fewest players somebody may ask for: themselves and one more. */
export const LEAST_CONDITION = 2;
/** The most players somebody may ask for; more than any session is about. */
export const MOST_CONDITION = 64;

/** Somebody who is in as soon as so many are, they among them. */
export interface Conditional {
  readonly userId: string;
  readonly atLeast: number;
}

/** Whether this is a number of players somebody can make a condition of. */
export function isCondition(atLeast: number): boolean {
  return Number.isInteger(atLeast) && atLeast >= LEAST_CONDITION && atLeast <= MOST_CONDITION;
}

/**
 * Who is in of those who made a condition, where `sure` others are in whatever happens: the most people of whom each has
 * enough others beside them, those whose own conditions hold among these. Their order never matters.
 */
export function whoIsIn<C extends Conditional>(sure: number, conditional: readonly C[]): C[] {
  // Whoever asks for the least holds wherever anybody does, so only how many of them there are is open.
  const asks = conditional.map(({ atLeast }) => atLeast).sort((one, other) => one - other);
  let most = asks.length;
  while (most > 0 && (asks[most - 1] ?? 0) > sure + most) most -= 1;
  const limit = sure + most;
  return conditional.filter(({ atLeast }) => atLeast <= limit);
}
