import { wrapped } from '#cli/columns';
import { aboutForgery, type ForgeryKind, type ForgeryResult } from '#domain/callbacks/forged-callback';
import type { DeliveryDocument, StressDelivery, StressReport } from '#domain/documents';
import type { View } from '#domain/terminal/terminal';
import { deliveryLine } from './callback-view.ts';

/** A callback that was made: as text to be piped on, or what came of sending it. */
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

/** What the answer to a forged callback shows, in words. */
const FORGERY_TEXTS: Readonly<Record<ForgeryResult, (status: number | null, control: DeliveryDocument) => string>> = {
  turned_away: (status) => `turned away with ${status}, as it should be`,
  taken: (status) => `taken with ${status}: your program does not verify the signature as it should`,
  redirected: (status) => `answered ${status}, a redirect (to a login?): it was neither taken nor turned away`,
  failed: (status) => `answered ${status}: your program did not turn it away (400), it failed`,
  no_answer: () => 'not answered: nothing tells whether your program would turn it away',
  control_not_taken: (_, { status }) =>
    `The forged callback was not sent: its answer would show nothing while a genuine one is not taken.${
      status === 404 || status === 405 ? ' Is anything at this path?' : ''
    }`,
};

const answerLines = (answer = ''): string[] => (answer === '' ? [] : [`  ${answer.slice(0, 200)}`]);

/** One delivery of a storm. */
export const stressDeliveryLines: View<StressDelivery> = (delivery, style) => {
  const { kind, event, payment, repeat, status, reason, milliseconds, delivered } = delivery;
  const words = [kind.padEnd(10), event.padEnd(16), `payment ${payment + 1}`, repeat ? 'repeat' : '      '];
  const result = status === null ? style.bad(reason ?? '') : (delivered ? style.good : style.bad)(String(status));
  return [`${words.join('  ')}  ${result}${status === null ? '' : `  ${milliseconds} ms`}`];
};

/** How a handler stood a storm. */
export const stressLines: View<StressReport> = (report, style) => {
  const { sent, answered200, repeats, repeatsAnswered200, slowestMilliseconds, verdict, findings, warnings } = report;
  return [
    '',
    `${sent} sent, ${answered200} answered 200; of ${repeats} repeats ${repeatsAnswered200}. The slowest took ${slowestMilliseconds} ms.`,
    answered200 === sent ? 'Everything was answered 200.' : style.bad('Not everything was answered 200.'),
    ...findings.flatMap((finding) => wrapped(finding, 2).map(style.bad)),
    ...warnings.flatMap((warning) => wrapped(warning, 2).map(style.warn)),
    ...(verdict === 'idempotent' ? [style.good('Your records have each payment once.')] : []),
    ...(verdict === 'unknown' && answered200 > 0 ? unknownLines(report) : []),
  ];
};

const unknownLines = ({ payments, recorded }: StressReport): string[] => [
  ...wrapped(
    `Answers cannot tell whether the work was done once. Your own records must have each of these payments once: ${payments.join(', ')}`,
    0,
  ),
  ...(recorded === undefined ? wrapped('To have that checked, add --verify-url or --verify-command.', 0) : []),
];
