import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFirstLineFinder, RepeatedPayments } from '#domain/bulk-refunds/rows/repeated-payments';

function findFirstLines(ids: readonly string[]): (number | undefined)[] {
  const payments = new RepeatedPayments();
  for (const id of ids) payments.add(id);
  const findFirstLine = createFirstLineFinder(payments.find());
  return ids.map((id, index) => findFirstLine(id, index + 2));
}

describe('the first line of a payment in a file', () => {
  it('is found for every later row, without regard to case', () => {
    const ids = fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.nat(3000).map(String)), { maxLength: 5000 });
    fc.assert(
      fc.property(ids, (some) => {
        const lines = new Map<string, number>();
        const expected = some.map((id, index) => {
          const first = lines.get(id.toLowerCase());
          if (first === undefined) lines.set(id.toLowerCase(), index + 2);
          return first;
        });
        expect(findFirstLines(some)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    expect(findFirstLines(['order-1', 'ORDER-1', 'order-2', 'Order-1'])).toEqual([undefined, 2, undefined, 2]);
  });

  it('is found in a file of 100,000 rows with one repeated payment', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => `order-${index === 99_999 ? 47 : index}`);
    const lines = findFirstLines(ids);
    expect([lines.filter((line) => line !== undefined), lines.at(-1)]).toEqual([[49], 49]);
  });
});
