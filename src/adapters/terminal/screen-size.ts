import type { Output } from './streams.ts';

/** Columns of a terminal of unknown width. */
export const DEFAULT_COLUMNS = 80;

/** Returns the width of a terminal in columns. */
export const getColumns = ({ columns }: Pick<Output, 'columns'>): number => columns || DEFAULT_COLUMNS;

/** A stream with the size of a terminal. */
interface Sized {
  readonly isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** Maximum believable size. */
const MAX_SIZE = 1000;

/**
 * Replaces a terminal size of zero by 80 x 24. A terminal without a window (`script` in cron, `docker run -t`, `expect`) has 0
 * columns and 0 rows, with which libraries clear lines without end. The size still follows the window.
 *
 * @returns the same stream
 */
export function withUsableSize<T extends Sized>(stream: T): T {
  if (stream.isTTY !== true) return stream;
  keepUsable(stream, 'columns', DEFAULT_COLUMNS);
  keepUsable(stream, 'rows', 24);
  return stream;
}

function keepUsable(stream: Sized, side: 'columns' | 'rows', otherwise: number): void {
  let size: unknown = stream[side];
  Object.defineProperty(stream, side, {
    configurable: true,
    enumerable: true,
    get: () => usable(size, otherwise),
    set: (changed: unknown) => {
      size = changed;
    },
  });
}

const usable = (size: unknown, otherwise: number): number =>
  typeof size === 'number' && size >= 1 ? Math.min(Math.floor(size), MAX_SIZE) : otherwise;
