import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBatch, summarizeBatch } from '#domain/bulk-refunds/batch-summary';
import { countRow, createCounts, ROW_OUTCOMES, type RowOutcome } from '#domain/bulk-refunds/row-outcome';

const toSentences = (outcomes: readonly RowOutcome[]) => {
  const counts = outcomes.reduce((sum, outcome) => countRow(sum, outcome, 100), createCounts());
  return formatBatch(summarizeBatch(counts), 'KZT');
};

const readNumber = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);

describe('the sentences about a batch', () => {
  it.each<[outcomes: readonly RowOutcome[], sentences: readonly string[]]>([
    [[], ['Nothing is refunded: the file has no rows.']],
    [['done', 'done'], ['Each row is refunded: 2 rows, 2.00 KZT.']],
    [
      ['skipped', 'skipped'],
      ['NOT refunded: 2 of 2 rows (2 skipped).', 'No row is known to be refunded.'],
    ],
    [
      ['done', 'skipped'],
      ['NOT refunded: 1 of 2 rows (1 skipped).', 'Refunded: 1 row, 1.00 KZT.'],
    ],
    [['accepted'], ['No final result yet: 1 row, 1.00 KZT.', 'No row is known to be refunded.']],
    [
      ['done', 'declined', 'refused', 'held', 'left', 'unknown', 'not_seen'],
      [
        'NOT refunded: 4 of 7 rows (2 declined or refused, 2 not sent).',
        'No final result yet: 2 rows, 2.00 KZT.',
        'Refunded: 1 row, 1.00 KZT.',
      ],
    ],
  ])('of %j', (outcomes, sentences) => {
    expect(toSentences(outcomes)).toEqual(sentences);
  });

  it('state each count exactly, and begin with what is not refunded', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ROW_OUTCOMES), { maxLength: 40 }), (outcomes) => {
        const text = toSentences(outcomes).join(' ');
        const count = (...wanted: readonly RowOutcome[]) => outcomes.filter((one) => wanted.includes(one)).length;
        const done = count('done');
        expect(text.includes('Each row is refunded')).toBe(done > 0 && done === outcomes.length);
        expect(readNumber(text, /(?:Refunded|Each row is refunded): (\d+) rows?/)).toBe(done);
        expect(readNumber(text, /NOT refunded: (\d+) of/)).toBe(
          count('skipped', 'declined', 'refused', 'held', 'left'),
        );
        expect(readNumber(text, /No final result yet: (\d+)/)).toBe(
          count('accepted', 'sending', 'unknown', 'not_seen'),
        );
        const positions = ['NOT refunded', 'No final', 'Refunded:'].map((words) => text.indexOf(words));
        const found = positions.filter((position) => position >= 0);
        expect(found).toEqual([...found].sort((one, other) => one - other));
      }),
    );
  });
});
