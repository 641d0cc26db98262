import { mapConcurrently } from '#async/concurrent-map';
import { createRateLimiter } from '#async/rate-limiter';
import type { RateLimits } from '#cli/rate-options';
import type { Context } from '#context';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import { isPlannedRefund, type PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { isNotRefunded, isToSend } from '#domain/bulk-refunds/row-outcome';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, type Message, message } from '#domain/language/message';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import { readRowStates, toRowDocument } from '#features/bulk-refunds/row-state';
import type { RefundRowDocument } from '#schemas/document-types';
import {
  createRefundWorker,
  type PreflightResult,
  type RefundWorkerContext,
  type SendResult,
} from './refund-worker.ts';
import { createSendSlots, type SendSlot } from './send-slots.ts';

/** Options for sending refunds. */
export interface SendOptions extends RateLimits {
  /** Number of consecutive refused, unknown or unsent rows that stops the batch; 0: never. */
  readonly stopAfter: number;
  /** Reason for resending rows that the platform has not shown; undefined: they are not resent. */
  readonly resendReason?: string | undefined;
}

export type SendContext = RefundWorkerContext &
  Pick<Context, 'signal'> & {
    /** Called with the result of each row. */
    readonly showRow: (row: RefundRowDocument) => void;
  };

/**
 * Sends the remaining rows of a plan, each once, and only when its payment has not changed since the plan was
 * made. Payments are read while others are refunded. A failed row does not stop the others; too many do.
 *
 * @returns the failure that stopped the batch early; all requests have ended then
 */
export async function sendRefunds(
  plan: CheckedPlan,
  options: SendOptions,
  context: SendContext,
): Promise<Failure | undefined> {
  const { signal, terminal } = context;
  const { concurrency, rate, stopAfter, resendReason } = options;
  const quiet = { ...context, terminal: dedupeWarnings(terminal) };
  const worker = await createRefundWorker(plan.header, quiet, resendReason);
  const waitForTurn = createRateLimiter(rate, context);
  const ended = new AbortController();
  const whileSending = AbortSignal.any([signal, ended.signal]);
  const createSlot = createSendSlots(concurrency, { ...context, signal: whileSending });
  // The rate limiter comes first, so that the status is fresh when the refund is sent.
  const preflight = async (row: PlannedRefund) => {
    await waitForTurn(whileSending);
    return worker.preflight(row);
  };
  // Some more are checked than sent: a checked row is ready when an earlier one ends, though its own check takes as long.
  const ahead = Math.floor(concurrency / 4);
  const checks = concurrency + 2 * ahead;
  const checkedRows = mapConcurrently(rowsToSend(plan, options, context), checks, preflight);
  const checkStreak = createStreakCheck(stopAfter);
  const inProgress = new Set<Promise<void>>();
  /** Why rows were not sent, each said once. */
  const reasons = new Set<string>();
  let stopped: { readonly by: unknown } | undefined;
  const stop = (error: unknown) => {
    stopped ??= { by: error };
    ended.abort(error);
  };

  const refund = async (checked: PreflightResult, slot: SendSlot, onAccepted: () => void) => {
    await slot.mayRecord();
    const sent = await worker.send(checked, { waitToSend: slot.maySend, onAccepted });
    const { state, failure } = sent;
    const document = toRowDocument(state, plan.header);
    // Nothing was recorded of a row whose payment could not be read: only this says why it was not sent.
    const why = state.intent === undefined ? failure?.text : undefined;
    if (why !== undefined && !reasons.has(String(why))) {
      reasons.add(String(why));
      terminal.warn(joinTexts([checked.row.paymentId, why], ': '));
    }
    context.showRow(why === undefined ? document : { ...document, reason: String(why) });
    checkStreak(sent);
  };
  /** Resolves when the next row may start: after this one was accepted. The records of both then share one disk flush. */
  const start = (checked: PreflightResult) =>
    new Promise<void>((resolve) => {
      const slot = createSlot();
      const next = (isAnswered: boolean) => {
        slot.release(isAnswered);
        resolve();
      };
      const row = refund(checked, slot, () => next(true))
        .catch(stop)
        .finally(() => {
          inProgress.delete(row);
          next(false);
        });
      inProgress.add(row);
    });
  const sendInTurn = async () => {
    for await (const checked of checkedRows) {
      signal.throwIfAborted();
      if (stopped !== undefined) return;
      await start(checked);
    }
  };
  const onInterrupt = () => {
    const count = [...(context.inFlight ?? [])].filter(({ state }) => state === 'sending').length;
    if (count > 0)
      terminal.note(
        message('No new refund starts. Waiting for {count} in progress. Ctrl-C again lists them and exits.', { count }),
      );
  };
  signal.addEventListener('abort', onInterrupt, { once: true });
  await Promise.all(Array.from({ length: concurrency + ahead }, () => sendInTurn().catch(stop)));
  await Promise.all(inProgress);
  signal.removeEventListener('abort', onInterrupt);
  ended.abort();
  if (stopped === undefined) return undefined;
  if (stopped.by instanceof Failure) return stopped.by;
  throw stopped.by;
}

async function* rowsToSend(
  plan: CheckedPlan,
  { resendReason }: Pick<SendOptions, 'resendReason'>,
  context: Pick<Context, 'ledger'>,
): AsyncGenerator<PlannedRefund> {
  for await (const { row, outcome } of readRowStates(plan, context)) {
    if (isPlannedRefund(row) && isToSend(outcome, resendReason !== undefined)) yield row;
  }
}

/** Returns a check that throws after `stopAfter` consecutive rows that were not accepted. Blocked rows do not count. */
function createStreakCheck(stopAfter: number): (sent: SendResult) => void {
  let failed = 0;
  let unknown = 0;
  return ({ state, failure }) => {
    if (state.outcome === 'held') return;
    if (failure === undefined) {
      failed = 0;
      unknown = 0;
      return;
    }
    failed += 1;
    if (!isNotRefunded(state.outcome)) unknown += 1;
    if (failed !== stopAfter) return;
    const values = { streak: describeStreak(failed, unknown), failure: failure.text };
    throw new Failure(EXIT.batch, 'stopped', message('Stopped: {streak}. The last failure: {failure}', values));
  };
}

/** Says how many consecutive rows were not refunded, and of how many that is not known. */
function describeStreak(failed: number, unknown: number): Message {
  if (unknown === 0) return message('{rows} consecutive rows were not refunded', { rows: failed });
  if (unknown === failed) return message('the outcome of {rows} consecutive rows is not known', { rows: failed });
  return message('of {rows} consecutive rows {failed} were not refunded, and the outcome of {unknown} is not known', {
    rows: failed,
    failed: failed - unknown,
    unknown,
  });
}
