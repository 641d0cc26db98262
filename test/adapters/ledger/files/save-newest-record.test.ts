import { expect, it } from 'vitest';
import { NewestRecord } from '#adapters/ledger/files/save-newest-record';

it('the newest record of a ledger is saved immediately, then once a second, and when the ledger is closed', () => {
  const saved: number[] = [];
  let now = 0;
  const newest = new NewestRecord(({ number }) => saved.push(number), { elapsed: () => now });
  const add = (number: number) => newest.add({ number, hash: String(number) });
  add(1);
  expect(saved).toEqual([1]);
  now = 999;
  for (const number of [2, 4, 3]) add(number);
  expect(saved).toEqual([1]);
  now = 1000;
  add(5);
  expect(saved).toEqual([1, 5]);
  add(7);
  add(6);
  newest.saveNow();
  newest.saveNow();
  expect(saved).toEqual([1, 5, 7]);
});
