import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseCount } from '../../support/suite/case-count.ts';
import { AMOUNTS, ANSWERS, type AnswerName, type Event, MINUTE, type Refund, type Shape } from './refund-platform.ts';
import { Shop } from './refund-shop.ts';

const host = fc.nat(1);
const foreign = fc.record({
  do: fc.constant('foreign' as const),
  minor: fc.constantFrom(...AMOUNTS, 5000),
  ends: fc.constantFrom('success' as const, 'decline' as const),
  takes: fc.constantFrom(0, 3000, 4 * MINUTE),
});
const wait = fc.record({
  do: fc.constant('wait' as const),
  milliseconds: fc.constantFrom(100, 5000, MINUTE, 6 * MINUTE, 10 * MINUTE),
});
const look = fc.record({ do: fc.constantFrom('look' as const, 'resume' as const), host });
/** Longer than the settle time, and then what a user does. */
const settled = fc.constant({ do: 'settle' as const });
const refundWith = (events: fc.Arbitrary<Event>): fc.Arbitrary<Refund> =>
  fc.record({
    do: fc.constant('refund' as const),
    host,
    minor: fc.option(fc.constantFrom(...AMOUNTS), { nil: undefined, freq: 8 }),
    again: fc.boolean(),
    interactive: fc.boolean(),
    answer: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<AnswerName>('ok', 'late', 'cut', 'cut before') },
      { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(ANSWERS) as AnswerName[])) },
    ),
    key: fc.constantFrom(undefined, undefined, undefined, 'ticket-1', 'ticket-2'),
    meanwhile: fc.array(fc.record({ step: fc.nat(5), event: events }), { maxLength: 2 }),
  });
const small: fc.Arbitrary<Event> = fc.oneof(foreign, wait, look);
const inner = refundWith(small);
const history = fc.array(
  fc.oneof({ weight: 4, arbitrary: refundWith(fc.oneof(small, inner)) }, foreign, wait, look, settled, settled),
  { minLength: 2, maxLength: 12 },
);
const shape: fc.Arbitrary<Shape> = fc.record({
  lag: fc.constantFrom(0, 3000, 90_000),
  newestFirst: fc.boolean(),
  withoutAmounts: fc.boolean(),
  withoutRequestIds: fc.boolean(),
  refundIds: fc.constantFrom('none' as const, 'hidden' as const, 'shown' as const),
});

describe('random histories of the refunds of one payment', () => {
  it('repeat no unseen refund, never exceed the payment, and end with true results', async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(shape, history, async (form, events) => {
        const shop = new Shop(form);
        for (const event of events) await shop.take(event);
        await shop.end();
        for (const outcome of shop.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { numRuns: caseCount(400) },
    );
    for (const outcome of ['accepted', 'outcome_unknown', 'already_refunded', 'unresolved', 'more_than_left']) {
      expect(outcomes.get(outcome)).toBeGreaterThan(0);
    }
  }, 300_000);
});
