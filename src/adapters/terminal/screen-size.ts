/** A stream that can be a terminal, which has a size. */
interface Sized {
  readonly isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** A larger one is a mistake of the terminal. */
const MAX_SIZE = 1000;

/**
 * Gives a terminal a size that can be divided by. A terminal without a window (`script` in cron, `docker run -t`, `expect`)
 * says that it has 0 columns and 0 rows; libraries that believe it clear lines without end. It counts as one of 80 x 24.
 * The size follows the window as before.
 *
 * @returns the same stream
 */
export function withUsableSize<T extends Sized>(stream: T): T {
  if (stream.isTTY !== true) return stream;
  keepUsable(stream, 'columns', 80);
  keepUsable(stream, 'rows', 24);
  return stream;
}

function keepUsable(stream: Sized, side: 'columns' | 'rows', otherwise: number): void {
  let said: unknown = stream[side];
  Object.defineProperty(stream, side, {
    configurable: true,
    enumerable: true,
    get: () => usable(said, otherwise),
    set: (size: unknown) => {
      said = size;
    },
  });
}

const usable = (size: unknown, otherwise: number): number =>
  typeof size === 'number' && size >= 1 ? Math.min(Math.floor(size), MAX_SIZE) : otherwise;
