import { mapConcurrently } from '#async/concurrent-map';
import type { Context } from '#context';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { View } from '#domain/terminal/terminal';

/** The result of one of several payments. */
export type OfPayment<Document extends object> = { readonly paymentId: string } & (
  | Document
  | { readonly error: { readonly code: string; readonly message: string; readonly exit: ExitCode } }
);

const CONCURRENCY = 4;

/** Exit codes by priority: for several payments the first one in this list is the exit code of the command. */
const WORST_FIRST: readonly ExitCode[] = [EXIT.credentials, EXIT.unverified, EXIT.refused, EXIT.pending];

/**
 * Processes several payments concurrently and prints each result when it is available. A failure does not stop the others.
 *
 * @param concurrency maximum number of concurrent payments
 * @returns the exit code of all: 0 when nothing failed
 */
export async function eachPayment<Document extends object>(
  ids: readonly string[],
  work: (paymentId: string) => Promise<Document>,
  view: View<OfPayment<Document>>,
  { terminal }: Pick<Context, 'terminal'>,
  concurrency = CONCURRENCY,
): Promise<ExitCode> {
  const exits = new Set<ExitCode>();
  const one = async (paymentId: string): Promise<OfPayment<Document>> => {
    try {
      return { paymentId, ...(await work(paymentId)) };
    } catch (error) {
      if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
      const { code, message, exit } = error;
      exits.add(exit);
      return { paymentId, error: { code, message, exit } };
    }
  };
  for await (const result of mapConcurrently(each(ids), concurrency, one)) terminal.emit(result, view);
  return WORST_FIRST.find((exit) => exits.has(exit)) ?? [...exits][0] ?? EXIT.done;
}

async function* each(ids: readonly string[]): AsyncGenerator<string> {
  yield* new Set(ids);
}
