import { expect, test } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { readHistory } from '#features/ledger/read-history';
import { draft } from '../../adapters/ledger/drafts.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openTestLedger } from '../../support/ledger.ts';

const WRITES = 1001;

/** A ledger whose writes have three different times. */
async function openLongLedger() {
  const clock = new FakeClock(1000);
  const ledger = await openTestLedger(clock);
  for (const third of [0, 1, 2]) {
    const numbers = Array.from({ length: WRITES }, (_, number) => number).filter((number) => number % 3 === third);
    await Promise.all(numbers.map((number) => ledger.createIntent(draft(`in-${number}`, { paymentId: `p${number}` }))));
    await clock.advance(1000);
  }
  return ledger;
}

async function readAll(limit: number, ledger: Ledger) {
  const groups: (readonly Intent[])[] = [];
  for await (const group of readHistory({ limit }, ledger)) groups.push(group);
  return groups;
}

test('a history is read in several queries, and each write is in exactly one of them, newest first', async () => {
  const ledger = await openLongLedger();
  const groups = await readAll(2000, ledger);
  expect(groups.map(({ length }) => length)).toEqual([500, 500, 1]);
  const whole = await ledger.history({ limit: 2000 });
  expect(groups.flat().map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
  const some = await readAll(700, ledger);
  expect(some.flat().map(({ id }) => id)).toEqual(whole.slice(0, 700).map(({ id }) => id));
});
