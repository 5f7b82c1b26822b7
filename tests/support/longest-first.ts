import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest. Begun last, one of them would run alone at the end. */
const LONGEST = [
  'browser/page',
  'browser/promote',
  'dispatch/claim',
  'dispatch/follow-up',
  'dispatch/standing-campaigns',
  'dispatch/year',
  'e2e/restarts',
  'e2e/demo',
  'e2e/restore',
  'e2e/delivery-failures',
  'faults/kill-at-steps',
  'faults/gateway',
  'faults/kill-at-random',
  'faults/stop',
];

/**
 * vitest's own order, but the longest files of a project first. One project after the other: the kills of `faults` keep
 * the processor busy, and an evening of `e2e` beside them would be late.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const placeOf = ({ project }: TestSpecification): number => projects.indexOf(project.name);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b) || rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((name) => moduleId.includes(`${name}.test.`));
  return rank < 0 ? LONGEST.length : rank;
}
