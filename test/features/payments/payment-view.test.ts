import { describe, expect, it } from 'vitest';
import { PLAIN } from '#domain/terminal/plain-style';
import { paymentLines } from '#features/payments/payment-view';
import type { PaymentDocument } from '#schemas/document-types';

const KZT = (amount: number) => ({ amount, currency: 'KZT' });

/** A status answer: the platform's sum, and operations of type, status and amount. */
function linesOf(status: string, sum: number, operations: readonly (readonly [string, string, number])[]): string {
  const document = {
    payment: { id: 'order-1', status, sum: KZT(sum) },
    account: { number: '77071234567', type: 'TELE2' },
    operations: operations.map(([type, state, amount], at) => ({
      id: 100 + at,
      type,
      status: state,
      code: state === 'decline' ? '20100' : '0',
      sum_initial: KZT(amount),
      created_date: '2026-11-28T04:00:00+0000',
    })),
    final: true,
    signed: true,
  };
  return paymentLines(document as unknown as PaymentDocument, PLAIN)
    .map((line) => line.replace(/ +/g, ' ').trimEnd())
    .join('\n');
}

describe('the text of a status', () => {
  it.each<[string, number, [string, string, number][], string[], string[]]>([
    [
      'success',
      100_000,
      [['sale', 'success', 100_000]],
      ['Paid 1000.00 KZT', 'Refunded 0.00 KZT', 'Left 1000.00 KZT'],
      [],
    ],
    [
      'partially refunded',
      50_000,
      [
        ['sale', 'success', 100_000],
        ['refund', 'success', 50_000],
      ],
      ['Paid 1000.00 KZT', 'Refunded 500.00 KZT', 'Left 500.00 KZT'],
      [],
    ],
    [
      'refunded',
      0,
      [
        ['sale', 'success', 100_000],
        ['refund', 'success', 100_000],
      ],
      ['Paid 1000.00 KZT', 'Refunded 1000.00 KZT', 'Left 0.00 KZT'],
      [],
    ],
    [
      'success',
      100_000,
      [
        ['sale', 'success', 100_000],
        ['refund', 'processing', 20_000],
      ],
      ['In progress 200.00 KZT', 'Left 800.00 KZT'],
      [],
    ],
    [
      'decline',
      50_000,
      [['sale', 'decline', 50_000]],
      ['Asked for 500.00 KZT', 'Paid 0.00 KZT (0 minor units) (declined: never paid)', 'Left 0.00 KZT'],
      ['Paid 500', 'Left 500'],
    ],
    [
      'awaiting clarification',
      50_000,
      [['sale', 'awaiting clarification', 50_000]],
      ['Asked for 500.00 KZT', '(not paid yet)', 'Left 0.00 KZT'],
      ['Paid 500', 'Left 500'],
    ],
  ])('shows the amounts paid, refunded and left: %s with %d left', (status, sum, operations, shown, never) => {
    const text = linesOf(status, sum, operations);
    for (const part of shown) expect(text).toContain(part);
    for (const part of [...never, 'Amount ']) expect(text).not.toContain(part);
  });

  it('shows the date with zone, masked phone, operator, operations and the reason of a decline', () => {
    const text = linesOf('decline', 50_000, [['sale', 'decline', 50_000]]);
    expect(text).toMatch(/^Date 2026-11-2\d \d\d:00:00 UTC[+-]\d\d:\d\d$/m);
    expect(text).toContain('Phone 7707•••••67\nOperator TELE2');
    expect(text).toMatch(/ sale decline 500\.00 KZT .* 100\n 20100 declined by the mobile operator$/);
    expect(text).not.toContain('77071234567');
  });
});
