import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intent, IntentChange } from '#domain/ledger/intent';
import { changeFromStatus } from '#domain/ledger/intent-transitions';
import { reconcile } from '#domain/ledger/reconcile';
import { correctionText } from '#domain/ledger/status-corrections';
import type { Operation } from '#domain/payments/payment-state';
import { evaluateOwnRefunds, evaluateWait } from '#domain/payments/wait-result';
import { caseCount } from '../../support/suite/case-count.ts';
import { ANSWERED, anIntent, anOperation, aPayment, kzt, MINUTE, NOON, noPayment, SECOND } from './intents.ts';

const mine = (parts: Partial<Intent>): Intent => anIntent({ requestId: 'req-2', ...parts });
const shown = (parts: Partial<Operation> = {}) => aPayment([anOperation(parts)]);

describe('a new status', () => {
  it.each<[Intent['state'], status: string, becomes: Intent['state'] | undefined]>([
    ['refused', 'success', 'done'],
    ['refused', 'processing', 'accepted'],
    ['denied', 'success', 'done'],
    ['never_arrived', 'success', 'done'],
    ['never_arrived', 'processing', 'accepted'],
    ['never_arrived', 'decline', 'declined'],
    ['declined', 'success', 'done'],
    ['done', 'decline', 'declined'],
    ['declined', 'processing', undefined],
    ['done', 'processing', undefined],
    ['done', 'success', undefined],
    ['unknown', 'success', 'done'],
    ['accepted', 'decline', 'declined'],
    ['sending', 'success', undefined],
    ['held', 'success', undefined],
  ])('for the state %s and the operation status %s: %s', (state, status, becomes) => {
    const intent = mine({ state, operationId: state === 'done' || state === 'declined' ? '2' : undefined });
    const change = changeFromStatus(intent, shown({ status }), [intent]);
    expect(change?.state).toBe(becomes);
    const isCorrection = becomes !== undefined && !['unknown', 'accepted'].includes(state);
    const words = change === undefined ? undefined : correctionText(intent, anIntent({ state: change.state }));
    expect(words !== undefined).toBe(isCorrection);
  });

  it('corrects a refund by its merchant_refund_id', () => {
    const intent = anIntent({ state: 'refused' });
    const state = shown({ merchantRefundId: intent.id });
    expect(changeFromStatus(intent, state, [intent])).toMatchObject({ state: 'done', operationId: '2' });
  });

  it('does not correct an intent with the same key that was never sent', () => {
    const held = anIntent({ state: 'held' });
    expect(changeFromStatus(held, shown({ merchantRefundId: held.id }), [held])).toBeUndefined();
  });

  it('opens a refund that never arrived when a new operation may be this refund', () => {
    const intent = anIntent({ state: 'never_arrived' });
    const change = changeFromStatus(intent, shown(), [intent]);
    expect(change).toMatchObject({ state: 'unknown', reason: expect.stringContaining('operation 2') });
    expect(changeFromStatus({ ...intent, knownOperations: ['1', '2'] }, shown(), [intent])).toBeUndefined();
    expect(changeFromStatus(intent, shown({ amount: kzt(1) }), [intent])).toBeUndefined();
    expect(changeFromStatus(intent, shown({ status: 'decline' }), [intent])).toBeUndefined();
    expect(changeFromStatus(intent, shown(), [intent, mine({ id: 'in-b', state: 'accepted' })])).toBeUndefined();
  });

  it('opens an accepted intent when its request id belongs to another operation', () => {
    const intent = mine({ state: 'accepted' });
    expect(changeFromStatus(intent, shown({ amount: kzt(5) }), [intent])).toMatchObject({ state: 'unknown' });
  });

  it('reports once that a request was processed twice', () => {
    const intent = mine({ state: 'done', operationId: '2' });
    const twice = aPayment([anOperation(), anOperation({ id: '3' })]);
    const change = changeFromStatus(intent, twice, [intent]);
    const after = { ...intent, reason: change?.reason };
    expect(String(correctionText(intent, after))).toContain('made twice');
    expect(changeFromStatus(after, twice, [after])).toBeUndefined();
  });

  it('does not report a refund twice when one operation is listed with each of its statuses', () => {
    const intent = mine({ state: 'accepted', requestId: 'req-2' });
    const listed = aPayment([anOperation({ status: 'processing' }), anOperation()]);
    const change = changeFromStatus(intent, listed, [intent]);
    expect(change?.state).toBe('done');
    expect(change).not.toHaveProperty('reason');
  });

  it('declines a sale whose attempt ended with an error, unless the error is temporary', () => {
    const sale = anIntent({ kind: 'sale', state: 'accepted', requestId: 'req-1' });
    expect(changeFromStatus(sale, noPayment('2004'), [sale])).toMatchObject({ state: 'declined', code: '2004' });
    for (const code of ['3061', '3062', '2147', '3261', '0', '9999', '20802', '20899', undefined]) {
      expect(changeFromStatus(sale, noPayment(code), [sale])).toBeUndefined();
    }
  });
});

describe('waiting for refunds', () => {
  const old = anOperation({ id: '2', requestId: 'req-old', createdAt: NOON - MINUTE });
  const own = mine({ state: 'accepted', requestId: 'req-new' });

  it('continues while a refund of the ledger has no result', () => {
    expect(evaluateOwnRefunds(aPayment([old]), [own]).kind).toBe('open');
    expect(evaluateOwnRefunds(aPayment([old]), [own, mine({ state: 'declined' })]).kind).toBe('open');
    expect(evaluateOwnRefunds(aPayment([old]), [{ ...own, state: 'unknown' }]).kind).toBe('open');
    expect(evaluateOwnRefunds(aPayment([old]), [{ ...own, state: 'done' }]).kind).toBe('reached');
  });

  it.each([
    ['declined', 3],
    ['never_arrived', 3],
    ['refused', 3],
  ] as const)('has failed when one is %s', (state, exit) => {
    expect(evaluateOwnRefunds(aPayment([old]), [{ ...own, state }])).toMatchObject({
      kind: 'failed',
      failure: { exit },
    });
  });

  it('ends by the newest refund of the platform when the ledger has none, in any order', () => {
    const declined = anOperation({ id: '3', status: 'decline', createdAt: NOON + MINUTE });
    for (const order of [
      [old, declined],
      [declined, old],
    ]) {
      expect(evaluateWait(aPayment(order), 'refunded').kind).toBe('failed');
    }
    const open = anOperation({ id: '4', status: 'processing', createdAt: NOON - 2 * MINUTE });
    for (const order of [
      [old, open],
      [open, old],
    ])
      expect(evaluateWait(aPayment(order), 'refunded').kind).toBe('open');
  });
});

/** What becomes of a refund in truth: nothing yet (it may be late), or an operation. */
const truth = fc.constantFrom('lost', 'success', 'decline', 'processing');
const foreign = fc.record({
  status: fc.constantFrom('success', 'decline', 'processing'),
  amount: fc.constantFrom(kzt(250), kzt(250), kzt(100)),
  seconds: fc.integer({ min: -30, max: 200 }),
});

/** What is found is the truth of its own operation, or a refund that is done, matched late and said to be matched. */
function expectProven({ operationId, state, reason }: IntentChange, status: string, settled: boolean): void {
  if (operationId === '9') {
    expect(state).toBe({ success: 'done', decline: 'declined', processing: 'accepted' }[status]);
    return;
  }
  expect({ state, settled }).toEqual({ state: 'done', settled: true });
  expect(reason).toContain('amount and time only');
}

describe('with refunds of other machines in any status', () => {
  it('a refund is never declined, or done before the settle time, by another operation', () => {
    fc.assert(
      fc.property(
        truth,
        fc.array(foreign, { maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 0, max: 200 }),
        fc.func(fc.boolean()),
        (status, others, namesIt, reversed, seconds, isShown) => {
          const intent = anIntent({ requestId: namesIt ? 'req-mine' : undefined });
          const ours = anOperation({ id: '9', status, requestId: 'req-mine' });
          const theirs = others.map((one, index) =>
            anOperation({
              ...one,
              id: String(index + 2),
              requestId: `req-${index}`,
              createdAt: NOON + one.seconds * SECOND,
            }),
          );
          const all = [...theirs, ...(status === 'lost' ? [] : [ours])].filter(({ id }) => isShown(id));
          const state = aPayment(reversed ? all.reverse() : all);
          const askedAt = NOON + seconds * SECOND;
          const context = {
            ...ANSWERED,
            state,
            history: [intent],
            askedAt,
            settleMilliseconds: MINUTE,
            clockOffset: 0,
          };
          const finding = reconcile(intent, context);
          const settled = askedAt >= NOON + 15 * SECOND + MINUTE;
          if (finding.kind === 'never_arrived') {
            expect(settled).toBe(true);
            expect(all.some(({ amount }) => amount?.minor === intent.amount?.minor)).toBe(false);
          }
          if (finding.kind === 'found') expectProven(finding.change, status, settled);
        },
      ),
      { numRuns: caseCount(3000) },
    );
  });
});
