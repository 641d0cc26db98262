import { defineConfig } from 'vitest/config';

/** Tests that use the built command, real files or a faked network: each file in a world of its own. */
const APART = ['test/{e2e,gate,kill,ledger}/**/*.test.ts', 'test/commands/{intent-key,resume-evidence}.test.ts'];

/** Every other test hands in what it needs and leaves nothing behind: their files share what they load. */
const TOGETHER = ['test/**/*.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // The sandbox's page is tested with its styles.
    css: true,
    projects: [
      { extends: true, test: { name: 'together', include: TOGETHER, exclude: APART, isolate: false } },
      { extends: true, test: { name: 'apart', include: APART, globalSetup: ['test/support/build.ts'] } },
    ],
    // No test may hang the suite, and none may lean on the person's own settings.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    env: { NO_COLOR: '1', ROCKETPAY_NO_INPUT: '1' },
  },
});
