import { columns, wrapped } from '#cli/text-table';
import type { Text } from '#domain/language/message';
import { KIND_WORDS, STEP_WORDS } from '#domain/ledger/state-words';
import { reasonText } from '#domain/ledger/stored-reason';
import { amountMessage } from '#domain/payments/amount-message';
import type { View } from '#domain/terminal/terminal';
import { codeLines, styledState } from '#features/ledger/intent-view';
import { noteLines } from '#features/notes/note-view';
import type { CommandDocument } from '#schemas/document-types';

/** Formats a receipt: the request, its user, its result, and its records in the audit trail. */
export const receiptLines: View<CommandDocument<'receipt'>> = (receipt, style) => {
  const { amountMinor, currency, records } = receipt;
  const { say, show } = style;
  const amount =
    amountMinor === null || currency === null ? null : show(amountMessage({ minor: amountMinor, currency }));
  const kind = show(KIND_WORDS[receipt.kind]);
  const zoned = (iso: string) => ({ time: Date.parse(iso), zone: true });
  const started = { time: zoned(receipt.createdAt), user: `${receipt.user}@${receipt.host}` };
  const { profile, project, mode } = receipt;
  const fields: [string, string | null][] = [
    [say('Intent'), receipt.intent],
    [say('Kind'), receipt.kind === 'raw' ? `${kind}, ${receipt.path}` : kind],
    [say('State'), styledState(receipt.state, style)],
    [say('Payment'), receipt.paymentId],
    [say('Amount'), amount],
    [say('Phone'), receipt.phone],
    [say('Request id'), receipt.requestId],
    [say('Operation'), receipt.operationId],
    [say('Code'), codeLines(receipt, style)[0] ?? null],
    [say('Reason'), receipt.reason === null ? null : show(reasonText(receipt.reason))],
    [say('Again'), receipt.again],
    [say('Approval'), receipt.approval],
    [say('Description'), receipt.description],
    [say('Ticket'), receipt.ticket],
    [say('Key'), receipt.key],
    [say('Started'), say('{time} by {user}', started)],
    [say('Changed'), show(zoned(receipt.changedAt))],
    [say('Profile'), say('{profile}, project {project} ({mode})', { profile, project, mode })],
  ];
  const steps: Readonly<Record<string, Text>> = STEP_WORDS;
  const trail = records.map(({ number, at, by, event }) => [
    '',
    `#${number}`,
    show({ time: at }),
    show(steps[event] ?? event),
    by,
  ]);
  return [
    ...columns(
      fields.flatMap(([name, value]) => toRows(name, value)),
      (text, column) => (column === 0 ? style.dim(text) : text),
    ),
    ...(receipt.notes.length === 0 ? [] : [style.dim(say('Notes')), ...noteLines(receipt.notes, style, 2)]),
    style.dim(say('Audit trail')),
    ...columns(trail),
    `${style.dim(say('Hash'))}  ${receipt.hash}`,
  ];
};

/** Formats a field; a long value continues in indented rows. */
function toRows(name: string, value: string | null): string[][] {
  if (value === null) return [];
  return wrapped(value, 0, 66).map((line, at) => [at === 0 ? name : '', line]);
}
