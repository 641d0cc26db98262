import { DuplicateIndex } from '#domain/bulk-refunds/duplicate-index';
import type { InputRow, RefundInput } from '#domain/bulk-refunds/plan-storage';
import { type PlanRow, type SkippedRow, skippedRow } from '#domain/bulk-refunds/refund-plan';
import { readRefundRow } from '#domain/bulk-refunds/refund-row';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { comparablePaymentId } from '#domain/payments/payment-id';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { checkDayLimit } from '#domain/refunds/refund-rules';
import { DAY_MS } from '#domain/time/duration';
import {
  type AskedRow,
  type CheckContext,
  checkAgainstLedger,
  checkAgainstPlatform,
  NO_ANSWER,
  type RowCheck,
  skipReason,
} from './check-payments.ts';

/** Number of consecutive unanswered status requests after which the check stops. */
const MAX_UNANSWERED = 5;

/**
 * Checks each row, in order: its format, duplicates, the ledger, and unless the plan is
 * made offline, the platform's status.
 *
 * @throws {Failure} when the platform cannot be asked, or does not answer.
 */
export async function* checkRows(
  input: RefundInput,
  judgement: RowCheck,
  context: CheckContext,
): AsyncGenerator<PlanRow> {
  const profile = await context.profile();
  const rows = askedRows(input, judgement, profile);
  const judged = judgement.basis.offline
    ? checkAgainstLedger(rows, judgement, profile, context)
    : checkAgainstPlatform(rows, judgement, profile, context);
  yield* answeredRows(withinDayLimit(judged, judgement, profile, context));
}

/** Yields the rows that request a refund, and skipped rows for duplicates and invalid rows. */
async function* askedRows(
  input: RefundInput,
  { basis, earlier }: RowCheck,
  { projectId }: EffectiveProfile,
): AsyncGenerator<AskedRow | SkippedRow> {
  const place = { projectId, currency: basis.currency };
  const lines = new DuplicateIndex();
  for await (const row of input.rows()) {
    const asked = askedRow(row, readRow(row, input, place), lines);
    if (row.row > earlier.rows) yield asked;
  }
}

const readRow = ({ flaw, cells }: InputRow, { columns }: RefundInput, place: Parameters<typeof readRefundRow>[2]) =>
  flaw === undefined ? readRefundRow(cells, columns, place) : ({ reason: 'malformed', why: flaw } as const);

/** @param lines line of each payment; the platform compares ids case-insensitively */
function askedRow(row: InputRow, read: ReturnType<typeof readRefundRow>, lines: DuplicateIndex): AskedRow | SkippedRow {
  if ('reason' in read) return skippedRow(row, read);
  const first = lines.add(comparablePaymentId(read.paymentId), row.line);
  if (first === undefined) return { ...row, wish: read };
  const why = `the payment is already in line ${first}: each payment may occur once in a file`;
  return skippedRow(row, { reason: 'duplicate', why }, read);
}

async function* withinDayLimit(
  rows: AsyncIterable<PlanRow>,
  { basis, earlier }: RowCheck,
  profile: EffectiveProfile,
  { ledger, clock }: CheckContext,
): AsyncGenerator<PlanRow> {
  if (profile.maxRefundPerDay === undefined) return yield* rows;
  const { refundedSince } = await (await ledger()).paymentHistory(basis.project, '');
  let refundedToday = earlier.totalMinor + (await refundedSince(clock.now() - DAY_MS, basis.currency));
  for await (const row of rows) {
    if (row.verdict === 'skip') {
      yield row;
      continue;
    }
    const { paymentId, amountMinor: minor, currency } = row;
    try {
      checkDayLimit({ paymentId, amount: { minor, currency } }, { limits: profile, refundedToday });
      refundedToday += minor;
      yield row;
    } catch (error) {
      yield skippedRow(row, skipReason(error), { paymentId, amount: { minor, currency }, description: undefined });
    }
  }
}

/** Yields rows without an answer as skipped. Too many consecutive ones throw instead. */
async function* answeredRows(rows: AsyncIterable<PlanRow>): AsyncGenerator<PlanRow> {
  let unanswered: SkippedRow[] = [];
  for await (const row of rows) {
    if (row.verdict === 'skip' && row.reason === NO_ANSWER) {
      unanswered.push(row);
      if (unanswered.length < MAX_UNANSWERED) continue;
      const message = `The platform did not answer ${unanswered.length} consecutive status requests. The last failure: ${row.why}.`;
      throw new Failure(EXIT.unavailable, NO_ANSWER, message);
    }
    yield* unanswered;
    unanswered = [];
    yield row;
  }
  yield* unanswered;
}
