import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft } from './drafts.ts';

/** A page in the write-ahead log of SQLite: its header, and the page. */
const PAGE_BYTES = 24 + 4096;
const WRITES = 20;

it('a write changes few pages of the database, in both of its records', async () => {
  const folder = ledgerFolder();
  const ledger = await openTestLedger(new FakeClock(1000), folder);
  const record = async (id: string) => {
    await ledger.createIntent(draft(id, { paymentId: `payment-${id}` }));
    await ledger.change(id, 'answered', { state: 'accepted', requestId: `request-${id}` });
  };
  await record('first');
  const size = () => statSync(join(folder, 'ledger.db-wal')).size;
  const before = size();
  for (let at = 0; at < WRITES; at++) await record(`in-${at}`);
  expect((size() - before) / PAGE_BYTES / WRITES).toBeLessThan(27);
});
