import { wrapped } from '#cli/text-table';
import { shellWord } from '#domain/encoding/shell-word';
import { formatJson } from '#domain/json/exact-json';
import { formatMajor } from '#domain/payments/amount';
import type { Style, View } from '#domain/terminal/terminal';
import { formatLocalTime } from '#domain/time/format-timestamp';
import { diagnosisLines } from '#features/signature/diagnosis-view';
import type { CallbackDocument, CommandDocument, DeliveryDocument, ListenEvent } from '#schemas/document-types';

/** Formats the address of the listener and the next steps; `keys` adds the keyboard shortcut. */
export function listeningLines(
  { url, keys = false }: { readonly url: string; readonly keys?: boolean },
  style: Style,
): string[] {
  return [
    `${style.good('Listening')} for callbacks at ${style.bold(url)}`,
    style.dim('Answered 200 after storing. Stop with Ctrl-C. Try it in another terminal:'),
    `  rocketpay trigger purchase.success --to ${shellWord(url)}`,
    ...(keys ? [style.dim('Press v to show callbacks in full; press v again for one line each.')] : []),
  ];
}

/** Formats a callback in one line: time, check result, operation, status, amount, payment; a long payment id goes to the next line. */
function callbackLines(callback: CallbackDocument, style: Style): string[] {
  const { receivedAt, paymentId, operationType, operationStatus, paymentStatus, amountMinor, currency } = callback;
  const { valid, repeat, kind } = callback;
  const amount = amountMinor === null || currency === null ? '' : formatMajor({ minor: amountMinor, currency });
  const verdict = `${kind === undefined ? (valid ? 'valid' : 'NOT VALID') : `UNSIGNED ${kind}`}${repeat ? ', repeat' : ''}`;
  const color = kind === undefined ? (valid ? style.good : style.bad) : style.warn;
  const operation = operationType === null ? paymentStatus : `${operationType}/${operationStatus}`;
  const status = operationType === null || paymentStatus === operationStatus ? '' : `payment ${paymentStatus}`;
  const cells = [
    formatLocalTime(Date.parse(receivedAt)).slice('YYYY-MM-DD '.length),
    verdict,
    operation,
    status,
    amount,
  ];
  const payment = paymentId ?? '(no payment)';
  const filled = cells.filter((cell) => cell !== '');
  const fits = [...filled, payment].join('  ').length <= 80;
  const line = filled.map((cell) => (cell === verdict ? color(cell) : cell)).join('  ');
  return fits ? [`${line}  ${style.bold(payment)}`] : [line, `${' '.repeat(BELOW)}${style.bold(payment)}`];
}

/** Indentation of a continuation line: below the check result. */
const BELOW = 10;

/** Formats a received callback. An invalid callback has a warning and the next command. */
export const listenLines: View<ListenEvent> = (heard, style) => {
  const lines = callbackLines(heard, style);
  if (heard.ambiguous !== undefined)
    return [...lines, ...wrapped(`not an event: it can be parsed in two ways: ${heard.ambiguous}`, 2).map(style.warn)];
  if (heard.valid) return lines;
  if (heard.kind !== undefined) {
    return [
      ...lines,
      ...wrapped(`not an event: ${heard.reason}`, 2).map(style.warn),
      `  Next: rocketpay callbacks show ${heard.id}`,
    ];
  }
  return [
    ...lines,
    ...wrapped(`answered ${heard.answered}: ${heard.reason}`, 2).map(style.bad),
    `  Next: rocketpay callbacks show ${heard.id}`,
  ];
};

/** Formats a received callback with its headers and body. */
export const listenDetailLines: View<ListenEvent> = (heard, style, exact) => [
  ...listenLines(heard, style, exact),
  style.dim(`  ${heard.id}  ${heard.path ?? ''}`),
  ...formatJson(exact.body ?? null, 2)
    .split('\n')
    .map((line) => `  ${line}`),
];

/** Formats the result of a forward request. */
export function deliveryLine({ to, status, reason, milliseconds, delivered }: DeliveryDocument, style: Style): string {
  const took = `${milliseconds} ms`;
  if (delivered) return `  → ${to}  ${style.good('200')}  ${took}${reason === null ? '' : `  ${style.warn(reason)}`}`;
  if (status === null) return `  → ${to}  ${style.bad(`not delivered: ${reason}`)}`;
  const hint =
    status === 404 || status === 405
      ? '(does this path exist? "rocketpay listen --path" removes a part of it)'
      : '(for the platform only 200 means delivered)';
  return `  → ${to}  ${style.bad(String(status))}  ${took}  ${style.dim(hint)}`;
}

/** Formats a callback as a table row with fixed widths, because rows are printed one by one. */
export const callbackTableLine: View<CallbackDocument> = (callback, style) => {
  const { id, receivedAt, event, operationType, operationStatus, paymentId, valid, repeat, kind } = callback;
  const invalid = kind === undefined ? 'NOT VALID' : 'UNSIGNED';
  const verdict = (valid ? (repeat ? 'repeat' : 'valid') : invalid).padEnd(9);
  const cells = [
    style.dim(id),
    formatLocalTime(Date.parse(receivedAt)).slice(0, 'YYYY-MM-DD HH:MM'.length),
    (event ?? kind ?? `${operationType ?? '-'}/${operationStatus ?? '-'}`).padEnd(16),
    valid ? verdict : style.bad(verdict),
  ];
  const payment = paymentId ?? '';
  if (payment.length <= MAX_ID_LENGTH) return [[...cells, payment].join(' ').trimEnd()];
  return [cells.join(' ').trimEnd(), `${' '.repeat(id.length + 1)}${payment}`];
};

/** Maximum length of a payment id within a table row. */
const MAX_ID_LENGTH = 18;

/** Formats a callback in full. */
export const wholeCallbackLines: View<CommandDocument<'callbacks show'>> = (callback, style, exact) => {
  const { id, path, headers, deliveries, diagnosis, reason, ambiguous } = callback;
  return [
    ...callbackLines(callback, style),
    ...(reason === null ? [] : wrapped(reason, 2).map(style.bad)),
    ...(ambiguous === undefined ? [] : wrapped(`It can be parsed in two ways: ${ambiguous}.`, 2).map(style.warn)),
    ...(diagnosis === undefined ? [] : [...diagnosisLines(diagnosis, style), '']),
    style.dim(`${id}  POST ${path ?? '/'}`),
    ...Object.entries(headers).map(([name, value]) => style.dim(`${name}: ${value}`)),
    '',
    ...formatJson(exact.body, 2).split('\n'),
    ...(deliveries.length === 0 ? [] : ['', ...deliveries.map((delivery) => deliveryLine(delivery, style))]),
    '',
    `To send it again: rocketpay callbacks replay ${id} --to <url>`,
  ];
};

/** Formats the result of a replayed callback. */
export const replayedLines: View<DeliveryDocument & { readonly id: string }> = (replayed, style) => [
  `${replayed.id}${deliveryLine(replayed, style)}`,
];
