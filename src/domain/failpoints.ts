/**
 * The steps at which a test may kill the process, in the order a campaign passes them. `before` a commit nothing of
 * the step is kept; `after` it everything is.
 */
export const FAILPOINTS = [
  'create.before',
  'create.after',
  'wake',
  'sweep',
  'claim.before',
  'claim.after',
  'reserve.before',
  'reserve.after',
  'send.after',
  'settle.before',
  'settle.after',
  'skip.after',
  'release.after',
  'conclude.before',
  'conclude.after',
  'recover.before',
  'recover.after',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

let armed: ((name: Failpoint) => void) | null = null;

/** Passes a named step. Does nothing unless a test has armed the failpoints. */
export function failpoint(name: Failpoint): void {
  armed?.(name);
}

/** Has every step call `onPass` from now on; `null` makes them inert again. For tests. */
export function armFailpoints(onPass: ((name: Failpoint) => void) | null): void {
  armed = onPass;
}
