import { configDefaults, defineConfig } from 'vitest/config';

/** What `npm run test:fast` leaves out: tests that install or start the built program, huge inputs, the whole data. */
const slow = [
  'test/integration/**',
  'test/cli/full-disk.test.ts',
  'test/cli/large-answers.test.ts',
  'test/cli/many-files.test.ts',
  'test/compile/compiled-data.test.ts',
  'test/lint/fix-offers.test.ts',
  'test/lint/real-policies.test.ts',
  'test/policy/broken-policy.test.ts',
  'test/policy/large-input.test.ts',
  'test/sources/{hwc,otc,real,site}-pages.test.ts',
];

/** What replaces modules that others import too, and so needs a module graph of its own. */
const mocking = ['test/cli/full-disk.test.ts'];

export default defineConfig(({ mode }) => {
  const isFast = mode === 'fast';
  const exclude = [...configDefaults.exclude, ...(isFast ? slow : [])];
  return {
    test: {
      ...(isFast ? { env: { PROPERTY_RUNS: '300' } } : {}),
      // The modules have no state: test files share them, and what is read of the catalogue (114 s, with a graph for each file 266 s).
      projects: [
        {
          extends: true,
          test: {
            name: 'shared',
            isolate: false,
            include: ['test/**/*.test.ts'],
            exclude: [...exclude, ...mocking],
          },
        },
        { extends: true, test: { name: 'mocking', include: mocking, exclude } },
      ],
      // Expected files are written by `npm run test:update` alone: a missing or wrong one fails, on every machine.
      update: 'none',
      // Tests read these without importing them: `--changed` runs all tests after a change to one.
      forceRerunTriggers: [
        ...configDefaults.forceRerunTriggers,
        '**/fixtures/**',
        '**/*.md',
        '**/rules/**/*.{yaml,json}',
      ],
      testTimeout: 30_000,
      // All cores: on two, the default leaves one idle.
      maxWorkers: '100%',
    },
  };
});
