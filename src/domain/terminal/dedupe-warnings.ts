import type { Terminal } from './terminal.ts';

/** Returns a terminal that prints equal warnings only once, for batches. */
export function dedupeWarnings(terminal: Terminal): Terminal {
  const printed = new Set<string>();
  const warn = (text: string) => {
    if (!printed.has(text)) terminal.warn(text);
    printed.add(text);
  };
  return Object.create(terminal, { warn: { value: warn } });
}
