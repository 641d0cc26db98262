import { wrapped } from '#cli/text-table';
import { aboutForgery, type ForgeryKind, type ForgeryResult } from '#domain/callbacks/sample-forgeries';
import type { View } from '#domain/terminal/terminal';
import type { DeliveryDocument, StressDelivery, StressReport } from '#schemas/document-types';
import { deliveryLine } from './callback-view.ts';

/** Formats a sample callback: its text for a pipe, or the result of sending it. */
export const triggeredLines: View<
  { readonly event: string; readonly paymentId: string; readonly text: string } & Partial<
    DeliveryDocument & {
      readonly invalid: ForgeryKind;
      readonly control: DeliveryDocument;
      readonly verdict: ForgeryResult;
      readonly answer: string;
    }
  >
> = (data, style, exact) => {
  const {
    event,
    paymentId,
    invalid,
    control,
    verdict,
    to,
    status = null,
    reason = null,
    milliseconds = 0,
    at = '',
  } = data;
  const lines = [`${event} ${style.bold(paymentId)}`];
  if (control !== undefined && invalid !== undefined && verdict !== undefined) {
    const about = style.warn(`  forged: ${invalid}, ${aboutForgery(invalid)}`);
    const words = wrapped(FORGERY_TEXTS[verdict](status, control), 2);
    return [
      ...lines,
      '  genuine, sent first:',
      deliveryLine(control, style),
      about,
      ...words.map(verdict === 'turned_away' ? style.good : style.bad),
      ...answerLines(data.answer),
    ];
  }
  if (to === undefined) return [exact.text];
  const delivery = { to, at, status, reason, milliseconds, delivered: data.delivered === true };
  return [...lines, deliveryLine(delivery, style), ...answerLines(data.answer)];
};

/** Explains the answer to a forged callback. */
const FORGERY_TEXTS: Readonly<Record<ForgeryResult, (status: number | null, control: DeliveryDocument) => string>> = {
  turned_away: (status) => `rejected with ${status}, as expected`,
  taken: (status) => `accepted with ${status}: your program does not verify the signature correctly`,
  redirected: (status) => `answered ${status}, a redirect (to a login?): it was neither accepted nor rejected`,
  failed: (status) => `answered ${status}: your program failed instead of rejecting it (400)`,
  no_answer: () => 'not answered: it is unknown whether your program would reject it',
  control_not_taken: (_, { status }) =>
    `The forged callback was not sent: its answer proves nothing as long as a genuine callback is not accepted.${
      status === 404 || status === 405 ? ' Does this path exist?' : ''
    }`,
};

const answerLines = (answer = ''): string[] => (answer === '' ? [] : [`  ${answer.slice(0, 200)}`]);

/** Formats one delivery of a stress test. */
export const stressDeliveryLines: View<StressDelivery> = (delivery, style) => {
  const { kind, event, payment, repeat, status, reason, milliseconds, delivered } = delivery;
  const words = [kind.padEnd(10), event.padEnd(16), `payment ${payment + 1}`, repeat ? 'repeat' : '      '];
  const result = status === null ? style.bad(reason ?? '') : (delivered ? style.good : style.bad)(String(status));
  return [`${words.join('  ')}  ${result}${status === null ? '' : `  ${milliseconds} ms`}`];
};

/** Formats the report of a stress test. */
export const stressLines: View<StressReport> = (report, style) => {
  const { sent, answered200, repeats, repeatsAnswered200, slowestMilliseconds, verdict, findings, warnings } = report;
  return [
    '',
    `${sent} sent, ${answered200} answered 200; of ${repeats} repeats ${repeatsAnswered200}. The slowest took ${slowestMilliseconds} ms.`,
    answered200 === sent ? 'All callbacks were answered 200.' : style.bad('Not all callbacks were answered 200.'),
    ...findings.flatMap((finding) => wrapped(finding, 2).map(style.bad)),
    ...warnings.flatMap((warning) => wrapped(warning, 2).map(style.warn)),
    ...(verdict === 'idempotent' ? [style.good('Your records contain each payment once.')] : []),
    ...(verdict === 'unknown' && answered200 > 0 ? unknownLines(report) : []),
  ];
};

const unknownLines = ({ payments, recorded }: StressReport): string[] => [
  ...wrapped(
    `The answers do not show whether each callback was processed once. Your own records must contain each of these payments once: ${payments.join(', ')}`,
    0,
  ),
  ...(recorded === undefined
    ? wrapped('To check the records automatically, add --verify-url or --verify-command.', 0)
    : []),
];
