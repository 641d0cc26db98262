import { columns } from '#cli/text-table';
import { formatAmount } from '#domain/payments/amount';
import type { Style } from '#domain/terminal/terminal';
import { diagnosisLines } from '#features/signature/diagnosis-view';
import type { CommandDocument } from '#schemas/document-types';

/** Formats a link or its rendering, unchanged, so that it can be copied. */
export function pageLinkLines({ url, text, format }: CommandDocument<'checkout'>, style: Style): string[] {
  const shown = text?.trimEnd() ?? url;
  return format === 'qr' ? shown.split('\n').map(style.whiteOnBlack) : [shown];
}

/** Formats whether the page would open, and all problems of the link. */
export function linkCheckLines(check: CommandDocument<'checkout verify'>, style: Style): string[] {
  const { opens, valid, reason, diagnosis, missing, flaws, unknown, warnings, parameters } = check;
  const list = (label: string, items: readonly string[], mark: (text: string) => string): string[] =>
    items.map((item) => `${mark(label)} ${item}`);
  return [
    opens
      ? style.good('The Payment Page would open this link.')
      : style.bad('The Payment Page would refuse this link.'),
    valid ? 'The signature is valid.' : `${style.bad('not valid')} ${reason}`,
    ...(diagnosis === undefined ? [] : diagnosisLines(diagnosis, style)),
    '',
    ...columns(Object.entries(parameters)),
    ...amountLines(parameters, style),
    ...list('missing:', missing, style.bad),
    ...list('wrong:  ', flaws, style.bad),
    ...list('unknown:', unknown, style.warn),
    ...list('careful:', warnings, style.warn),
  ];
}

function amountLines(
  { payment_amount: text = '', payment_currency: currency = '' }: CommandDocument<'checkout verify'>['parameters'],
  style: Style,
) {
  const minor = Number(text);
  if (!Number.isSafeInteger(minor) || text === '') return [];
  return [style.dim(`The customer would pay ${formatAmount({ minor, currency })}.`)];
}
