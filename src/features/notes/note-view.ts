import { wrapped } from '#cli/text-table';
import { shellWord } from '#domain/encoding/shell-word';
import type { Style } from '#domain/terminal/terminal';
import type { NoteDocument } from '#schemas/document-types';

/** Formats notes, oldest first: time, author and text. A long text continues in indented lines. */
export const noteLines = (notes: readonly NoteDocument[], style: Style, indent = 0): string[] =>
  notes.flatMap(({ at, by, text, intent }) => {
    const { say, show } = style;
    const time = show({ time: Date.parse(at) });
    const head = intent === null ? `${time} ${by}:` : say('{time} {user} on {intent}:', { time, user: by, intent });
    const [first = '', ...rest] = wrapped(
      `${head} ${text ?? say('cannot be decrypted with the key of this ledger')}`,
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
    ...(earlier > 0
      ? [
          ' '.repeat(indent) +
            style.say('{count} earlier: rocketpay note {payment}', {
              count: earlier,
              payment: shellWord(paymentId ?? ''),
            }),
        ]
      : []),
    ...noteLines(notes.slice(-MAX_SHOWN), style, indent),
  ];
}
