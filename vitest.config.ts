import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // No test may hang the suite, and none may lean on the person's own settings.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    env: { NO_COLOR: '1', ROCKETPAY_NO_INPUT: '1' },
  },
});
