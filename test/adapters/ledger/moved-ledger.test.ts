import { expect, it } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft, openDatabase } from './drafts.ts';

it('a process that has the ledger open writes nothing more after another process has moved it to a team', async () => {
  const folder = ledgerFolder();
  const ledger = await openTestLedger(new FakeClock(1000), folder);
  for (const id of ['a', 'b']) await ledger.createIntent(draft(id, { paymentId: id }));
  const other = openDatabase(folder);
  other.exec(`insert into info (name, value) values ('moved_to', 'postgresql://db.example/ledger')`);
  other.close();
  for (const id of ['c', 'd'])
    await expect(ledger.createIntent(draft(id, { paymentId: id }))).rejects.toMatchObject({
      exit: 7,
      code: 'ledger_moved',
    });
  await expect(ledger.change('a', 'answered', { state: 'done' })).rejects.toMatchObject({ code: 'ledger_moved' });
  expect((await ledger.head()).number).toBe(2);
});
