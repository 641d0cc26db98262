import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import { type Finding, type Reconciliation, reconcile } from '#domain/ledger/reconcile';
import type { Operation } from '#domain/payments/payment-state';
import { caseCount } from '../../support/suite/case-count.ts';
import { ANSWERED, anIntent, anOperation, aPayment, kzt, MINUTE, NOON, noPayment, SECOND } from './intents.ts';

const amount = fc.constantFrom(kzt(250), kzt(250), kzt(100), undefined);
const requestId = fc.constantFrom('req-a', 'req-b', 'req-c', undefined);
const time = fc
  .integer({ min: -20 * MINUTE, max: 20 * MINUTE })
  .map((offset) => NOON + Math.floor(offset / SECOND) * SECOND);
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 8 });

const operation = fc.record({
  id: fc.constantFrom('2', '3', '4', '5'),
  type: fc.constantFrom('refund', 'refund', 'reversal', 'customer action'),
  status: fc.constantFrom('success', 'decline', 'processing'),
  createdAt: maybe(time),
  requestId,
  amount,
});

const other = fc.record({
  kind: fc.constantFrom('refund' as const, 'otp' as const),
  state: fc.constantFrom<Intent['state'][]>('accepted', 'done', 'declined', 'unknown', 'sending', 'refused'),
  amount,
  requestId,
  operationId: maybe(fc.constantFrom('2', '3')),
});

interface Case {
  readonly mine: Intent;
  readonly context: Reconciliation;
}

/** An open refund, and whatever may be around it. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    mine: fc.record({
      state: fc.constantFrom('unknown' as const, 'sending' as const),
      amount: fc.constantFrom(kzt(250), kzt(250), undefined),
      requestId: fc.option(requestId, { nil: undefined, freq: 5 }),
      knew: fc.subarray(['2', '3', '4', '5']),
    }),
    operations: fc.uniqueArray(operation, { maxLength: 4, selector: ({ id }) => id }),
    others: fc.array(other, { maxLength: 3 }),
    noPayment: fc.option(fc.constantFrom('3061', '3062', '100'), { nil: undefined, freq: 8 }),
    askedAt: fc.integer({ min: 0, max: 5 * MINUTE }).map((offset) => NOON + offset),
    clockOffset: fc.constantFrom(0, 0, 2 * MINUTE, -2 * MINUTE),
  })
  .map(({ mine: { knew, ...mine }, operations, others, noPayment: code, askedAt, clockOffset }) => {
    const shown = operations.map((parts) => anOperation({ changedAt: parts.createdAt, ...parts }));
    const known = ['1', ...knew.filter((id) => shown.some((one) => one.id === id))];
    const intent = anIntent({ ...mine, knownOperations: known });
    const history = [intent, ...others.map((parts, index) => anIntent({ id: `in-${index}`, ...parts }))];
    const state = code === undefined ? aPayment(shown) : noPayment(code);
    return { mine: intent, context: { ...ANSWERED, state, history, askedAt, settleMilliseconds: MINUTE, clockOffset } };
  });

const isOf = ({ requestId: request, operationId }: Intent, { id, requestId: own }: Operation): boolean =>
  (request !== undefined && request === own) || (operationId !== undefined && operationId === id);

/** In words of this test alone: could this operation be the result of the intent? */
function couldBe({ mine, context }: Case, candidate: Operation): boolean {
  if (isOf(mine, candidate)) return true;
  const wanted = mine.amount?.minor;
  const given = candidate.amount?.minor;
  return (
    ['refund', 'reversal'].includes(candidate.type) &&
    (wanted === undefined || given === undefined || wanted === given) &&
    !mine.knownOperations.includes(candidate.id) &&
    !context.history.some((intent) => intent.id !== mine.id && isOf(intent, candidate))
  );
}

/** Checks a law in many cases, and that cases of this kind are among them. */
function always(kind: Finding['kind'], law: (given: Case, finding: Finding) => void): void {
  let seen = 0;
  fc.assert(
    fc.property(cases, (given) => {
      const finding = reconcile(given.mine, given.context);
      if (finding.kind !== kind) return;
      seen++;
      law(given, finding);
    }),
    { numRuns: caseCount(8000) },
  );
  expect(seen).toBeGreaterThan(caseCount(50));
}

describe('for any status, an open refund', () => {
  it('is not never_arrived while an operation matches', () => {
    always('never_arrived', (given) => {
      expect(given.context.state.operations.filter((candidate) => couldBe(given, candidate))).toEqual([]);
    });
  });

  it('is not never_arrived before the settle time or by a temporary error', () => {
    always('never_arrived', ({ mine, context: { state, askedAt } }) => {
      const ended = mine.state === 'unknown' ? mine.changedAt : mine.endsBy;
      expect(askedAt).toBeGreaterThanOrEqual(ended + MINUTE);
      expect([undefined, '3061']).toContain(state.error?.code);
    });
  });

  it('has no result while two operations match', () => {
    always('found', (given, finding) => {
      const { operations } = given.context.state;
      const own = operations.filter((candidate) => isOf(given.mine, candidate));
      const possible = own.length > 0 ? own : operations.filter((candidate) => couldBe(given, candidate));
      if (own.length === 0) expect(possible).toHaveLength(1);
      const { operationId } = (finding as Extract<Finding, { kind: 'found' }>).change;
      expect(possible.map(({ id }) => id)).toContain(operationId);
    });
  });

  it('has no result while another open refund matches', () => {
    always('found', ({ mine, context }) => {
      if (context.state.operations.some((candidate) => isOf(mine, candidate))) return;
      const rivals = context.history.filter(
        (other) =>
          other.id !== mine.id &&
          other.kind === 'refund' &&
          ['unknown', 'sending'].includes(other.state) &&
          other.amount?.minor === mine.amount?.minor &&
          !context.state.operations.some((candidate) => isOf(other, candidate)),
      );
      expect(rivals).toEqual([]);
    });
  });

  it('is declined or accepted only by its own id', () => {
    always('found', ({ mine, context }, finding) => {
      const { state } = (finding as Extract<Finding, { kind: 'found' }>).change;
      if (!context.state.operations.some((candidate) => isOf(mine, candidate))) expect(state).toBe('done');
    });
  });

  it('lists all matching operations when it is ambiguous', () => {
    always('ambiguous', (given, finding) => {
      const shown = (finding as Extract<Finding, { kind: 'ambiguous' }>).candidates;
      const own = given.context.state.operations.filter((candidate) => isOf(given.mine, candidate));
      const possible = given.context.state.operations.filter((candidate) => couldBe(given, candidate));
      expect(shown).toEqual(own.length > 0 ? own : possible);
      expect(shown.length).toBeGreaterThan(0);
    });
  });

  it('has a next request time in the future when it is not_yet', () => {
    always('not_yet', ({ context: { askedAt } }, finding) => {
      expect((finding as Extract<Finding, { kind: 'not_yet' }>).askAt).toBeGreaterThan(askedAt);
    });
  });
});
