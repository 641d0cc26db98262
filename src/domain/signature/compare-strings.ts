/** Where two strings to sign differ. */
export type StringComparison = {
  readonly equal: boolean;
  /** The first character that differs, from 0; null when none does. */
  readonly at: number | null;
  /** Text around the difference, with the same number of characters before it in both. */
  readonly ours: string;
  readonly theirs: string;
  /** How many characters of both stand before the one that differs. */
  readonly before: number;
  /** Lines that only one has; where neither has any, the order differs. */
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
};

const CONTEXT = 24;

/**
 * Compares two strings to sign.
 *
 * @param theirs as it was saved: one line end at its end is the editor's
 */
export function compareStrings(ours: string, theirs: string): StringComparison {
  const other = theirs.replace(/\r?\n$/, '');
  const equal = ours === other;
  const at = equal ? null : firstDifference(ours, other);
  const start = Math.max(0, (at ?? 0) - CONTEXT);
  const around = (text: string): string => (at === null ? '' : text.slice(start, at + CONTEXT));
  const [left, right] = [ours.split(';'), other.split(';')];
  return {
    equal,
    at,
    ours: around(ours),
    theirs: around(other),
    before: (at ?? 0) - start,
    onlyOurs: without(left, right),
    onlyTheirs: without(right, left),
  };
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** The lines that others do not have, each as often as it is there more. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    return left === 0;
  });
}
