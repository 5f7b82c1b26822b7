/** How many are looking for a game, beside how many a session takes at least (0: nobody is asked about too few). */
export interface Numbers {
  readonly looking: number;
  readonly minimum: number;
}

/** Whether the promoter of an evening is asked about it: fewer are looking for a game than it takes. */
export function isTooFew({ looking, minimum }: Numbers): boolean {
  return looking < minimum;
}
