import { withDeadline } from '#async/with-deadline';
import type { Context } from '#context';
import type { RecordedPayment } from '#domain/documents';
import { quotedWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';

/** Stands for the payment id in a URL or a shell line that asks for the records of one payment. */
export const PAYMENT_PLACE = '{payment}';

/** Where a handler's own records can be asked how often they have a payment. */
export type RecordsSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'command'; readonly line: string };

type RecordsContext = Pick<Context, 'clock' | 'deliverCallback' | 'shellResult' | 'signal'>;

/** Asks a handler's own records about each payment, one after the other. What is not a whole number tells nothing. */
export async function recordedPayments(
  payments: readonly string[],
  source: RecordsSource,
  timeoutMilliseconds: number,
  context: RecordsContext,
): Promise<RecordedPayment[]> {
  const recorded: RecordedPayment[] = [];
  for (const payment of payments) {
    const text = await answerOf(payment, source, timeoutMilliseconds, context);
    recorded.push({ payment, times: /^\d{1,9}$/.test(text) ? Number(text) : null });
  }
  return recorded;
}

/** Empty when there is no answer. */
async function answerOf(
  payment: string,
  source: RecordsSource,
  timeoutMilliseconds: number,
  context: RecordsContext,
): Promise<string> {
  const { deliverCallback, shellResult, signal } = context;
  if (source.kind === 'command') {
    const line = source.line.replaceAll(PAYMENT_PLACE, quotedWord(payment));
    const late = new Failure(EXIT.unavailable, 'command_late', 'The command took too long.');
    const run = withDeadline(timeoutMilliseconds, late, context, (limit) => shellResult(line, limit));
    const result = await run.catch(() => undefined);
    signal.throwIfAborted();
    return result?.exit === 0 ? result.out.trim() : '';
  }
  const url = source.url.replaceAll(PAYMENT_PLACE, encodeURIComponent(payment));
  const { status, answer } = await deliverCallback({
    ...{ method: 'GET', url, text: '', headers: [], timeoutMilliseconds, signal },
  });
  signal.throwIfAborted();
  return status === 200 ? answer.trim() : '';
}
