import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { draft, openDatabase } from '../drafts.ts';

const INTENTS = 400;

let good: string;

/** More records than one page has: each intent is begun in the first half of the trail and answered in the second one. */
beforeAll(async () => {
  good = ledgerFolder();
  const ledger = await openTestLedger(new FakeClock(1000), good);
  const ids = Array.from({ length: INTENTS }, (_, at) => `in-${at}`);
  await Promise.all(ids.map((id) => ledger.createIntent(draft(id, { paymentId: id, description: 'Возврат' }))));
  await Promise.all(ids.map((id) => ledger.change(id, 'answered', { state: 'done', operationId: id })));
  await ledger.close();
});

async function verifyAfter(sql: string) {
  const folder = ledgerFolder();
  cpSync(good, folder, { recursive: true });
  rmSync(join(folder, 'head.json'), { force: true });
  const database = openDatabase(folder);
  database.exec(sql);
  database.close();
  const ledger = await openTestLedger(new FakeClock(9000), folder);
  return ledger.verify();
}

it('a trail of several pages is valid', async () => {
  expect(await verifyAfter('')).toMatchObject({ records: 2 * INTENTS, problem: undefined });
});

it.each([
  ['a value of its first record', `amount = amount + 1`],
  ['a value of its last record', `operation_id = 'other'`],
  ['a value that a record leaves empty', `reason = 'other'`],
  ['the end of a text after a null character', `description = description || char(0) || 'x'`],
  ['a number in the place of the same text', `changed_at = changed_at || 'x'`],
  ['bytes in the place of a text', `description = cast(description as blob)`],
  [
    'the hash of its first record',
    `hash = (select hash from records where intent_id = intents.id and event = 'begun')`,
  ],
])('an intent whose records are in different pages is reported when it has %s', async (_, change) => {
  for (const id of ['in-0', 'in-250', `in-${INTENTS - 1}`]) {
    const { problem } = await verifyAfter(`update intents set ${change} where id = '${id}'`);
    expect(problem).toEqual({ intentId: id, what: 'differs' });
  }
});

it('an intent that has all columns and the hash of its first record, with a later one in another page, is reported', async () => {
  const database = openDatabase(good);
  const columns = (database.pragma('table_info(intents)') as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name !== 'hash');
  database.close();
  const values = columns.map((name) => `json_extract(data, '$.${name}')`);
  for (const id of ['in-0', 'in-250', `in-${INTENTS - 1}`]) {
    const { problem } = await verifyAfter(
      `update intents set (hash, ${columns.map((name) => `"${name}"`)}) =
        (select hash, ${values} from records where intent_id = intents.id and event = 'begun') where id = '${id}'`,
    );
    expect(problem).toEqual({ intentId: id, what: 'differs' });
  }
});

it('an intent that is added to a long trail is reported', async () => {
  const database = openDatabase(good);
  const columns = (database.pragma('table_info(intents)') as { name: string }[]).map(({ name }) => `"${name}"`);
  database.close();
  const { problem } = await verifyAfter(
    `insert into intents (${columns.join()}) select ${columns.join().replace('"id"', `'other'`)} from intents where id = 'in-3'`,
  );
  expect(problem).toEqual({ intentId: 'other', what: 'unrecorded' });
});

it('an intent that is removed from a long trail is reported', async () => {
  expect((await verifyAfter(`delete from intents where id = 'in-300'`)).problem).toEqual({
    intentId: 'in-300',
    what: 'lost',
  });
});
