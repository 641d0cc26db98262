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

/** A platform that leaves so many questions in a row unanswered is asked no more. */
const MAX_UNANSWERED = 5;

/**
 * What is to become of each row, in order: its form, duplicates, the ledger's word, and unless the plan is
 * made offline the platform's.
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

/** Rows that ask for a refund, and those that can be seen not to do so for what they are. */
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

/** @param lines where each payment stands; the platform compares ids without regard to case */
function askedRow(row: InputRow, read: ReturnType<typeof readRefundRow>, lines: DuplicateIndex): AskedRow | SkippedRow {
  if ('reason' in read) return skippedRow(row, read);
  const first = lines.add(comparablePaymentId(read.paymentId), row.line);
  if (first === undefined) return { ...row, wish: read };
  const why = `the payment stands in line ${first} already: a payment stands in a file once`;
  return skippedRow(row, { reason: 'duplicate', why }, read);
}

async function* withinDayLimit(
  rows: AsyncIterable<PlanRow>,
  { basis, earlier }: RowCheck,
  profile: EffectiveProfile,
  { ledger, clock }: CheckContext,
): AsyncGenerator<PlanRow> {
  if (profile.maxRefundPerDay === undefined) return yield* rows;
  const { refundedSince } = await (await ledger()).past(basis.project, '');
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

/** Rows without an answer are skipped; when there are too many in a row, none of these is. */
async function* answeredRows(rows: AsyncIterable<PlanRow>): AsyncGenerator<PlanRow> {
  let unanswered: SkippedRow[] = [];
  for await (const row of rows) {
    if (row.verdict === 'skip' && row.reason === NO_ANSWER) {
      unanswered.push(row);
      if (unanswered.length < MAX_UNANSWERED) continue;
      const message = `The platform has left ${unanswered.length} questions in a row unanswered. The last time: ${row.why}.`;
      throw new Failure(EXIT.unavailable, NO_ANSWER, message);
    }
    yield* unanswered;
    unanswered = [];
    yield row;
  }
  yield* unanswered;
}
