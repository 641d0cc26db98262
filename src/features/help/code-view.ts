import { wrapped } from '#cli/text-table';
import { message, type Text } from '#domain/language/message';
import type { ExplainedCode } from '#domain/platform-codes/code-advice';
import type { Style } from '#domain/terminal/terminal';

const WIDTH = 9;

/** Formats the explanation of a code for support staff. */
export function explainLines(
  explained: Omit<ExplainedCode, 'tell'> & { readonly customer: Readonly<Partial<Record<string, string>>> },
  style: Style,
): string[] {
  const { code, of, known, where, meaning, family, who, retry, next, customer } = explained;
  const { say, show, dim, bold } = style;
  const labels = {
    where: say('where'),
    family: say('family'),
    who: say('who acts'),
    again: say('again'),
    next: say('next'),
  };
  const width = Math.max(WIDTH, ...Object.values(labels).map((label) => label.length + 2));
  const row = (label: string, text: Text) => {
    const [first = '', ...more] = wrapped(show(text), width);
    return [dim(label.padEnd(width)) + first.trimStart(), ...more];
  };
  const toTell = of === 'refund' ? say('To tell the customer about the refund:') : say('To tell the customer:');
  return [
    bold(`${code}: ${known ? show(meaning) : say('unknown code')}`),
    ...(known ? row(labels.where, where) : []),
    ...(family === null
      ? []
      : row(labels.family, known ? family : message('{family}: its digits show no more', { family }))),
    ...row(labels.who, who),
    ...row(labels.again, retry),
    ...(next === null ? [] : row(labels.next, next)),
    '',
    ...(Object.keys(customer).length === 0 ? wrapped(nothingToTell(of, style), 0) : [toTell]),
    ...Object.entries(customer).flatMap(([language, sentence]) => row(`  ${language}`, sentence ?? '')),
    ...(of === 'payment' && known && Object.keys(customer).length > 0 && code !== '0'
      ? ['', dim(say('Is it the code of a refund? rocketpay explain {code} --refund', { code }))]
      : []),
  ];
}

const nothingToTell = (of: ExplainedCode['of'], { say }: Style): string =>
  of === 'refund'
    ? say('To tell the customer: nothing yet. This code does not say what happened to the refund.')
    : say('To tell the customer: nothing yet. This code does not say what happened to the payment.');
