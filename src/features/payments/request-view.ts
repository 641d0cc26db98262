import { formatJson } from '#domain/json/exact-json';
import type { Style, View } from '#domain/terminal/terminal';
import type { Accepted, DryRunDocument, WriteResult } from '#schemas/document-types';
import { paymentLines } from './payment-view.ts';

/** Formats a request that was not sent: its body, or the command line that sends it. */
export function unsentLines(unsent: DryRunDocument, style: Style, exact: DryRunDocument): string[] {
  if ('curl' in exact) return [exact.curl];
  if ('curl' in unsent) return [];
  return [
    style.bold(`${unsent.method} ${unsent.url}`),
    formatJson(exact.body, 2),
    '',
    style.dim('String to sign'),
    unsent.stringToSign,
    style.dim(`Signed with HMAC-SHA-512 and the secret ${unsent.secret}. Nothing was sent.`),
  ];
}

/** Formats a write: its unsent request, its acceptance (which is not a result yet), or its result. */
export const writeLines =
  (what: string): View<WriteResult> =>
  (data, style, exact) => {
    if ('dryRun' in data) return unsentLines(data, style, exact as DryRunDocument);
    return 'payment' in data ? paymentLines(data, style) : acceptedLines(what, data, style);
  };

function acceptedLines(what: string, { paymentId, requestId, intent }: Accepted, style: Style): string[] {
  return [
    `${style.good('accepted')} ${what}`,
    `${style.dim('Payment   ')} ${paymentId}`,
    ...(requestId === undefined ? [] : [`${style.dim('Request id')} ${requestId}`]),
    `${style.dim('Intent    ')} ${intent}`,
  ];
}
