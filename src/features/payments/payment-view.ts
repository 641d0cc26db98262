import { columns, wrapped } from '#cli/text-table';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { IntentState } from '#domain/ledger/intent';
import { stateText } from '#domain/ledger/state-words';
import { amountMessage } from '#domain/payments/amount-message';
import { lastSale, type Operation, type PaymentState, readPaymentState, textAt } from '#domain/payments/payment-state';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { maskPhone } from '#domain/payments/phone';
import { describeOperationCode } from '#domain/platform-codes/platform-codes';
import { createRefundPreview, type RefundPreview } from '#domain/refunds/refund-preview';
import type { Style } from '#domain/terminal/terminal';
import { listAmountFields } from '#features/refunds/refund-view';
import type { PaymentDocument } from '#schemas/document-types';

type OpenRefund = NonNullable<PaymentDocument['openRefunds']>[number];

/** Formats a payment: status, amounts, payer, and each operation with its time and id. */
export function paymentLines(document: PaymentDocument, style: Style): string[] {
  const { account, openRefunds = [] } = document as PaymentDocument & { readonly account?: Json };
  const state = readPaymentState(document as JsonObject);
  const { say } = style;
  const fields: (readonly string[])[] = [
    [say('Payment'), state.paymentId ?? say('(no id)')],
    [say('Status'), statusText(state, style)],
    ...(state.error === undefined ? amountRows(state, openRefunds, style) : []),
    ...dateFields(state, style),
    ...payerFields(account, style),
    ...(state.error === undefined ? [] : [[say('Error'), style.show(describeOperationCode(state.error))]]),
  ];
  return [
    ...columns(fields, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(state.operations.length === 0
      ? []
      : [style.dim(say('Operations')), ...operationLines(state.operations, style)]),
  ];
}

/**
 * Formats what is paid, refunded and left. The platform's sum is the remaining amount of a paid payment, and the price
 * of an unpaid one, so its label always says which.
 */
function amountRows(state: PaymentState, openRefunds: readonly OpenRefund[], style: Style): string[][] {
  // Without intents and times only the operations of the answer are used.
  const shown = createRefundPreview(state.paymentId ?? '', { state, history: [], elsewhere: [], readAt: 0, now: 0 });
  const price = lastSale(state)?.amount ?? state.left;
  return [
    ...(shown.unpaid && price !== undefined ? [[style.say('Asked for'), style.show(amountMessage(price))]] : []),
    ...listAmountFields(subtractOpenRefunds(shown, openRefunds), style),
    ...openRefunds.map((open) => openRefundFields(open, style)),
  ];
}

/** Subtracts the open refunds of the ledger from the remaining amount, which is unknown when one of them has no amount. */
function subtractOpenRefunds(preview: RefundPreview, openRefunds: readonly OpenRefund[]): RefundPreview {
  const { left, inProgress } = preview;
  if (openRefunds.length === 0 || left === undefined) return preview;
  const isKnown = openRefunds.every(({ currency }) => currency === left.currency);
  if (inProgress === undefined || !isKnown) return { ...preview, inProgress: undefined, refundable: undefined };
  const minor = openRefunds.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), inProgress.minor);
  return {
    ...preview,
    inProgress: { ...left, minor },
    refundable: { ...left, minor: Math.max(0, left.minor - minor) },
  };
}

function openRefundFields({ intent, state, amountMinor, currency }: OpenRefund, { say, show }: Style): string[] {
  const amount =
    amountMinor === null || currency === null ? say('an unknown amount') : show({ minor: amountMinor, currency });
  return [say('Not shown yet'), `${amount}, ${show(stateText(state as IntentState))}: rocketpay resume ${intent}`];
}

function dateFields({ operations }: PaymentState, { say, show }: Style): string[][] {
  const times = operations.map(({ createdAt }) => createdAt).filter((time) => time !== undefined);
  return times.length === 0 ? [] : [[say('Date'), show({ time: Math.min(...times), zone: true })]];
}

/** Formats the payer with a masked phone number, as in the ledger. `--json` has the unchanged answer. */
function payerFields(account: Json | undefined, { say }: Style): string[][] {
  if (!isJsonObject(account)) return [];
  const [phone, operator] = [textAt(account, 'number'), textAt(account, 'type')];
  return [
    ...(phone === undefined ? [] : [[say('Phone'), /^\d+$/.test(phone) ? maskPhone(phone) : phone]]),
    ...(operator === undefined ? [] : [[say('Operator'), operator]]),
  ];
}

/** Formats one of several payments: its lines, or its error. */
export function paymentResultLines(
  document: PaymentDocument | { readonly paymentId: string; readonly error: { readonly message: string } },
  style: Style,
): string[] {
  if (!('error' in document)) return [...paymentLines(document, style), ''];
  const { paymentId, error } = document as { readonly paymentId: string; readonly error: { readonly message: string } };
  return [`${style.bold(paymentId)}  ${style.bad(error.message)}`, ''];
}

/** Colours a status by its meaning. */
function statusText({ status, asksForOtp }: PaymentState, style: Style): string {
  if (asksForOtp) return style.accent(style.say('{status} (the customer has not entered the code yet)', { status }));
  if (isPaid(status)) return style.good(status);
  return isFailed(status) || status === 'error'
    ? style.bad(status)
    : style.warn(style.say('{status} (not final)', { status }));
}

/** Formats each operation, and below it its result code. */
function operationLines(operations: readonly Operation[], style: Style): string[] {
  const rows = operations.map(({ id, type, status, amount, createdAt, changedAt }) => {
    const time = createdAt ?? changedAt;
    return [
      '',
      type,
      status,
      amount === undefined ? '' : style.show(amount),
      time === undefined ? '' : style.show({ time }),
      id,
    ];
  });
  const lines = columns(rows);
  return operations.flatMap((operation, at) => [lines[at] ?? '', ...codeLines(operation, style)]);
}

const codeLines = ({ code, message }: Operation, { show }: Style): string[] =>
  code === undefined || code === '0' ? [] : wrapped(show(describeOperationCode({ code, message })), 4);
