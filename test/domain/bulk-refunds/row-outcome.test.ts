import { describe, expect, it } from 'vitest';
import {
  ATTENTION,
  batchExitCode,
  countRow,
  createCounts,
  isToDo,
  isToSend,
  ROW_OUTCOMES,
  type RowOutcome,
  toRowOutcome,
} from '#domain/bulk-refunds/row-outcome';
import { EXIT } from '#domain/errors/exit-codes';
import { INTENT_STATES, type IntentState, NOT_PROCESSED_STATES } from '#domain/ledger/intent';

const OUTCOMES: Readonly<Record<IntentState, RowOutcome>> = {
  sending: 'sending',
  unknown: 'unknown',
  accepted: 'accepted',
  done: 'done',
  declined: 'declined',
  refused: 'refused',
  held: 'held',
  denied: 'left',
  not_sent: 'left',
  never_arrived: 'not_seen',
};

describe('the outcome of a row', () => {
  it.each(INTENT_STATES)('follows from the intent state %s', (state) => {
    expect(toRowOutcome({ state })).toBe(OUTCOMES[state]);
    expect(ROW_OUTCOMES).toContain(toRowOutcome({ state }));
  });

  it('is "left" without an intent', () => {
    expect(toRowOutcome(undefined)).toBe('left');
  });
});

describe('a run of a plan', () => {
  it.each(ROW_OUTCOMES)('sends a row that is %s only when it was not processed', (outcome) => {
    expect(isToSend(outcome, false)).toBe(['left', 'held'].includes(outcome));
    expect(isToSend(outcome, true)).toBe(['left', 'held', 'not_seen'].includes(outcome));
  });

  it('resends only rows whose request was certainly not processed', () => {
    const sent = INTENT_STATES.filter((state) => isToSend(toRowOutcome({ state }), false));
    expect(sent.filter((state) => !NOT_PROCESSED_STATES.some((other) => other === state))).toEqual([]);
    expect(sent.sort()).toEqual(NOT_PROCESSED_STATES.filter((state) => state !== 'never_arrived').sort());
  });
});

describe('a row to refund elsewhere', () => {
  it.each<[outcome: RowOutcome, toDo: boolean]>([
    ['left', true],
    ['refused', true],
    ['declined', true],
    // Its payment has changed.
    ['held', false],
    // The request may have been processed.
    ['unknown', false],
    ['sending', false],
    ['accepted', false],
    ['done', false],
    ['skipped', false],
  ])('that is %s is exported: %s', (outcome, toDo) => {
    expect(isToDo(outcome, undefined)).toBe(toDo);
  });

  it('is neither exported nor sent when it may have been processed', () => {
    for (const outcome of ['unknown', 'sending', 'accepted', 'done'] as const) {
      expect([isToDo(outcome, undefined), isToSend(outcome, false)]).toEqual([false, false]);
    }
  });
});

describe('the counts of a plan', () => {
  it('start at 0 for each outcome', () => {
    expect(Object.entries(createCounts())).toEqual(ROW_OUTCOMES.map((outcome) => [outcome, { rows: 0, minor: 0 }]));
  });

  it('add rows and their amounts', () => {
    const one = countRow(createCounts(), 'done', 25_000);
    expect(countRow(one, 'done', 7)).toEqual({ ...createCounts(), done: { rows: 2, minor: 25_007 } });
    expect(one).toEqual({ ...createCounts(), done: { rows: 1, minor: 25_000 } });
  });

  it.each(ROW_OUTCOMES)('with a row that is %s give the exit code', (outcome) => {
    const isDone = ['done', 'accepted', 'skipped'].includes(outcome);
    const counts = countRow(countRow(createCounts(), 'done', 1), outcome, 1);
    expect(batchExitCode(counts)).toBe(isDone ? EXIT.done : EXIT.batch);
  });

  it('without refunds give exit code 0', () => {
    expect(batchExitCode(createCounts())).toBe(EXIT.done);
  });

  it('need attention for every outcome that is not done, except rows that are sent or to do', () => {
    const notDone = ROW_OUTCOMES.filter((outcome) => batchExitCode(countRow(createCounts(), outcome, 1)) !== EXIT.done);
    expect([...ATTENTION, 'sending', 'left'].sort()).toEqual([...notDone].sort());
  });
});
