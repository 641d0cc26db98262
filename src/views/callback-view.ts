import type { Style, View } from '../context.ts';
import { formatMajor } from '../domain/amount.ts';
import type { CallbackDocument, DeliveryDocument, HeardDocument } from '../domain/documents.ts';
import { formatJson } from '../domain/json.ts';
import { columns } from './columns.ts';
import { formatTime } from './times.ts';

/** Where `listen` listens, and what to do there. */
export function listeningLines({ url }: { readonly url: string }, style: Style): string[] {
  return [
    `${style.good('Listening')} for callbacks at ${style.bold(url)}`,
    style.dim('Answered 200 once it is on disk. End with Ctrl-C. Try it in another terminal:'),
    `  rocketpay trigger purchase.success --to ${url}`,
  ];
}

/** A callback in one line: time, payment, operation, status, amount, verdict. */
export function callbackLine(callback: CallbackDocument, style: Style): string {
  const { receivedAt, paymentId, operationType, operationStatus, paymentStatus, amountMinor, currency } = callback;
  const amount = amountMinor === null || currency === null ? '' : formatMajor({ minor: amountMinor, currency });
  const operation = operationType === null ? '' : `${operationType}/${operationStatus}`;
  return [
    style.dim(formatTime(Date.parse(receivedAt)).slice('YYYY-MM-DD '.length)),
    style.bold(paymentId ?? '(no payment)'),
    operation,
    paymentStatus,
    amount,
    callback.valid ? style.good('valid') : style.bad('NOT VALID'),
    callback.repeat ? style.warn('repeat') : '',
  ]
    .filter((cell) => cell !== '')
    .join('  ');
}

/** A callback as it comes in. One that is not valid is loud, and says what to do. */
export const heardLines: View<HeardDocument> = (heard, style) => {
  const lines = [callbackLine(heard, style)];
  if (heard.valid) return lines;
  return [
    ...lines,
    style.bad(`  answered ${heard.answered}: ${heard.reason}`),
    `  Next: rocketpay callbacks show ${heard.id}`,
  ];
};

/** The same, and all that came with it. */
export const heardWholeLines: View<HeardDocument> = (heard, style, exact) => [
  ...heardLines(heard, style, exact),
  style.dim(`  ${heard.id}  ${heard.path ?? ''}`),
  ...formatJson(exact.body ?? null, 2)
    .split('\n')
    .map((line) => `  ${line}`),
];

/** What came of handing a callback on. */
export function deliveryLine({ to, status, reason, milliseconds, delivered }: DeliveryDocument, style: Style): string {
  const took = `${milliseconds} ms`;
  if (delivered) return `  → ${to}  ${style.good('200')}  ${took}`;
  if (status === null) return `  → ${to}  ${style.bad(`not delivered: ${reason}`)}`;
  return `  → ${to}  ${style.bad(String(status))}  ${took}  ${style.dim('(the platform takes only 200 for delivered)')}`;
}

/** Callbacks as a table. */
export function callbackTable(callbacks: readonly CallbackDocument[], style: Style): string[] {
  return columns(
    callbacks.map((callback) => [
      callback.id,
      formatTime(Date.parse(callback.receivedAt)),
      callback.event ?? `${callback.operationType ?? '-'}/${callback.operationStatus ?? '-'}`,
      callback.valid ? (callback.repeat ? 'repeat' : 'valid') : 'NOT VALID',
      callback.paymentId ?? '',
    ]),
    (cell, column) => (column === 3 && cell === 'NOT VALID' ? style.bad(cell) : column === 0 ? style.dim(cell) : cell),
  );
}
