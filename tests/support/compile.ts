import { compilePrograms } from '../../demo/compile.js';

/** Builds the programs once for all test files, which start them a hundred times. Every project of vitest calls this. */
export function setup(): Promise<(() => void) | undefined> {
  return compilePrograms();
}
