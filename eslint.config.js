import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { ANSWERED_SYNTAX, BARREL_SYNTAX, CLOCK_SYNTAX, musterPlugin } from './eslint.layers.js';

const APPLICATION = [
  'src/**/*.ts',
  'commands/**/*.ts',
  'listeners/**/*.ts',
  'tasks/**/*.ts',
  'migrations/**/*.ts',
];

export default defineConfig(
  // The lint fixtures break rules on purpose; tests/lint reads them.
  globalIgnores(['dist/', 'coverage/', 'data/', 'tests/lint/fixtures/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { muster: musterPlugin },
    rules: {
      // `!= null` is how undefined and null are told from everything else at once.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'muster/no-cycle': 'error',
      'muster/no-default-export': 'error',
      'muster/disable-with-reason': 'error',
      'muster/one-deadline': 'error',
    },
  },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Libraries type their options as classes and mean the shape (TypeORM's EntitySchemaOptions).
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // [...text] is how code points are counted, which is what we mean where we write it.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A port's method is async in every implementation, so that a throw is a rejection even where nothing
      // is awaited.
      '@typescript-eslint/require-await': 'off',
    },
  },

  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.base] },

  {
    files: APPLICATION,
    rules: {
      'muster/layers': 'error',
      'no-restricted-syntax': ['error', ...CLOCK_SYNTAX, ...ANSWERED_SYNTAX, ...BARREL_SYNTAX],
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_SYNTAX, ...BARREL_SYNTAX] },
  },
  {
    // A browser has its own clock and timers; what needs them in web/ is handed them by whoever tests it.
    files: ['web/**/*.ts'],
    rules: {
      'muster/layers': 'error',
      'no-restricted-syntax': ['error', ...BARREL_SYNTAX],
    },
  },
  {
    // The Clock port's implementation: the one place that asks for the time.
    files: ['src/scheduling/system-clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...BARREL_SYNTAX] },
  },
  {
    // Programs a person runs in a terminal: printing is what they are for.
    files: ['src/cli/**', 'scripts/**', 'demo/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tools read their configuration, and vitest its reporter, from a default export.
    files: ['*.config.{js,ts}', 'tests/support/totals-reporter.ts'],
    rules: { 'muster/no-default-export': 'off' },
  },
  {
    files: ['tests/**', 'demo/**'],
    rules: {
      // A test may say "this is there": if it is not, the test fails, which is its job.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // expect(port.method) and spies take methods without calling them.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['tests/**/*.ts'],
    ignores: ['tests/**/*.test.ts', 'tests/support/every-file.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(All|Each)$/]',
          message: 'Files share this module, so the hook is for the first of them alone: use atEndOfFile.',
        },
      ],
    },
  },
);
