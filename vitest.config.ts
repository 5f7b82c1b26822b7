import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.js';

const everywhere = {
  environment: 'node' as const,
  pool: 'forks' as const,
  // Files share what they have loaded: loading it again for each took a third of the time.
  isolate: false,
  // Sapphire loads pieces with its own import(); inlined, that import is vitest's and can read .ts pieces.
  server: { deps: { inline: [/@sapphire\//] } },
  setupFiles: ['tests/support/every-file.ts'],
};

/** Mostly work for the processor; one more at once than there are cores, for some wait for a disk or a moment. */
const busy = { ...everywhere, maxWorkers: 3, sequence: { groupOrder: 0 } };
/** Whole processes, which mostly wait for moments and for each other; after the others. */
const waiting = {
  ...everywhere,
  globalSetup: ['tests/support/compile.ts', 'tests/support/postgres-setup.ts'],
  maxWorkers: 4,
  sequence: { groupOrder: 1 },
};

/**
 * How long a test with whole processes may hang, in milliseconds. Each of its waits has a bound of its own and says what
 * did not come; on a busy machine an evening is begun again with later moments, and that may take minutes.
 */
const HANGS_MS = 240_000;

const ALONE = 'tests/**/*.isolated.test.ts';
/** Of the unit tests' folders, but whole processes: an evening, and the command line. */
const PROCESSES = ['tests/contract/discord-openapi.test.ts', 'tests/cli/**/*.test.ts'];
/** Where rules meet the database. On SQLite they are among the unit tests; here they are played on PostgreSQL too. */
const ON_BOTH_ENGINES = [
  'tests/dispatch/**/*.test.ts',
  'tests/services/privacy.test.ts',
  'tests/services/said-since.test.ts',
];
/** Those of them that are played on PostgreSQL among the unit tests. */
const ON_POSTGRES_ALONE = ['commit-in-doubt', 'evening-on-postgres'];
/**
 * Those whose rules are of moments, of paces and of words, which the database has little part in, and which take from a quarter of a
 * minute to some minutes there: CI has no time for them. By hand each plays there as well:
 * `MUSTER_TEST_ENGINE=postgres npx vitest run --project unit tests/dispatch/ready.test.ts`.
 */
const SLOW_ON_POSTGRES = [
  'answers',
  'board-post',
  'control',
  'lanes',
  'minimum',
  'moments',
  'reach',
  'ready',
  'ready-notice',
  'refusals',
  'standing-campaigns',
  'system-campaigns',
  'unreached',
];

const unit = {
  ...busy,
  globalSetup: ['tests/support/empty-database.ts', 'tests/support/postgres-setup.ts'],
  // How long one may hang, which is no matter of the machine's speed: three at once on two cores take their time.
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

const NOT_TWICE = [...ON_POSTGRES_ALONE, ...SLOW_ON_POSTGRES].map((name) => `tests/dispatch/${name}.test.ts`);

/**
 * Every test of a file runs here, too. But each statement is a round trip, so of what is made up there is less than on SQLite:
 * a fifth of the runs of a property (`runsHere`), a third of the kills (`offsetsHere`), looks for left work thirty seconds apart
 * and not five (`OFTEN_MS`), and a year of thirty days.
 */
const onPostgres = {
  ...unit,
  include: ON_BOTH_ENGINES,
  env: {
    MUSTER_TEST_ENGINE: 'postgres',
    MUSTER_MODEL_RUNS: process.env['MUSTER_MODEL_RUNS'] ?? '3',
    MUSTER_YEAR_DAYS: process.env['MUSTER_YEAR_DAYS'] ?? '30',
  },
  testTimeout: 60_000,
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './tests/support/totals-reporter.ts'],
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/faults/**', 'tests/web/browser/**', ...PROCESSES, ALONE],
        },
      },
      // What changes a module for itself would change it for all.
      { test: { ...unit, name: 'isolated', include: [ALONE], isolate: true } },
      { test: { ...onPostgres, name: 'postgres', exclude: [...NOT_TWICE, ALONE] } },
      {
        test: {
          ...onPostgres,
          name: 'postgres-isolated',
          include: ['tests/dispatch/**/*.isolated.test.ts'],
          isolate: true,
        },
      },
      {
        test: {
          ...waiting,
          name: 'browser',
          include: ['tests/web/browser/**/*.test.ts'],
          // Builds the pages, so that what is tested is what would be served.
          globalSetup: [...waiting.globalSetup, 'tests/web/browser/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          ...waiting,
          name: 'e2e',
          globalSetup: [...waiting.globalSetup, 'tests/support/empty-database.ts'],
          include: ['tests/e2e/**/*.test.ts', ...PROCESSES],
          exclude: [ALONE],
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
        },
      },
      {
        test: {
          ...waiting,
          name: 'faults',
          globalSetup: [...waiting.globalSetup, 'tests/support/empty-database.ts'],
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
