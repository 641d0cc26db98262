import { mapConcurrently } from '#async/concurrent-map';
import type { Context } from '#context';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { View } from '#domain/terminal/terminal';

/** Result of one of several payments. */
export type PaymentResult<Document extends object> = { readonly paymentId: string } & (
  | Document
  | { readonly error: { readonly code: string; readonly message: string; readonly exit: ExitCode } }
);

const CONCURRENCY = 4;

/** Exit codes by priority: the command ends with the first one that occurred. */
const EXIT_PRIORITY: readonly ExitCode[] = [EXIT.credentials, EXIT.unverified, EXIT.refused, EXIT.pending];

/**
 * Processes several payments concurrently and prints each result when it is available. A failure does not stop the others.
 *
 * @param concurrency maximum number of concurrent payments
 * @returns the exit code of all: 0 when nothing failed
 */
export async function eachPayment<Document extends object>(
  ids: readonly string[],
  work: (paymentId: string) => Promise<Document>,
  view: View<PaymentResult<Document>>,
  { terminal }: Pick<Context, 'terminal'>,
  concurrency = CONCURRENCY,
): Promise<ExitCode> {
  const exits = new Set<ExitCode>();
  const one = async (paymentId: string): Promise<PaymentResult<Document>> => {
    try {
      return { paymentId, ...(await work(paymentId)) };
    } catch (error) {
      if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
      const { code, message, exit } = error;
      exits.add(exit);
      return { paymentId, error: { code, message, exit } };
    }
  };
  for await (const result of mapConcurrently(unique(ids), concurrency, one)) terminal.emit(result, view);
  return EXIT_PRIORITY.find((exit) => exits.has(exit)) ?? [...exits][0] ?? EXIT.done;
}

async function* unique(ids: readonly string[]): AsyncGenerator<string> {
  yield* new Set(ids);
}
