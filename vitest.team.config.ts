import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

const { projects: _, ...shared } = base.test ?? {};

/**
 * The ledger of a team, on a PostgreSQL server that this run starts: tests of its own guarantees, and tests that hold for every
 * ledger.
 */
export default defineConfig({
  test: {
    ...shared,
    name: 'team',
    include: [
      'test/team/**/*.test.ts',
      'test/adapters/ledger/search/*.test.ts',
      'test/features/callbacks/{callback-handler,chargebacks,invalid-callback-limit,listen,prune-callbacks}.test.ts',
      'test/features/ledger/{history-command,receipt-command,resume-command,resume-by-hand,resume-evidence}.test.ts',
      'test/features/notes/*.test.ts',
      'test/adapters/ledger/report-counts.test.ts',
      'test/features/{answers/answer-command,reports/report-command}.test.ts',
      'test/features/refunds/{refund-command,request-refunds,send-refund,settle-refund}.test.ts',
    ],
    globalSetup: ['test/support/suite/memory-folder.ts', 'test/support/suite/build.ts', 'test/support/team/server.ts'],
  },
});
