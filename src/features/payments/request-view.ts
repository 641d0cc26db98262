import { formatJson } from '#domain/json/exact-json';
import type { Message } from '#domain/language/message';
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
    style.dim(style.say('String to sign')),
    unsent.stringToSign,
    style.dim(
      style.say('Signed with HMAC-SHA-512 and the secret {secret}. Nothing was sent.', { secret: unsent.secret }),
    ),
  ];
}

/** Formats a write: its unsent request, its acceptance (which is not a result yet), or its result. */
export const writeLines =
  (accepted: Message): View<WriteResult> =>
  (data, style, exact) => {
    if ('dryRun' in data) return unsentLines(data, style, exact as DryRunDocument);
    return 'payment' in data ? paymentLines(data, style) : acceptedLines(accepted, data, style);
  };

function acceptedLines(accepted: Message, { paymentId, requestId, intent }: Accepted, style: Style): string[] {
  const { say, show, dim, good } = style;
  const labels = [say('Payment'), say('Request id'), say('Intent')];
  const width = Math.max(...labels.map((label) => label.length));
  const values = [paymentId, requestId, intent];
  const [first = '', ...rest] = show(accepted).split(' ');
  return [
    [good(first), ...rest].join(' '),
    ...labels.flatMap((label, at) => {
      const value = values[at];
      return value === undefined ? [] : [`${dim(label.padEnd(width))} ${value}`];
    }),
  ];
}
