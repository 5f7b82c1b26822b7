import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** How the note of a skipped test begins that has run on SQLite, and that says nothing about PostgreSQL. */
export const ONLY_ON_SQLITE = 'only on SQLite';

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Writes the run's totals to the file named by `MUSTER_TEST_TOTALS`. A test file that cannot be loaded and an
 * error outside any test each count as one failure. With `CI=true` a skipped test is a failure too: if CI
 * skips it, nobody knows whether it works. What is {@link ONLY_ON_SQLITE} is tested there, so it does not count.
 */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const totals: Totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const skipped: string[] = [];

    for (const module of modules) {
      totals.failed += module.errors().length;
      for (const suite of module.children.allSuites()) totals.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        const { state } = result;
        if (state === 'skipped' && result.note?.startsWith(ONLY_ON_SQLITE)) continue;
        if (state === 'passed') totals.passed += 1;
        else if (state === 'skipped') skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
        // Only a run that was cut short leaves "pending": it did not pass.
        else totals.failed += 1;
      }
    }

    totals.skipped = skipped.length;
    if (process.env['CI'] === 'true' && skipped.length > 0) {
      totals.failed += skipped.length;
      process.stdout.write(
        `Skipped, which counts as failed in CI:\n${skipped.map((name) => `  ${name}\n`).join('')}`,
      );
      process.exitCode = 1;
    }

    const file = process.env['MUSTER_TEST_TOTALS'];
    if (file) writeFileSync(file, JSON.stringify(totals));
  }
}

// vitest loads a reporter from a file's default export.
export default TotalsReporter;
