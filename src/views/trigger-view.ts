import type { DeliveryDocument, StormDelivery, StormReport } from '../domain/documents.ts';
import { aboutForgery, type ForgeryKind, turnedAway } from '../domain/forged-callback.ts';
import type { View } from '../domain/terminal.ts';
import { deliveryLine } from './callback-view.ts';
import { wrapped } from './columns.ts';

/** A callback that was made: as text to be piped on, or what came of sending it. */
export const triggeredLines: View<
  { readonly event: string; readonly paymentId: string; readonly text: string } & Partial<
    DeliveryDocument & { readonly invalid: ForgeryKind; readonly answer: string }
  >
> = (data, style, exact) => {
  const { event, paymentId, invalid, to, status = null, reason = null, milliseconds = 0, at = '' } = data;
  if (to === undefined) return [exact.text];
  const forged = invalid === undefined ? [] : [style.warn(`  forged: ${invalid}, ${aboutForgery(invalid)}`)];
  const lines = [`${event} ${style.bold(paymentId)}`, ...forged];
  if (invalid === undefined || status === null) {
    const delivery = { to, at, status, reason, milliseconds, delivered: data.delivered === true };
    return [...lines, deliveryLine(delivery, style), ...answerLines(data.answer)];
  }
  const verdict = turnedAway(status)
    ? style.good(`  turned away with ${status}, as it should be`)
    : style.bad(
        status === 200
          ? '  taken with 200: your program does not verify the signature as it should'
          : `  answered ${status}: your program did not turn it away (400), it failed`,
      );
  return [...lines, verdict, ...answerLines(data.answer)];
};

const answerLines = (answer = ''): string[] => (answer === '' ? [] : [`  ${answer.slice(0, 200)}`]);

/** One delivery of a storm. */
export const stormDeliveryLines: View<StormDelivery> = (delivery, style) => {
  const { kind, event, payment, repeat, status, reason, milliseconds, delivered } = delivery;
  const words = [kind.padEnd(10), event.padEnd(16), `payment ${payment + 1}`, repeat ? 'repeat' : '      '];
  const result = status === null ? style.bad(reason ?? '') : (delivered ? style.good : style.bad)(String(status));
  return [`${words.join('  ')}  ${result}${status === null ? '' : `  ${milliseconds} ms`}`];
};

const IN_BOOKS = 'Answers do not tell all. In your own books each of these payments must be there once:';

/** How a handler stood a storm. */
export const stormLines: View<StormReport> = (report, style) => {
  const { sent, answered200, repeats, repeatsAnswered200, slowestMilliseconds, idempotent, findings, payments } =
    report;
  return [
    '',
    `${sent} sent, ${answered200} answered 200; of ${repeats} repeats ${repeatsAnswered200}. The slowest took ${slowestMilliseconds} ms.`,
    answered200 === sent
      ? (idempotent ? style.good : style.warn)(
          'Everything was answered 200, however often and in whatever order it came.',
        )
      : style.bad('Not everything was answered 200.'),
    ...findings.flatMap((finding) => wrapped(finding, 2).map(style.warn)),
    ...(answered200 === 0 ? [] : wrapped(`${IN_BOOKS} ${payments.join(', ')}`, 0)),
  ];
};
