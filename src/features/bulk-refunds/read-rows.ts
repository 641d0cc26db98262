import type { RefundInput } from '#domain/bulk-refunds/plan-storage';
import {
  isPlannedRefund,
  type PlanRow,
  type SkippedRow,
  toPlannedAmount,
  toSkippedRow,
} from '#domain/bulk-refunds/refund-plan';
import { type RowRequirements, readRefundRow } from '#domain/bulk-refunds/rows/refund-row';
import { createFirstLineFinder, RepeatedPayments } from '#domain/bulk-refunds/rows/repeated-payments';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { checkDayLimit } from '#domain/refunds/profile-limits';
import { DAY_MS } from '#domain/time/duration';
import {
  type CheckContext,
  checkAgainstLedger,
  checkAgainstPlatform,
  explainSkip,
  NO_ANSWER,
  type RequestedRow,
  type RowCheck,
} from './check-payments.ts';

/** Rows of a file after the check of their format and of duplicates. */
type ReadRows = AsyncIterable<RequestedRow | SkippedRow>;

/**
 * Reads a whole file, and returns an iterable of its rows. A row that is not valid is skipped, and so is a row for a payment that
 * occurs earlier in the file.
 *
 * @throws {Failure} (usage) naming the line where the file cannot be read.
 */
export async function readRows(input: RefundInput, required: RowRequirements): Promise<ReadRows> {
  const payments = new RepeatedPayments();
  for await (const { cells } of input.rows()) {
    const refund = readRefundRow(cells, input.columns, required);
    if ('paymentId' in refund) payments.add(refund.paymentId);
  }
  return toReadRows(input, required, createFirstLineFinder(payments.find()));
}

async function* toReadRows(
  input: RefundInput,
  required: RowRequirements,
  findFirstLine: ReturnType<typeof createFirstLineFinder>,
): ReadRows {
  for await (const row of input.rows()) {
    const refund = readRefundRow(row.cells, input.columns, required);
    if ('reason' in refund) {
      yield toSkippedRow(row, refund);
      continue;
    }
    const firstLine = findFirstLine(refund.paymentId, row.line);
    if (firstLine === undefined) {
      yield { ...row, refund };
      continue;
    }
    const why = message('the payment is already in line {line}: each payment may occur once in a file', {
      line: String(firstLine),
    });
    yield toSkippedRow(row, { reason: 'duplicate', why }, refund);
  }
}

/**
 * Checks the rows that an earlier run has not checked, in order: by the ledger, by the platform's status unless the plan is made
 * offline, and by the daily limit.
 *
 * @throws {Failure} when the platform cannot be asked, or does not answer.
 */
export async function* checkRows(rows: ReadRows, check: RowCheck, context: CheckContext): AsyncGenerator<PlanRow> {
  const profile = await context.profile();
  const remaining = skipRows(rows, check.earlier.rows);
  const checked = check.basis.offline
    ? checkAgainstLedger(remaining, check, profile, context)
    : checkAgainstPlatform(remaining, check, profile, context);
  yield* stopWithoutAnswers(applyDayLimit(checked, check, profile, context));
}

async function* skipRows(rows: ReadRows, count: number): ReadRows {
  for await (const row of rows) if (row.row > count) yield row;
}

async function* applyDayLimit(
  rows: AsyncIterable<PlanRow>,
  { basis, earlier }: RowCheck,
  profile: EffectiveProfile,
  { ledger, clock }: CheckContext,
): AsyncGenerator<PlanRow> {
  if (profile.maxRefundPerDay === undefined) return yield* rows;
  const { refundedSince } = await (await ledger()).paymentHistory(basis.project, '');
  let refundedToday = earlier.totalMinor + (await refundedSince(clock.now() - DAY_MS, basis.currency));
  for await (const row of rows) {
    if (!isPlannedRefund(row)) {
      yield row;
      continue;
    }
    const refund = { paymentId: row.paymentId, amount: toPlannedAmount(row) };
    try {
      checkDayLimit(refund, { limits: profile, refundedToday });
      refundedToday += row.amountMinor;
      yield row;
    } catch (error) {
      yield toSkippedRow(row, explainSkip(error), refund);
    }
  }
}

/** Yields rows without an answer as skipped. Too many consecutive ones throw instead. */
async function* stopWithoutAnswers(rows: AsyncIterable<PlanRow>): AsyncGenerator<PlanRow> {
  let unanswered: SkippedRow[] = [];
  for await (const row of rows) {
    if (isPlannedRefund(row) || row.reason !== NO_ANSWER) {
      yield* unanswered;
      unanswered = [];
      yield row;
      continue;
    }
    unanswered.push(row);
    if (unanswered.length < MAX_UNANSWERED) continue;
    const values = { count: MAX_UNANSWERED, why: row.why };
    throw new Failure(
      EXIT.unavailable,
      NO_ANSWER,
      message('The platform did not answer {count} consecutive status requests. The last failure: {why}.', values),
    );
  }
  yield* unanswered;
}

/** Number of consecutive unanswered status requests after which the check stops. */
const MAX_UNANSWERED = 5;
