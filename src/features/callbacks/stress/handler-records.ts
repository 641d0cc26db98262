import { withDeadline } from '#async/deadline';
import type { Context } from '#context';
import { quotedWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { RecordedPayment } from '#schemas/document-types';

/** Placeholder of the payment id in `--verify-url` and `--verify-command`. */
export const PAYMENT_PLACE = '{payment}';

/** Source of the handler's own records: a URL or a shell command. */
export type RecordsSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'command'; readonly line: string };

type RecordsContext = Pick<Context, 'clock' | 'deliverCallback' | 'shellResult' | 'signal'>;

/** Asks the handler's own records about each payment, one after the other. An answer that is not a whole number is ignored. */
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

/** Returns the answer; empty when there is none. */
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
