import { describe, expect, it } from 'vitest';
import { PLAIN } from '#domain/terminal/plain-style';
import { historyLine } from '#features/ledger/intent-view';
import type { IntentDocument } from '#schemas/document-types';

const intent = {
  createdAt: '2026-11-28T07:00:00.000Z',
  kind: 'refund',
  state: 'done',
  amountMinor: 25_000,
  currency: 'KZT',
  intent: 'in-yvacngmzymh2',
  paymentId: 'payment_47',
  user: 'aigerim',
  host: 'office-3',
} as IntentDocument;

const linesOf = (columns: number | undefined, isFirst = true, severalUsers = false) =>
  historyLine(columns, severalUsers)(isFirst)(intent, PLAIN, intent);

describe('a line of the history', () => {
  it('has a header above the first line only', () => {
    const [header = '', line = ''] = linesOf(80);
    expect(header.indexOf('Write')).toBe(line.indexOf(intent.intent));
    expect(header.indexOf('Payment')).toBe(line.indexOf('payment_47'));
    expect(header.indexOf('Amount') + 'Amount'.length).toBe(line.indexOf('250.00 KZT') + '250.00 KZT'.length);
    expect(linesOf(80, false)).toEqual([line]);
    expect(line).not.toContain('aigerim');
  });

  it('shows the user on a wide terminal', () => {
    const [header = '', line = ''] = linesOf(120);
    expect(header.indexOf('User')).toBe(line.indexOf('aigerim@office-3'));
    expect(header.indexOf('Payment')).toBe(line.indexOf('payment_47'));
    expect(line.length).toBeLessThanOrEqual(120);
  });

  it('shows the user below the line on a narrow terminal when there are several', () => {
    const [line = '', by] = linesOf(80, false, true);
    expect(by).toBe(`${' '.repeat(line.indexOf('refund'))}by aigerim@office-3`);
  });

  it('has neither header nor user in a pipe', () => {
    expect(linesOf(undefined)).toEqual(linesOf(80, false));
  });
});
