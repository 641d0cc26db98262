import { closeSync, fstatSync } from 'node:fs';
import { isatty, type ReadStream } from 'node:tty';

/**
 * Lets go of a terminal that has been taken away (its window was closed, the connection was lost). To be called when the
 * process exits: Node sets its terminals back then and aborts, with a core file, when one of them is gone; a descriptor that
 * is closed is left alone.
 */
export function releaseLostTerminals(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (!isatty(descriptor) && fstatSync(descriptor).isCharacterDevice()) closeSync(descriptor);
    } catch {
      // It is closed already.
    }
  }
}

/**
 * Makes standard input end as a file ends when its terminal is taken away: readline throws the errors of its input where
 * nothing can catch them.
 *
 * @returns the same stream
 */
export function endingWhenLost(stream: ReadStream): ReadStream {
  if (stream.isTTY !== true) return stream;
  const setRawMode = stream.setRawMode.bind(stream);
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...values: unknown[]) => boolean;
  stream.setRawMode = (raw) => (isatty(0) ? setRawMode(raw) : stream);
  stream.emit = (event: string | symbol, ...values: unknown[]) => emit(event === 'error' ? 'end' : event, ...values);
  return stream;
}
