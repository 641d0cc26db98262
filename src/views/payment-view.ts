import { formatAmount, formatMajor } from '../domain/amount.ts';
import type { PaymentDocument } from '../domain/documents.ts';
import { explainOperationCode } from '../domain/gate-codes.ts';
import type { JsonObject } from '../domain/json.ts';
import { type Operation, type PaymentState, readPaymentState } from '../domain/payment-state.ts';
import { isFailed, isPaid } from '../domain/statuses.ts';
import type { Style } from '../domain/terminal.ts';
import { columns } from './columns.ts';

/** A payment as the platform tells it: status, what is left, and each operation. */
export function paymentLines(document: PaymentDocument, style: Style): string[] {
  const state = readPaymentState(document as JsonObject);
  const facts = [
    ['Payment', state.paymentId ?? '(no id)'],
    ['Status', statusWords(state, style)],
    ...(state.left === undefined ? [] : [['Amount', formatAmount(state.left)]]),
    ...(state.error === undefined ? [] : [['Error', errorWords(state)]]),
  ];
  const operations = state.operations.map((operation) => ['', ...operationCells(operation)]);
  return [
    ...columns(facts, (text, column) => (column === 0 ? style.dim(text) : text)),
    ...(operations.length === 0 ? [] : [style.dim('Operations'), ...columns(operations)]),
  ];
}

/** One of several payments: its lines, or why there are none. */
export function ofPaymentLines(
  document: PaymentDocument | { readonly paymentId: string; readonly error: { readonly message: string } },
  style: Style,
): string[] {
  if (!('error' in document)) return [...paymentLines(document, style), ''];
  const { paymentId, error } = document as { readonly paymentId: string; readonly error: { readonly message: string } };
  return [`${style.bold(paymentId)}  ${style.bad(error.message)}`, ''];
}

/** A status in the colour of what it means. */
function statusWords({ status, asksForOtp }: PaymentState, style: Style): string {
  if (asksForOtp) return style.accent(`${status} (the customer has an OTP to hand in)`);
  if (isPaid(status)) return style.good(status);
  return isFailed(status) || status === 'error' ? style.bad(status) : style.warn(`${status} (not final)`);
}

function errorWords({ error }: PaymentState): string {
  const known = explainOperationCode(error?.code);
  return [error?.code, known?.meaning ?? error?.message].filter((part) => part !== undefined).join(' ');
}

function operationCells({ type, status, amount, code, message }: Operation): string[] {
  const meaning = explainOperationCode(code)?.meaning ?? message;
  const why = code === undefined || code === '0' ? '' : `${code} ${meaning ?? ''}`.trim();
  return [type, status, amount === undefined ? '' : formatMajor(amount), why];
}
