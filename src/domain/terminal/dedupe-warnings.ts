import type { Text } from '#domain/language/message';
import type { Terminal } from './terminal.ts';

/** Returns a terminal that prints equal warnings only once, for batches. */
export function dedupeWarnings(terminal: Terminal): Terminal {
  const printed = new Set<string>();
  const warn = (text: Text) => {
    if (!printed.has(String(text))) terminal.warn(text);
    printed.add(String(text));
  };
  return Object.create(terminal, { warn: { value: warn } });
}
