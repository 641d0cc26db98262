import type { CommandSpec } from '#cli/command-spec';
import { columns } from '#cli/text-table';
import type { Context } from '#context';
import { message } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import { type Amount, parseAmount, toAmountStrings } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
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
      throw notApproved(
        'no_team',
        message('the ledger in use is not shared with a team'),
        message('See: {command}', { command: 'rocketpay ledger status' }),
      );
    const request = await ledger.get(id);
    const { paymentId, amount } = request;
    if (!isRequest(request) || amount === undefined || paymentId === undefined)
      throw notApproved('no_request', message('{id} waits for no approval', { id }));
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
  view: ({ paymentId, amountMinor: minor, currency, requestedBy, expiresAt }, { say }) => [
    say('Approved: {user} can refund {amount} of {paymentId} until {time}.', {
      user: requestedBy,
      amount: amountMessage({ minor, currency }),
      paymentId,
      time: { time: Date.parse(expiresAt), zone: true },
    }),
    say('Nothing was sent. They run the same refund again.'),
  ],
};

/** Formats a request for its approver. */
const requestLines = (
  { request, notes }: { readonly request: Intent; readonly notes: readonly NoteDocument[] },
  style: Style,
): string[] => {
  const { say, show } = style;
  const { paymentId = '', amount, user, host, createdAt, project, mode, description, reason } = request;
  const fields = [
    [say('Payment'), paymentId],
    [say('Amount'), amount === undefined ? '' : show(amountMessage(amount))],
    [say('Project'), `${project} (${mode})`],
    [say('Requested'), say('{time} by {user}', { time: { time: createdAt, zone: true }, user: `${user}@${host}` })],
    ...(description === undefined ? [] : [[say('Description'), description]]),
    ...(reason === undefined ? [] : [[say('Blocked'), say('it needs the approval of another member')]]),
  ];
  return [
    ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(notes.length === 0 ? [] : [style.warn(say('Notes')), ...newestNoteLines(notes, paymentId, style)]),
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
  const { major } = toAmountStrings(amount);
  const hint = message('If it is right, run the same command with --confirm {amount}', { amount: major });
  if (confirm !== undefined) {
    if (isAmount(confirm, amount)) return;
    const values = { confirm, amount: amountMessage(amount) };
    throw notApproved('not_confirmed', message('--confirm {confirm} is not the amount, {amount}', values), hint);
  }
  if (!terminal.interactive) throw notApproved('not_confirmed', message('without a terminal it needs --confirm'), hint);
  if (
    !(await terminal.confirm(
      message('Approve the refund of {amount} of {paymentId}?', { amount: amountMessage(amount), paymentId }),
    ))
  )
    throw notApproved('not_confirmed', message('it was not confirmed'));
}

function isAmount(text: string, { minor, currency }: Amount): boolean {
  try {
    return parseAmount(text, currency).minor === minor;
  } catch {
    return false;
  }
}
