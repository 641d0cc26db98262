import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/domain/exit-codes.ts';
import { amountLeft } from '../../src/flows/amount-left.ts';
import { rejectionOf } from '../support/failures.ts';
import { accepted, FakeGate, lost, type ScriptedOutcome } from '../support/fake-gate.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { answered, notKnown } from './payment-answers.ts';

const terminal = new FakeTerminal();
const left = (outcome: ScriptedOutcome) => amountLeft('order-1', new FakeGate([outcome]), { terminal });

describe('a merchant who refunds all that is left', () => {
  it.each(['success', 'partially refunded', 'partially reversed'])(
    'gets what the platform says is left: %s',
    async (status) => {
      expect(await left(answered(status, [], { left: 12_345 }))).toEqual({ minor: 12_345, currency: 'KZT' });
      expect(terminal.notes.at(-1)).toBe('Left of order-1: 123.45 KZT (12345 minor units).');
    },
  );

  it.each<[what: string, outcome: ScriptedOutcome, words: string]>([
    ['it is not paid', answered('awaiting clarification'), 'awaiting clarification'],
    ['it was declined', answered('decline'), 'decline'],
    ['it was refunded', answered('refunded', [], { left: 0 }), 'refunded'],
    ['nothing is left', answered('partially refunded', [], { left: 0 }), '0.00 KZT'],
    ['less than nothing is left', answered('success', [], { left: -1 }), 'success'],
    ['its status is new to us', answered('something new'), 'something new'],
    [
      'the platform does not say how much is left',
      accepted({ payment: { id: 'order-1', status: 'success' } }),
      'success',
    ],
    ['the platform does not know it', notKnown('3061'), '3061'],
  ])('is stopped before anything is sent when %s', async (_what, outcome, words) => {
    const failure = await rejectionOf(left(outcome));
    expect(failure).toMatchObject({ exit: EXIT.held, code: 'not_refundable', paymentId: 'order-1' });
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('Nothing was sent');
  });

  it('is stopped when nobody answers: it is safe to run again', async () => {
    expect((await rejectionOf(left(lost()))).exit).toBe(EXIT.unavailable);
  });
});
