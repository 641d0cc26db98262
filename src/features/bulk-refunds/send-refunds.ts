import { mapConcurrently } from '#async/concurrent-map';
import { createRateLimiter } from '#async/rate-limiter';
import type { Context } from '#context';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import type { PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { isNotRefunded, isToSend } from '#domain/bulk-refunds/row-outcome';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import type { RefundRowDocument } from '#schemas/document-types';
import {
  createRefundWorker,
  type PreflightResult,
  type RefundWorkerContext,
  type SendResult,
} from './refund-worker.ts';
import { knownRows, rowDocument } from './row-state.ts';

/** Options for sending refunds. */
export interface SendOptions {
  /** Maximum number of concurrent refunds. */
  readonly concurrency: number;
  /** Maximum number per second; 0: no limit. */
  readonly rate: number;
  /** Number of consecutive refused, unknown or unsent rows that stops the batch; 0: never. */
  readonly stopAfter: number;
  /** Reason for resending rows that the platform has not shown; undefined: they are not resent. */
  readonly again?: string | undefined;
}

export type SendContext = RefundWorkerContext &
  Pick<Context, 'signal'> & {
    /** Called with the result of each row. */
    readonly tellRow: (row: RefundRowDocument) => void;
  };

/**
 * Sends the remaining rows of a plan, each once, and only when its payment has not changed since the plan was
 * made. Payments are read while others are refunded. A failed row does not stop the others; too many do.
 *
 * @returns why the batch was stopped early; all requests have ended then
 */
export async function sendRefunds(
  plan: PlanFile,
  options: SendOptions,
  context: SendContext,
): Promise<Failure | undefined> {
  const { signal, terminal } = context;
  const desk = await createRefundWorker(plan.header, { ...context, terminal: dedupeWarnings(terminal) }, options.again);
  const pace = createRateLimiter(options.rate, context);
  const ended = new AbortController();
  const whileSending = AbortSignal.any([signal, ended.signal]);
  // The rate limiter comes first, so that the status is fresh when the refund is sent.
  const look = async (row: PlannedRefund) => {
    await pace(whileSending);
    return desk.look(row);
  };
  const looks = mapConcurrently(rowsToSend(plan, options, context), options.concurrency, look);
  const checkStreak = stopRule(options.stopAfter);
  const rows = new Set<Promise<void>>();
  let stopped: { readonly by: unknown } | undefined;
  const stop = (error: unknown) => {
    stopped ??= { by: error };
    ended.abort(error);
  };

  const refund = async (looked: PreflightResult, onAccepted: () => void) => {
    const sent = await desk.send(looked, onAccepted);
    context.tellRow(rowDocument(sent.known, plan.header));
    checkStreak(sent);
  };
  /** Resolves when the next row may start: after this one was accepted. The records of both then share one disk flush. */
  const begin = (looked: PreflightResult) =>
    new Promise<void>((resolve) => {
      const row = refund(looked, resolve)
        .catch(stop)
        .finally(() => {
          rows.delete(row);
          resolve();
        });
      rows.add(row);
    });
  const work = async () => {
    for await (const looked of looks) {
      signal.throwIfAborted();
      if (stopped !== undefined) return;
      await begin(looked);
    }
  };
  const onInterrupt = () => {
    const count = [...(context.inFlight ?? [])].filter(({ state }) => state === 'sending').length;
    if (count > 0)
      terminal.note(`No new refund starts. Waiting for ${count} in progress. Ctrl-C again lists them and exits.`);
  };
  signal.addEventListener('abort', onInterrupt, { once: true });
  await Promise.all(Array.from({ length: options.concurrency }, () => work().catch(stop)));
  await Promise.all(rows);
  signal.removeEventListener('abort', onInterrupt);
  ended.abort();
  if (stopped === undefined) return undefined;
  if (stopped.by instanceof Failure) return stopped.by;
  throw stopped.by;
}

async function* rowsToSend(
  plan: PlanFile,
  { again }: Pick<SendOptions, 'again'>,
  context: Pick<Context, 'ledger'>,
): AsyncGenerator<PlannedRefund> {
  for await (const { row, outcome } of knownRows(plan, context)) {
    if (row.verdict === 'refund' && isToSend(outcome, again !== undefined)) yield row;
  }
}

/** Throws after `stopAfter` consecutive rows that were refused, unknown or not sent. Blocked rows do not count. */
function stopRule(stopAfter: number): (sent: SendResult) => void {
  let inARow = 0;
  let unknown = 0;
  return ({ known, failure }) => {
    if (known.outcome === 'held') return;
    inARow = failure === undefined ? 0 : inARow + 1;
    if (failure === undefined) unknown = 0;
    else if (!isNotRefunded(known.outcome)) unknown += 1;
    if (failure === undefined || inARow !== stopAfter) return;
    const message = `Stopped: ${streakText(inARow, unknown)}. The last failure: ${failure.message}`;
    throw new Failure(EXIT.batch, 'stopped', message);
  };
}

/** Says of consecutive rows without success how many were not refunded, and of how many that is not known. */
function streakText(inARow: number, unknown: number): string {
  const rows = `${inARow} consecutive rows`;
  if (unknown === 0) return `${rows} were not refunded`;
  if (unknown === inARow) return `the outcome of ${rows} is not known`;
  return `of ${rows} ${inARow - unknown} were not refunded, and the outcome of ${unknown} is not known`;
}
