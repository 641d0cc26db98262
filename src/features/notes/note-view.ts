import { wrapped } from '#cli/columns';
import { formatTime } from '#cli/format-age';
import { shellWord } from '#domain/encoding/shell-word';
import type { Style } from '#domain/terminal/terminal';
import type { NoteDocument } from '#schemas/document-types';

/** Formats notes, oldest first: time, author and text. A long text continues in indented lines. */
export const noteLines = (notes: readonly NoteDocument[], style: Style, indent = 0): string[] =>
  notes.flatMap(({ at, by, text, intent }) => {
    const about = intent === null ? '' : ` on ${intent}`;
    const head = `${formatTime(Date.parse(at))} ${by}${about}:`;
    const [first = '', ...rest] = wrapped(
      `${head} ${text ?? 'cannot be decrypted with the key of this ledger'}`,
      indent + 2,
    );
    return [first.slice(2).replace(head, style.dim(head)), ...rest];
  });

/** Number of notes that other commands show. */
const MAX_SHOWN = 3;

/** Formats the newest notes of a payment for another command, which shows them beside other things. */
export function newestNoteLines(
  notes: readonly NoteDocument[],
  paymentId: string | null,
  style: Style,
  indent = 2,
): string[] {
  const earlier = notes.length - MAX_SHOWN;
  return [
    ...(earlier > 0 ? [`${' '.repeat(indent)}${earlier} earlier: rocketpay note ${shellWord(paymentId ?? '')}`] : []),
    ...noteLines(notes.slice(-MAX_SHOWN), style, indent),
  ];
}
