import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDateSpan } from '#domain/find/date-span';
import { MATCHES, MAX_CRITERIA, readFindQuery } from '#domain/find/find-query';
import { comparableWords, innerParts } from '#domain/find/search-terms';
import { formatLocalTime } from '#domain/time/format-timestamp';

const NOW = new Date(2026, 10, 28, 13, 30).getTime();

const matches = (...texts: readonly string[]) =>
  readFindQuery(texts, NOW).map(({ text, readings }) => [text, ...new Set(readings.map(({ match }) => match))]);
const isOnly = (text: string) => readFindQuery([text], NOW).map(({ readings }) => readings.map(({ match }) => match));

describe('a search text', () => {
  it.each(['+7 707 123 45 67', '8(707)1234567', '77071234567', '707 123-45-67', '7071234567'])(
    'is the phone number %s',
    (text) => {
      const [first] = readFindQuery([text], NOW);
      expect(first?.readings[0]).toEqual({ match: 'phone', by: 'term', term: { kind: 'phone', text: '77071234567' } });
    },
  );

  it('can be one phone number in several arguments', () => {
    expect(readFindQuery(['+7', '707', '123', '45', '67', '250'], NOW).map(({ text }) => text)).toEqual([
      '+7 707 123 45 67',
      '250',
    ]);
    expect(readFindQuery(['8', '(707)', '123-45-67'], NOW)).toHaveLength(1);
    expect(readFindQuery(['7', '250'], NOW)).toHaveLength(2);
  });

  it('can be an amount, last digits and a part of an id together', () => {
    expect(matches('1234')[0]).toEqual(
      expect.arrayContaining(['amount', 'last digits of the phone', 'part of the payment id', 'payment id']),
    );
    expect(matches('27.11')[0]).toEqual(expect.arrayContaining(['amount', 'date']));
    expect(matches('12')[0]).not.toContain('part of the payment id');
  });

  it.each(['4567', '…4567', '...4567', '***4567', '•••4567', 'xxx-4567'])(
    'is the last digits of a phone: %s',
    (text) => {
      const readings = readFindQuery([text], NOW).flatMap((criterion) => criterion.readings);
      const match = 'last digits of the phone';
      expect(readings).toContainEqual({ match, by: 'term', term: { kind: 'digits', text: '4567' } });
    },
  );

  it.each(['1981', '#1981', '№1981', '№ 1981'])('is the ticket %s, with the sign before it or without', (text) => {
    const [first, second] = readFindQuery([text], NOW);
    expect(first?.readings).toContainEqual({ match: 'ticket', by: 'term', term: { kind: 'ticket', text: '1981' } });
    expect(second).toBeUndefined();
  });

  it.each([
    ['250', '250'],
    ['250.00', '250'],
    ['250,5', '250.5'],
    ['1 000', '1000'],
    ['1 000 000,50 тг', '1000000.5'],
    ['1000 KZT', '1000'],
  ])('reads the amount %s', (text, amount) => {
    const readings = readFindQuery([text], NOW).flatMap((criterion) => criterion.readings);
    expect(readings).toContainEqual({ match: 'amount', by: 'term', term: { kind: 'amount', text: amount } });
  });

  it('with spaces is several words that must all match', () => {
    expect(readFindQuery(['синяя куртка'], NOW).map(({ text }) => text)).toEqual(['синяя', 'куртка']);
    expect(isOnly('1 000')).toEqual([['amount']]);
  });

  it('with Cyrillic letters that look Latin is reported, and searched as a Latin id too', () => {
    const [first] = readFindQuery(['оrder-1'], NOW);
    expect(String(first?.lookalike)).toContain('In Latin: order-1');
    expect(first?.readings).toContainEqual({ match: 'payment id', by: 'whole', text: 'order-1' });
    expect(readFindQuery(['сор'], NOW)[0]).not.toHaveProperty('lookalike');
  });

  it('is parsed without an error, with a limited number of meanings', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'grapheme' }));
    const like = fc.stringMatching(/^[+78 ()\d.,:;dhкг–-]{0,40}$/);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text, like), { maxLength: 20 }),
        fc.integer({ min: 0, max: 4e12 }),
        (texts, now) => {
          const criteria = readFindQuery(texts, now);
          expect(criteria.length).toBeLessThanOrEqual(MAX_CRITERIA);
          for (const { readings } of criteria) {
            expect(readings.length).toBeLessThanOrEqual(2 * MATCHES.length);
            for (const reading of readings)
              if (reading.by === 'date') expect(reading.span.from).toBeLessThan(reading.span.to);
          }
        },
      ),
    );
  });
});

describe('a date of a search', () => {
  it.each([
    ['today', '2026-11-28', '2026-11-29'],
    ['вчера', '2026-11-27', '2026-11-28'],
    ['27.11.2026', '2026-11-27', '2026-11-28'],
    ['27.11.26', '2026-11-27', '2026-11-28'],
    ['27.11', '2026-11-27', '2026-11-28'],
    ['29.12', '2025-12-29', '2025-12-30'],
    ['2026-11-01', '2026-11-01', '2026-11-02'],
    ['2026-11', '2026-11-01', '2026-12-01'],
    ['12.2025', '2025-12-01', '2026-01-01'],
    ['27.11-28.11', '2026-11-27', '2026-11-29'],
    ['30.12-02.01.2026', '2025-12-30', '2026-01-03'],
    ['2026-11-01..2026-11-03', '2026-11-01', '2026-11-04'],
    ['yesterday-today', '2026-11-27', '2026-11-29'],
  ])('%s is from %s to %s', (text, from, to) => {
    const span = readDateSpan(text, NOW);
    expect([span?.from, span?.to].map((time) => formatLocalTime(time ?? 0))).toEqual([
      `${from} 00:00:00`,
      `${to} 00:00:00`,
    ]);
  });

  it.each(['31.02.2026', '2026-13', '1.2.3.4', 'order-1', '', '250', '27.11.1999', 'a-b'])('is not %j', (text) => {
    expect(readDateSpan(text, NOW)).toBeUndefined();
  });
});

describe('the terms of a payment', () => {
  it('contain the words of its description in one form, without repeats', () => {
    expect(comparableWords('Синяя КУРТКА, синяя ﬁt a 2026')).toEqual(['синяя', 'куртка', 'fit', '2026']);
    expect(comparableWords('ab '.repeat(5000))).toEqual(['ab']);
  });

  it('contain the inner parts of its id, because its beginning and end are found without them', () => {
    expect(innerParts('shop-2026-0047-b')).toEqual(['2026', '0047']);
    expect(innerParts('order-1')).toEqual([]);
  });
});
