import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, by their seconds on two cores. Begun last, one of them would run alone at the end. Those
 * that keep the processor busy take turns with those that wait for moments.
 */
const LONGEST = [
  'faults/kill-at-steps',
  'faults/gateway',
  'e2e/restarts',
  'browser/page',
  'faults/kill-at-random',
  'e2e/demo',
  'faults/stop',
  'browser/promote',
  'faults/kill-at-posts',
];

/** vitest's own order, but the longest files of a group first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b));
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder;
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((name) => moduleId.includes(`${name}.test.`));
  return rank < 0 ? LONGEST.length : rank;
}
