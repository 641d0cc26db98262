import { describe, expect, it } from 'vitest';
import { findOperator, hasKnownOperator, KNOWN_OPERATORS } from '#domain/payments/mobile-operator';

const numbered = [
  { id: '17', name: 'Tele2' },
  { id: 'B', name: 'Beeline', aliases: ['99'] },
];

describe('an operator as the current user writes it', () => {
  it.each([
    ['TELE2', 'TELE2'],
    ['tele2', 'TELE2'],
    ['Kcell', 'KCELL'],
  ])('%s is found in the documented list as %s', (text, id) => {
    expect(findOperator(text, KNOWN_OPERATORS)).toBe(id);
  });

  it.each([
    ['TELE2', 'TELE2'],
    ['17', '17'],
    ['99', 'B'],
    ['beeline', 'BEELINE'],
    ['b', 'B'],
  ])('%s is found in a list with other ids as %s', (text, id) => {
    expect(findOperator(text, numbered)).toBe(id);
  });

  it('is not found when the list does not have it', () => {
    expect(findOperator('KCELL', numbered)).toBeUndefined();
    expect(findOperator('', numbered)).toBeUndefined();
  });

  it('can be refused only by a list that names a documented operator', () => {
    expect(hasKnownOperator(numbered)).toBe(true);
    expect(hasKnownOperator([{ id: '17', name: 'seventeen' }])).toBe(false);
    expect(hasKnownOperator([])).toBe(false);
  });
});
