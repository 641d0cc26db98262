import { expect, it } from 'vitest';
import { omitUndefined } from '#domain/json/omit-undefined';

it('omitUndefined removes undefined values only, and keeps the order of the others', () => {
  const given = { b: undefined, a: null, d: 0, c: '', e: false };
  expect(Object.entries(omitUndefined(given))).toEqual([
    ['a', null],
    ['d', 0],
    ['c', ''],
    ['e', false],
  ]);
});
