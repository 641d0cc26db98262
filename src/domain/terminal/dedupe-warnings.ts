import type { Terminal } from './terminal.ts';

/** A terminal on which a warning that is the same for every row is said once. */
export function dedupeWarnings(terminal: Terminal): Terminal {
  const said = new Set<string>();
  const warn = (text: string) => {
    if (!said.has(text)) terminal.warn(text);
    said.add(text);
  };
  return Object.create(terminal, { warn: { value: warn } });
}
