import { closeSync, fstatSync } from 'node:fs';
import { isatty, type ReadStream } from 'node:tty';
import { isPlainDevice } from './devices.ts';

/**
 * Closes the descriptors of a terminal that has gone (its window was closed, the connection was lost). Call it when the process
 * exits: Node.js then resets its terminals, and aborts with a core file if one of them is gone. It ignores a closed descriptor.
 */
export function releaseLostTerminals(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      const status = fstatSync(descriptor);
      // The module tty loads only for what may be a terminal.
      if (status.isCharacterDevice() && !isPlainDevice(status) && !isatty(descriptor)) closeSync(descriptor);
    } catch {
      // It was closed before.
    }
  }
}

/**
 * Makes standard input end, like a file, when its terminal has gone. Otherwise readline throws errors that no code can catch.
 *
 * @returns the same stream
 */
export function endWhenLost(stream: ReadStream): ReadStream {
  if (stream.isTTY !== true) return stream;
  const setRawMode = stream.setRawMode.bind(stream);
  const emit = stream.emit.bind(stream) as (event: string | symbol, ...values: unknown[]) => boolean;
  stream.setRawMode = (raw) => (isatty(0) ? setRawMode(raw) : stream);
  stream.emit = (event: string | symbol, ...values: unknown[]) => emit(event === 'error' ? 'end' : event, ...values);
  return stream;
}
