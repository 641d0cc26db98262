import { describe, expect, it } from 'vitest';
import { withUsableSize } from '#adapters/terminal/screen-size';

const terminal = (columns?: number, rows?: number) => ({
  isTTY: true,
  ...(columns === undefined ? {} : { columns }),
  ...(rows === undefined ? {} : { rows }),
});

describe('the size of a terminal', () => {
  it.each([
    [0, 0, 80, 24],
    [undefined, undefined, 80, 24],
    [Number.NaN, -1, 80, 24],
    [Number.POSITIVE_INFINITY, 65_535, 1000, 1000],
    [1, 1, 1, 1],
    [0.5, 2.9, 80, 2],
    [120, 40, 120, 40],
  ])('that is reported as %s x %s is %s x %s', (columns, rows, usableColumns, usableRows) => {
    expect(withUsableSize(terminal(columns, rows))).toMatchObject({ columns: usableColumns, rows: usableRows });
  });

  it('follows the window', () => {
    const stream = withUsableSize(terminal(0, 0));
    stream.columns = 100;
    expect(stream.columns).toBe(100);
    stream.columns = 0;
    expect(stream.columns).toBe(80);
  });

  it('is undefined without a terminal', () => {
    expect(withUsableSize({ isTTY: false })).toEqual({ isTTY: false });
  });
});
