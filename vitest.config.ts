import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Whole days of work with the built command, many processes, kills, faults of every kind, other languages, shells and a
 * browser: `npm test` leaves them out, `npm run check` does not.
 */
const LONG = [
  'test/kill/**/*.test.ts',
  'test/sandbox/page/{checkout,widget}.test.ts',
  'test/features/{reports/report-page,answers/receipt-page}.test.ts',
  'test/e2e/{callbacks,ledger}/*.test.ts',
  'test/e2e/documents/{ci-examples,documented-day,examples}.test.ts',
  'test/e2e/installation/{compile-cache,completion,package}.test.ts',
  'test/e2e/payments/{*-day,interactive*,refunds,resend}.test.ts',
  'test/e2e/secrets/*secrecy.test.ts',
  'test/e2e/terminal/streams.test.ts',
  'test/adapters/ledger/{callback-queue/queue-file,processes/processes,unusable}.test.ts',
  'test/adapters/profiles/store-processes.test.ts',
  'test/features/{payments/fault-matrix,bulk-refunds/refunds-faults}.test.ts',
  'test/contract/faults-and-streams.test.ts',
  'test/domain/signature/code-samples.test.ts',
];

/** Tests that run the built command. */
const BUILT = ['test/e2e/**/*.test.ts'];

/** Tests that fake the network of their process. */
const FAKED = ['test/adapters/gate/{answers-to-*,doubtful-answers-*,gate-checks,gate-requests}.test.ts'];

/** Tests that need a server: see `vitest.team.config.ts`. */
const TEAM = ['test/team/**/*.test.ts'];

const built = { globalSetup: ['test/support/suite/build.ts'] };

export default defineConfig({
  test: {
    // One more than the cores of a small machine: many tests wait for time-outs and for processes.
    maxWorkers: 3,
    // Every test closes and removes what it makes, so that most test files can share what they import.
    isolate: false,
    setupFiles: ['test/support/suite/setup.ts'],
    globalSetup: ['test/support/suite/memory-folder.ts'],
    // What was compiled for the last run serves the next one.
    experimental: { fsModuleCache: true },
    // The sandbox's page is tested with its styles.
    css: true,
    projects: [
      {
        extends: true,
        test: { name: 'in-process', include: ['test/**/*.test.ts'], exclude: [...BUILT, ...LONG, ...FAKED, ...TEAM] },
      },
      { extends: true, test: { name: 'faked-network', include: FAKED } },
      { extends: true, test: { name: 'processes', include: BUILT, exclude: LONG, ...built } },
      { extends: true, test: { name: 'long', include: LONG, ...built } },
    ],
    // No test may hang the suite, and none may depend on the settings of the user.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What other processes do takes long on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    env: {
      NO_COLOR: '1',
      ROCKETPAY_NO_INPUT: '1',
      ROCKETPAY_LANGUAGE: '',
      LC_ALL: 'C.UTF-8',
      XDG_CACHE_HOME: resolve('node_modules/.cache'),
    },
  },
});
