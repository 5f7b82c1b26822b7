/** One measurement: what was measured, against what baseline of the same run, and the ratio it should keep. */
export interface BenchResult {
  readonly name: string;
  readonly measured: string;
  readonly baseline: string;
  readonly ratio: number;
  /** `{ atMost: 2 }`: the ratio should not be larger. */
  readonly goal: { readonly atMost: number } | { readonly atLeast: number };
  /** What else the goal asks for and was not kept. */
  readonly fault?: string;
  /** What else was seen, in a few words. */
  readonly note?: string;
}

/** Measures something; what comes out is told, never asserted. */
export type Bench = () => Promise<readonly BenchResult[]>;

/** Whether the goal was met. */
export function isMet({ ratio, goal, fault }: BenchResult): boolean {
  if (fault !== undefined) return false;
  return 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast;
}

/** The middle one of some runs, which one disturbed run does not move. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that `share` (0 to 1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
