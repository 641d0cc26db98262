import { columns } from '#cli/columns';
import type { CommandSpec } from '#cli/command-spec';
import { formatZonedTime } from '#cli/format-age';
import type { Context } from '#context';
import type { Intent } from '#domain/ledger/intent';
import { type Amount, formatAmount, parseAmount, toAmountStrings } from '#domain/payments/amount';
import { isRequest, notApproved } from '#domain/team/refund-approval';
import type { Style } from '#domain/terminal/terminal';
import { writableLedger } from '#features/ledger/writable-ledger';
import { readNotes } from '#features/notes/note-document';
import { newestNoteLines } from '#features/notes/note-view';
import type { CommandDocument, NoteDocument } from '#schemas/document-types';

interface Options {
  readonly intent: string;
  readonly confirm?: string;
}

export const approve: CommandSpec<Options, CommandDocument<'approve'>> = {
  about:
    'Approves a refund that was blocked because it needs the approval of another member of the team. It sends ' +
    'nothing: the member who has requested the refund runs it again within 24 hours, with the same payment and ' +
    'amount. An approval is valid for one refund, and is signed with the key of the approver. Only members with ' +
    'the role approver or admin can approve. Plans of refunds are approved with "rocketpay refunds approve".',
  arguments: [{ words: '<intent>', about: 'intent id of the blocked refund', completes: 'intent' }],
  options: [{ flags: '--confirm <amount>', about: 'confirm with the amount in major units, for scripts' }],
  exits: [7],
  examples: ['rocketpay approve "$INTENT_ID"', 'rocketpay approve "$INTENT_ID" --confirm 900.00'],
  async run({ intent: id, confirm }, context) {
    const ledger = await writableLedger(context);
    if (ledger.approveRefund === undefined)
      throw notApproved('no_team', 'the ledger in use is not shared with a team', 'See: rocketpay ledger status');
    const request = await ledger.get(id);
    const { paymentId, amount } = request;
    if (!isRequest(request) || amount === undefined || paymentId === undefined)
      throw notApproved('no_request', `${id} waits for no approval`);
    const notes = (await readNotes([request], ledger))(request);
    context.terminal.tell({ request, notes }, requestLines);
    await confirmApproval({ paymentId, amount, confirm }, context);
    const { by, approvedAt, expiresAt } = await ledger.approveRefund(request);
    return {
      ...{ intent: id, paymentId, amountMinor: amount.minor, currency: amount.currency },
      ...{ requestedBy: `${request.user}@${request.host}`, approvedBy: by },
      ...{ approvedAt: new Date(approvedAt).toISOString(), expiresAt: new Date(expiresAt).toISOString() },
    };
  },
  view: ({ paymentId, amountMinor: minor, currency, requestedBy, expiresAt }) => [
    `Approved: ${requestedBy} can refund ${formatAmount({ minor, currency })} of ${paymentId} until ${formatZonedTime(Date.parse(expiresAt))}.`,
    'Nothing was sent. They run the same refund again.',
  ],
};

/** Formats a request for its approver. */
const requestLines = (
  { request, notes }: { readonly request: Intent; readonly notes: readonly NoteDocument[] },
  style: Style,
): string[] => {
  const { paymentId = '', amount, user, host, createdAt, project, mode, description, reason } = request;
  const fields = [
    ['Payment', paymentId],
    ['Amount', amount === undefined ? '' : formatAmount(amount)],
    ['Project', `${project} (${mode})`],
    ['Requested', `${formatZonedTime(createdAt)} by ${user}@${host}`],
    ...(description === undefined ? [] : [['Description', description]]),
    ...(reason === undefined ? [] : [['Blocked', reason]]),
  ];
  return [
    ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(notes.length === 0 ? [] : [style.warn('Notes'), ...newestNoteLines(notes, paymentId, style)]),
  ];
};

/** @throws {Failure} (blocked) when the approver has not confirmed the amount. */
async function confirmApproval(
  {
    paymentId,
    amount,
    confirm,
  }: { readonly paymentId: string; readonly amount: Amount; readonly confirm: string | undefined },
  { terminal }: Pick<Context, 'terminal'>,
): Promise<void> {
  const hint = `If it is right, run the same command with --confirm ${toAmountStrings(amount).major}`;
  if (confirm !== undefined) {
    if (isAmount(confirm, amount)) return;
    throw notApproved('not_confirmed', `--confirm ${confirm} is not the amount, ${formatAmount(amount)}`, hint);
  }
  if (!terminal.interactive) throw notApproved('not_confirmed', 'without a terminal it needs --confirm', hint);
  if (!(await terminal.confirm(`Approve the refund of ${formatAmount(amount)} of ${paymentId}?`)))
    throw notApproved('not_confirmed', 'it was not confirmed');
}

function isAmount(text: string, { minor, currency }: Amount): boolean {
  try {
    return parseAmount(text, currency).minor === minor;
  } catch {
    return false;
  }
}
