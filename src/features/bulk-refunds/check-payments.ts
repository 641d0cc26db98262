import { chunk, inInputOrder, mapConcurrently } from '#async/concurrent-map';
import { createRateLimiter } from '#async/rate-limiter';
import type { RateLimits } from '#cli/rate-options';
import type { Context } from '#context';
import type { InputRow } from '#domain/bulk-refunds/plan-storage';
import type { PlanTotals } from '#domain/bulk-refunds/plan-totals';
import {
  type PlanBasis,
  type PlannedRefund,
  type PlanRow,
  type SkippedRow,
  toSkippedRow,
} from '#domain/bulk-refunds/refund-plan';
import { checkNotApplied } from '#domain/bulk-refunds/refunds-of-earlier-plans';
import type { RefundRow } from '#domain/bulk-refunds/rows/refund-row';
import { toSeenPayment } from '#domain/bulk-refunds/seen-payment';
import { EXIT } from '#domain/errors/exit-codes';
import { errorMessage, Failure } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import type { PaymentState } from '#domain/payments/payment-state';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { listProjectNames } from '#domain/profiles/project';
import { checkRefundByLedger } from '#domain/refunds/refund-rules';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import { prepareRefund } from '#features/refunds/prepare-refund';

/** The parts of the context that the check of rows uses. */
export type CheckContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'terminal' | 'clock' | 'signal'>;

/** Options for the check of the rows of a file. */
export interface RowCheck extends RateLimits {
  readonly basis: PlanBasis;
  /** Totals of the rows that an earlier run has checked. */
  readonly earlier: PlanTotals;
}

/** A row that requests a refund and is the first row of its file for this payment. */
export type RequestedRow = InputRow & { readonly refund: RefundRow };

/** Checks rows by the platform's status of their payments. The daily limit is checked later, in the order of the rows. */
export function checkAgainstPlatform(
  rows: AsyncIterable<RequestedRow | SkippedRow>,
  { basis, earlier, concurrency, rate }: RowCheck,
  profile: EffectiveProfile,
  context: CheckContext,
): AsyncIterable<PlanRow> {
  const waitForTurn = createRateLimiter(rate, context);
  const { maxRefundPerDay: _, ...limits } = profile;
  const silent = { ...context, terminal: dedupeWarnings(context.terminal), show: () => {} };
  const again = basis.again !== null;
  const check = async (row: RequestedRow | SkippedRow): Promise<PlanRow> => {
    if (!('refund' in row)) return row;
    const { refund } = row;
    try {
      const { intents } = await (await context.ledger()).paymentHistory(basis.project, refund.paymentId);
      if (!again) checkNotApplied(refund, intents);
      await waitForTurn(context.signal);
      const { preview, state, view } = await prepareRefund({ ...refund, again }, limits, silent);
      return toPlannedRefund(row, toSeenPayment(preview, state), again ? view.intents : undefined);
    } catch (error) {
      return toSkippedRow(row, explainSkip(error), refund);
    }
  };
  return inInputOrder(mapConcurrently(rows, concurrency, check), earlier.rows + 1);
}

/** A payment that is checked only by the ledger. */
const UNREAD_PAYMENT: PaymentState = {
  paymentId: undefined,
  status: 'success',
  left: undefined,
  operations: [],
  error: undefined,
  asksForOtp: false,
};

/** Number of rows in one query of the ledger. */
const QUERY_ROWS = 500;

/** Checks rows only by the ledger's intents of their payments. */
export async function* checkAgainstLedger(
  rows: AsyncIterable<RequestedRow | SkippedRow>,
  { basis }: RowCheck,
  profile: EffectiveProfile,
  { ledger, clock }: CheckContext,
): AsyncGenerator<PlanRow> {
  const opened = await ledger();
  const projects = listProjectNames(basis.project);
  const { maxRefundPerDay: _, ...limits } = profile;
  const again = basis.again !== null;
  const check = ({ refund, ...row }: RequestedRow, intents: readonly Intent[], now: number): PlanRow => {
    const { paymentId, amount } = refund;
    try {
      if (!again) checkNotApplied(refund, intents);
      checkRefundByLedger(
        { paymentId, amount, again },
        {
          state: UNREAD_PAYMENT,
          signed: true,
          readAt: now,
          history: intents.filter(({ project }) => projects.includes(project)),
          elsewhere: intents.filter(({ project }) => !projects.includes(project)),
          shown: intents.map(({ id }) => id),
          refundedToday: 0,
          limits,
          now,
        },
      );
      return toPlannedRefund({ ...row, refund }, null, again ? intents : undefined);
    } catch (error) {
      return toSkippedRow(row, explainSkip(error), refund);
    }
  };
  for await (const some of chunk(rows, QUERY_ROWS)) {
    const paymentIds = some.flatMap((row) => ('refund' in row ? row.refund.paymentId : []));
    const intents = await opened.intentsByPayment(basis.project, paymentIds);
    const now = clock.now();
    for (const row of some) yield 'refund' in row ? check(row, intents.get(row.refund.paymentId) ?? [], now) : row;
  }
}

/** @param repeatable intents that the plan may repeat with `--again` */
function toPlannedRefund(
  { row, line, cells, refund }: RequestedRow,
  seen: PlannedRefund['seen'],
  repeatable?: readonly Intent[],
): PlannedRefund {
  const { paymentId, amount, description = null } = refund;
  const intents = repeatable === undefined ? {} : { intents: repeatable.map(({ id }) => id) };
  const { minor: amountMinor, currency } = amount;
  return { row, line, verdict: 'refund', paymentId, amountMinor, currency, description, seen, ...intents, cells };
}

/** Reason code of a row for whose payment the platform gave no usable answer. */
export const NO_ANSWER = 'no_answer';

/** Returns why a row cannot be refunded. A failure that affects every row is rethrown. */
export function explainSkip(error: unknown): Pick<SkippedRow, 'reason' | 'why'> {
  if (!(error instanceof Failure) || error.code === 'ledger_unavailable') throw error;
  const { exit, code } = error;
  const why = errorMessage(error);
  if (exit === EXIT.blocked || exit === EXIT.refused) return { reason: code, why };
  if (exit === EXIT.unavailable || exit === EXIT.unverified) return { reason: NO_ANSWER, why };
  throw error;
}
