import { describe, expect, it } from 'vitest';
import { columns, wrapped } from '#cli/text-table';

describe('columns', () => {
  it('aligns cells also below a row that is shorter', () => {
    expect(columns([['a', 'long cell', 'x'], ['bb'], ['c', 'd', 'y']])).toEqual([
      'a   long cell  x',
      'bb',
      'c   d          y',
    ]);
  });
});

describe('columns of wide characters', () => {
  it('are aligned by the cells of a terminal', () => {
    expect(
      columns([
        ['ab', 'x'],
        ['汉字', 'y'],
        ['é', 'z'],
      ]),
    ).toEqual(['ab    x', '汉字  y', 'é     z']);
  });
});

describe('wrapped text', () => {
  it('has lines of at most the width, and a longer word on a line of its own', () => {
    expect(wrapped('one two abcdefghijkl three', 2, 8)).toEqual(['  one two', '  abcdefghijkl', '  three']);
  });
});
