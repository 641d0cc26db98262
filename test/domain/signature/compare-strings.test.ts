import { expect, it } from 'vitest';
import { compareStrings } from '#domain/signature/compare-strings';

it('calls two strings equal when theirs has the line end of an editor', () => {
  for (const theirs of ['a:1;b:2', 'a:1;b:2\n', 'a:1;b:2\r\n']) {
    expect(compareStrings('a:1;b:2', theirs)).toMatchObject({ equal: true, at: null, onlyOurs: [], onlyTheirs: [] });
  }
});

it('shows the first character that differs with the text around it', () => {
  const before = 'x'.repeat(30);
  expect(compareStrings(`${before}1;b:2`, `${before}2;b:2`)).toEqual({
    equal: false,
    at: 30,
    before: 24,
    ours: `${'x'.repeat(24)}1;b:2`,
    theirs: `${'x'.repeat(24)}2;b:2`,
    onlyOurs: [`${before}1`],
    onlyTheirs: [`${before}2`],
  });
});

it.each([
  ['a line that is missing', 'a:1;b:;c:3', 'a:1;c:3', ['b:'], []],
  ['a line too many', 'a:1', 'a:1;signature:x', [], ['signature:x']],
  ['a line that is there twice', 'a:1', 'a:1;a:1', [], ['a:1']],
  ['another order', 'a2:1;a10:1', 'a10:1;a2:1', [], []],
])('lists the lines that only one of two strings has: %s', (_case, ours, theirs, onlyOurs, onlyTheirs) => {
  expect(compareStrings(ours, theirs)).toMatchObject({ equal: false, onlyOurs, onlyTheirs });
});

it('shows a difference at the end of the shorter string', () => {
  expect(compareStrings('a:1', 'a:1;b:2')).toMatchObject({ at: 3, before: 3, ours: 'a:1', theirs: 'a:1;b:2' });
});
