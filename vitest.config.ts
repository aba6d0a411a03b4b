import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The default leaves a core idle.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          // Test files share what they import: loading several hundred sources again for each file takes longer than the tests.
          isolate: false,
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['packages/*/test/interop/**'],
          setupFiles: ['vitest.property-seed.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['packages/*/test/interop/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
