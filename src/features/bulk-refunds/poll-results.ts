import { mapConcurrently } from '#async/concurrent-map';
import { createDeadline } from '#async/deadline';
import { createRateLimiter } from '#async/rate-limiter';
import type { RateLimits } from '#cli/rate-options';
import type { Context } from '#context';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import { isPlannedRefund, type PlannedRefund } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import { DEFAULT_DEADLINE_MS } from '#domain/time/default-timeouts';
import { fetchStatus } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';
import { readRowStates } from './row-state.ts';

/** Exit codes that stop the polling: another request would fail in the same way. */
const ENDING: ReadonlySet<number> = new Set([EXIT.interrupted, EXIT.credentials, EXIT.unverified]);

/**
 * Polls the platform for the results of the accepted refunds of a plan, until each has a result
 * or the deadline has expired. The results are stored in the ledger.
 */
export async function pollResults(
  plan: CheckedPlan,
  limits: RateLimits & { readonly deadlineMilliseconds: number | undefined },
  context: Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'signal' | 'terminal'>,
): Promise<void> {
  const { clock, signal } = context;
  const { concurrency, rate, deadlineMilliseconds = DEFAULT_DEADLINE_MS } = limits;
  const [gate, profile] = await Promise.all([context.gate(), context.profile()]);
  const deadline = createDeadline(deadlineMilliseconds, clock);
  const bounded = deadline.bound(gate);
  const waitForTurn = createRateLimiter(rate, context);
  const quiet = { ...context, terminal: dedupeWarnings(context.terminal) };
  const pollRow = async ({ paymentId }: PlannedRefund) => {
    await waitForTurn(signal);
    if (deadline.remaining() === 0) return;
    try {
      await recordStatus(await fetchStatus(paymentId, bounded, quiet), profile, quiet);
    } catch (error) {
      // The next round asks again.
      if (!(error instanceof Failure) || ENDING.has(error.exit)) throw error;
    }
  };
  await context.terminal.withSpinner(message('waiting for the results'), async (say) => {
    for (;;) {
      const accepted = await countAccepted(plan, context);
      const remaining = deadline.remaining();
      if (accepted === 0 || remaining === 0) return;
      say(message('waiting for {count} results', { count: accepted }));
      // The platform must not be asked immediately.
      await clock.sleep(Math.min(remaining, profile.statusDelaySeconds * 1000), signal);
      for await (const _ of mapConcurrently(acceptedRows(plan, context), concurrency, pollRow)) signal.throwIfAborted();
    }
  });
}

async function* acceptedRows(plan: CheckedPlan, context: Pick<Context, 'ledger'>): AsyncGenerator<PlannedRefund> {
  for await (const { row, outcome } of readRowStates(plan, context)) {
    if (isPlannedRefund(row) && outcome === 'accepted') yield row;
  }
}

async function countAccepted(plan: CheckedPlan, context: Pick<Context, 'ledger'>): Promise<number> {
  let count = 0;
  for await (const _ of acceptedRows(plan, context)) count += 1;
  return count;
}
