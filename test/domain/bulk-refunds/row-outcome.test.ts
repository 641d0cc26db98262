import { describe, expect, it } from 'vitest';
import {
  ATTENTION,
  batchExitCode,
  countRow,
  isToDo,
  isToSend,
  noCounts,
  outcomeOf,
  ROW_OUTCOMES,
  type RowOutcome,
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

describe('what became of a row', () => {
  it.each(INTENT_STATES)('whose refund is %s', (state) => {
    expect(outcomeOf({ state })).toBe(OUTCOMES[state]);
    expect(ROW_OUTCOMES).toContain(outcomeOf({ state }));
  });

  it('that nobody has begun is left', () => {
    expect(outcomeOf(undefined)).toBe('left');
  });
});

describe('a run of a plan', () => {
  it.each(ROW_OUTCOMES)('sends a row that is %s only when nothing came of it', (outcome) => {
    expect(isToSend(outcome, false)).toBe(['left', 'held'].includes(outcome));
    expect(isToSend(outcome, true)).toBe(['left', 'held', 'not_seen'].includes(outcome));
  });

  it('sends nothing again of which something came, or may have come', () => {
    const sent = INTENT_STATES.filter((state) => isToSend(outcomeOf({ state }), false));
    expect(sent.filter((state) => !NOT_PROCESSED_STATES.some((nothing) => nothing === state))).toEqual([]);
    expect(sent.sort()).toEqual(NOT_PROCESSED_STATES.filter((state) => state !== 'never_arrived').sort());
  });
});

describe('somebody who does the rest elsewhere', () => {
  it.each<[outcome: RowOutcome, toDo: boolean]>([
    ['left', true],
    ['refused', true],
    ['declined', true],
    // Its payment is not as it was planned.
    ['held', false],
    // The request may have been processed.
    ['unknown', false],
    ['sending', false],
    ['accepted', false],
    ['done', false],
    ['skipped', false],
  ])('finds a row that is %s there or not: %s', (outcome, toDo) => {
    expect(isToDo(outcome, undefined)).toBe(toDo);
  });

  it('and the program never both do a row that may have happened', () => {
    for (const outcome of ['unknown', 'sending', 'accepted', 'done'] as const) {
      expect([isToDo(outcome, undefined), isToSend(outcome, false)]).toEqual([false, false]);
    }
  });
});

describe('the tally of a plan', () => {
  it('is empty at first, with each outcome in it', () => {
    expect(Object.keys(noCounts())).toEqual([...ROW_OUTCOMES]);
    expect(new Set(Object.values(noCounts()).map((count) => JSON.stringify(count)))).toEqual(
      new Set(['{"rows":0,"minor":0}']),
    );
  });

  it('counts rows and what they come to, and takes them out again', () => {
    const before = noCounts();
    const one = countRow(before, 'done', 25_000);
    const two = countRow(one, 'done', 7);
    const moved = countRow(countRow(two, 'left', 7), 'done', 7, -1);
    expect(two.done).toEqual({ rows: 2, minor: 25_007 });
    expect(moved).toEqual({ ...noCounts(), done: { rows: 1, minor: 25_000 }, left: { rows: 1, minor: 7 } });
    expect(before).toEqual(noCounts());
  });

  it.each(ROW_OUTCOMES)('with a row that is %s ends with the right exit code', (outcome) => {
    const well = ['done', 'accepted', 'skipped'].includes(outcome);
    const tally = countRow(countRow(noCounts(), 'done', 1), outcome, 1);
    expect(batchExitCode(tally)).toBe(well ? EXIT.done : EXIT.batch);
    expect(batchExitCode(countRow(tally, outcome, 1, -1))).toBe(EXIT.done);
  });

  it('of a plan without refunds is done', () => {
    expect(batchExitCode(noCounts())).toBe(EXIT.done);
  });

  it('wants a look for all that did not end well, but not for what is to be sent yet', () => {
    const unwell = ROW_OUTCOMES.filter((outcome) => batchExitCode(countRow(noCounts(), outcome, 1)) !== EXIT.done);
    expect([...ATTENTION, 'sending', 'left'].sort()).toEqual([...unwell].sort());
  });
});
