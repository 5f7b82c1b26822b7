import { defineConfig } from 'vitest/config';

const everywhere = {
  environment: 'node' as const,
  pool: 'forks' as const,
  // Sapphire loads pieces with its own import(); inlined, that import is vitest's and can read .ts pieces.
  server: { deps: { inline: [/@sapphire\//] } },
  globalSetup: ['tests/support/compile.ts'],
};

/**
 * How long a test with whole processes may hang, in milliseconds. Each of its waits has a bound of its own and says what
 * did not come; on a busy machine an evening is begun again with later moments, and that may take minutes.
 */
const HANGS_MS = 240_000;

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './tests/support/totals-reporter.ts'],
    projects: [
      {
        test: {
          ...everywhere,
          name: 'unit',
          globalSetup: [...everywhere.globalSetup, 'tests/support/empty-database.ts'],
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/faults/**', 'tests/web/browser/**'],
          testTimeout: 10_000,
          hookTimeout: 10_000,
        },
      },
      {
        test: {
          ...everywhere,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
        },
      },
      {
        test: {
          ...everywhere,
          name: 'web',
          include: ['tests/web/browser/**/*.test.ts'],
          // Builds the pages, so that what is tested is what would be served.
          globalSetup: [...everywhere.globalSetup, 'tests/web/browser/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          ...everywhere,
          name: 'faults',
          globalSetup: [...everywhere.globalSetup, 'tests/support/empty-database.ts'],
          include: ['tests/faults/**/*.test.ts'],
          // What is killed starts again and again, which is work for the machine; beside it runs what waits for moments.
          maxConcurrency: 3,
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
        },
      },
    ],
  },
});
