import { columns, wrapped } from '#cli/columns';
import { formatTime, formatZonedTime } from '#cli/format-age';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { type Amount, formatAmount, formatMajor } from '#domain/payments/amount';
import { lastSale, type Operation, type PaymentState, readPaymentState, textAt } from '#domain/payments/payment-state';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { maskPhone } from '#domain/payments/phone';
import { explainOperationCode } from '#domain/platform-codes/platform-codes';
import { type RefundPreview, refundPreview } from '#domain/refunds/refund-preview';
import type { Style } from '#domain/terminal/terminal';
import { amountFields } from '#features/refunds/refund-view';
import type { PaymentDocument } from '#schemas/document-types';

/** Formats a payment as the platform reports it: status, amounts, payer, and each operation with its time and id. */
export function paymentLines(document: PaymentDocument, style: Style): string[] {
  const answer = document as JsonObject;
  const state = readPaymentState(answer);
  const facts: (readonly string[])[] = [
    ['Payment', state.paymentId ?? '(no id)'],
    ['Status', statusText(state, style)],
    ...sumFields(state),
    ...dateFields(state),
    ...payerFields(answer.account),
    ...(state.error === undefined ? [] : [['Error', errorText(state)]]),
  ];
  return [
    ...columns(facts, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(state.operations.length === 0 ? [] : [style.dim('Operations'), ...operationLines(state.operations)]),
  ];
}

/**
 * Formats what was paid, refunded and is left. The platform's sum is what is left of a paid payment, and the price of
 * an unpaid one, so its label always says which.
 */
function sumFields(state: PaymentState): string[][] {
  if (state.error !== undefined) return [];
  // Only the operations of the answer count here: no ledger, no time.
  const card = refundPreview(state.paymentId ?? '', { state, past: [], elsewhere: [], readAt: 0, now: 0 });
  return [...priceFields(state, card), ...amountFields(card)];
}

function priceFields(state: PaymentState, { unpaid }: RefundPreview): string[][] {
  const price: Amount | undefined = lastSale(state)?.amount ?? state.left;
  return unpaid && price !== undefined ? [['Asked for', formatAmount(price)]] : [];
}

function dateFields({ operations }: PaymentState): string[][] {
  const times = operations.map(({ createdAt }) => createdAt).filter((time) => time !== undefined);
  return times.length === 0 ? [] : [['Date', formatZonedTime(Math.min(...times))]];
}

/** Masks the phone number, as the ledger does; `--json` has the unchanged answer. */
function payerFields(account: Json | undefined): string[][] {
  if (!isJsonObject(account)) return [];
  const [phone, operator] = [textAt(account, 'number'), textAt(account, 'type')];
  return [
    ...(phone === undefined ? [] : [['Phone', /^\d+$/.test(phone) ? maskPhone(phone) : phone]]),
    ...(operator === undefined ? [] : [['Operator', operator]]),
  ];
}

/** Formats one of several payments: its lines, or its error. */
export function ofPaymentLines(
  document: PaymentDocument | { readonly paymentId: string; readonly error: { readonly message: string } },
  style: Style,
): string[] {
  if (!('error' in document)) return [...paymentLines(document, style), ''];
  const { paymentId, error } = document as { readonly paymentId: string; readonly error: { readonly message: string } };
  return [`${style.bold(paymentId)}  ${style.bad(error.message)}`, ''];
}

/** Colours a status by its meaning. */
function statusText({ status, asksForOtp }: PaymentState, style: Style): string {
  if (asksForOtp) return style.accent(`${status} (the customer has not entered the code yet)`);
  if (isPaid(status)) return style.good(status);
  return isFailed(status) || status === 'error' ? style.bad(status) : style.warn(`${status} (not final)`);
}

function errorText({ error }: PaymentState): string {
  const known = explainOperationCode(error?.code);
  return [error?.code, known?.meaning ?? error?.message].filter((part) => part !== undefined).join(' ');
}

/** Formats each operation, and below it its result code. */
function operationLines(operations: readonly Operation[]): string[] {
  const lines = columns(operations.map((operation) => ['', ...operationCells(operation)]));
  return operations.flatMap((operation, at) => [lines[at] ?? '', ...reasonLines(operation)]);
}

function operationCells({ id, type, status, amount, createdAt, changedAt }: Operation): string[] {
  const time = createdAt ?? changedAt;
  const when = time === undefined ? '' : formatTime(time);
  return [type, status, amount === undefined ? '' : formatMajor(amount), when, id];
}

function reasonLines({ code, message }: Operation): string[] {
  if (code === undefined || code === '0') return [];
  return wrapped(`${code} ${explainOperationCode(code)?.meaning ?? message ?? ''}`.trim(), 4);
}
