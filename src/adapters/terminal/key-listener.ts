import type { Streams } from './streams.ts';

const CTRL_C = '\x03';

/**
 * Calls `onKey` for each pressed key, until the signal is aborted. Typed text is not shown. Ctrl-C still interrupts.
 */
export function watchKeys({ stdin, interrupt }: Streams, onKey: (key: string) => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  const read = (keys: Buffer | string): void => {
    for (const key of String(keys)) {
      if (key === CTRL_C) interrupt?.();
      else onKey(key);
    }
  };
  stdin.setRawMode?.(true);
  stdin.on('data', read);
  stdin.resume();
  signal.addEventListener(
    'abort',
    () => {
      stdin.off('data', read);
      stdin.setRawMode?.(false);
      stdin.pause();
    },
    { once: true },
  );
}
