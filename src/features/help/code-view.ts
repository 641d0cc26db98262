import { wrapped } from '#cli/columns';
import type { ExplainedCode } from '#domain/platform-codes/code-advice';
import type { Style } from '#domain/terminal/terminal';

const WIDTH = 9;

/** Formats the explanation of a code for support staff. */
export function explainLines(
  explained: Omit<ExplainedCode, 'tell'> & { readonly customer: Readonly<Partial<Record<string, string>>> },
  style: Style,
): string[] {
  const { code, of, known, where, meaning, family, who, retry, next, customer } = explained;
  const row = (label: string, text: string) => {
    const [first = '', ...more] = wrapped(text, WIDTH);
    return [style.dim(label.padEnd(WIDTH)) + first.trimStart(), ...more];
  };
  return [
    style.bold(`${code}: ${known ? meaning : 'unknown code'}`),
    ...(known ? row('where', where) : []),
    ...(family === null ? [] : row('family', known ? family : `${family}: its digits show no more`)),
    ...row('who acts', who),
    ...row('again', retry),
    ...(next === null ? [] : row('next', next)),
    '',
    ...(Object.keys(customer).length === 0
      ? wrapped(`To tell the customer: nothing yet. This code does not say what happened to the ${of}.`, 0)
      : [`To tell the customer${of === 'refund' ? ' about the refund' : ''}:`]),
    ...Object.entries(customer).flatMap(([language, sentence]) => row(`  ${language}`, sentence ?? '')),
    ...(of === 'payment' && customer.en !== undefined && code !== '0'
      ? ['', style.dim(`Is it the code of a refund? rocketpay explain ${code} --refund`)]
      : []),
  ];
}
