import { chunk, inInputOrder, mapConcurrently } from '#async/concurrent-map';
import { createRateLimiter } from '#async/rate-limiter';
import type { Context } from '#context';
import { checkNotApplied } from '#domain/bulk-refunds/applied-refunds';
import type { InputRow } from '#domain/bulk-refunds/plan-storage';
import {
  type PlanBasis,
  type PlannedRefund,
  type PlanRow,
  type PlanTotals,
  type SkippedRow,
  seenPayment,
  skippedRow,
} from '#domain/bulk-refunds/refund-plan';
import type { RefundRow } from '#domain/bulk-refunds/refund-row';
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
export interface RowCheck {
  readonly basis: PlanBasis;
  /** Totals of the rows that an earlier run has checked. */
  readonly earlier: PlanTotals;
  readonly concurrency: number;
  /** Maximum status requests per second; 0: no limit. */
  readonly rate: number;
}

/** A row that requests a refund and is the only row of its file for this payment. */
export type AskedRow = InputRow & { readonly wish: RefundRow };

/** Number of rows in one query of the ledger. */
const PAGE = 500;

/** Checks rows by the platform's status of their payments. The daily limit is not checked per row. */
export function checkAgainstPlatform(
  rows: AsyncIterable<AskedRow | SkippedRow>,
  { basis, earlier, concurrency, rate }: RowCheck,
  profile: EffectiveProfile,
  context: CheckContext,
): AsyncIterable<PlanRow> {
  const pace = createRateLimiter(rate, context);
  const { maxRefundPerDay: _, ...limited } = profile;
  const asking = { ...context, terminal: dedupeWarnings(context.terminal), show: () => {} };
  const judge = async (row: AskedRow | SkippedRow): Promise<PlanRow> => {
    if (!('wish' in row)) return row;
    const { wish } = row;
    const again = basis.again !== null;
    try {
      const past = await (await context.ledger()).paymentHistory(basis.project, wish.paymentId);
      if (!again) checkNotApplied(wish, past.intents);
      await pace(context.signal);
      const { card, state, view } = await prepareRefund({ ...wish, again }, limited, asking);
      return plannedRow(row, seenPayment(card, state), again ? view.intents : undefined);
    } catch (error) {
      return skippedRow(row, skipReason(error), wish);
    }
  };
  return inInputOrder(mapConcurrently(rows, concurrency, judge), earlier.rows + 1);
}

/** A payment that is checked only by the ledger. */
const UNSEEN: PaymentState = {
  paymentId: undefined,
  status: 'success',
  left: undefined,
  operations: [],
  error: undefined,
  asksForOtp: false,
};

/** Checks rows only by what the ledger knows about their payments. */
export async function* checkAgainstLedger(
  rows: AsyncIterable<AskedRow | SkippedRow>,
  { basis }: RowCheck,
  profile: EffectiveProfile,
  { ledger, clock }: CheckContext,
): AsyncGenerator<PlanRow> {
  const opened = await ledger();
  const isOwn = ({ project }: Intent): boolean => listProjectNames(basis.project).includes(project);
  const { maxRefundPerDay: _, ...limits } = profile;
  for await (const page of chunk(rows, PAGE)) {
    const asked = page.filter((row) => 'wish' in row);
    const pasts = await opened.intentsByPayment(
      basis.project,
      asked.map(({ wish }) => wish.paymentId),
    );
    const now = clock.now();
    const judge = (row: AskedRow, past: readonly Intent[]): PlanRow => {
      try {
        const again = basis.again !== null;
        if (!again) checkNotApplied(row.wish, past);
        const shown = past.map(({ id }) => id);
        const [elsewhere, own] = [past.filter((intent) => !isOwn(intent)), past.filter(isOwn)];
        const seen = { state: UNSEEN, signed: true, readAt: now, past: own, elsewhere, shown };
        checkRefundByLedger({ ...row.wish, again }, { ...seen, refundedToday: 0, limits, now });
        return plannedRow(row, null, again ? past : undefined);
      } catch (error) {
        return skippedRow(row, skipReason(error), row.wish);
      }
    };
    for (const row of page) yield 'wish' in row ? judge(row, pasts.get(row.wish.paymentId) ?? []) : row;
  }
}

/** @param repeatable intents that the plan may repeat with `--again` */
function plannedRow(
  { row, line, cells, wish }: AskedRow,
  seen: PlannedRefund['seen'],
  repeatable?: readonly Intent[],
): PlannedRefund {
  const { paymentId, amount, description = null } = wish;
  const { minor: amountMinor, currency } = amount;
  const intents = repeatable === undefined ? {} : { intents: repeatable.map(({ id }) => id) };
  return { row, line, verdict: 'refund', paymentId, amountMinor, currency, description, seen, ...intents, cells };
}

/** Returns why a row cannot be refunded. A failure that affects every row is rethrown. */
export function skipReason(error: unknown): Pick<SkippedRow, 'reason' | 'why'> {
  if (!(error instanceof Failure) || error.code === 'ledger_unavailable') throw error;
  const { exit, code } = error;
  const why = errorMessage(error);
  if (exit === EXIT.blocked || exit === EXIT.refused) return { reason: code, why };
  if (exit === EXIT.unavailable || exit === EXIT.unverified) return { reason: NO_ANSWER, why };
  throw error;
}

/** Reason code of a row for whose payment the platform gave no usable answer. */
export const NO_ANSWER = 'no_answer';
