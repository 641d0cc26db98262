import type { Context } from '../context.ts';
import { DAY_MS } from '../domain/earlier-refunds.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { FirstLines } from '../domain/first-lines.ts';
import type { Intent } from '../domain/intent.ts';
import type { PaymentState } from '../domain/payment-state.ts';
import type { EffectiveProfile } from '../domain/profile.ts';
import type { InputRow, RefundInput } from '../domain/refund-files.ts';
import {
  type PlanBasis,
  type PlannedRefund,
  type PlanRow,
  type PlanTotals,
  type SkippedRow,
  seenPayment,
  skippedRow,
} from '../domain/refund-plan.ts';
import { type RefundRow, readRefundRow } from '../domain/refund-row.ts';
import { checkDayLimit, checkRefund } from '../domain/refund-rules.ts';
import { inOrder, inPages, inParallel } from './in-parallel.ts';
import { createPace } from './pace.ts';
import { safeRefund } from './safe-refund.ts';
import { warningOnce } from './warning-once.ts';

/** What judging rows touches. */
export type JudgeContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'terminal' | 'clock' | 'signal'>;

/** How the rows of a file are to be judged. */
export interface Judgement {
  readonly basis: PlanBasis;
  /** What an earlier run has judged. */
  readonly earlier: PlanTotals;
  readonly concurrency: number;
  /** Payments asked about in a second; 0 is no limit. */
  readonly rate: number;
}

/** A platform that leaves so many questions in a row unanswered is asked no more. */
const MOST_UNANSWERED = 5;

/** How many rows the ledger is asked about at once. */
const PAGE = 500;

/** A row that asks for a refund, and no other row of its file does for the same payment. */
type AskedRow = InputRow & { readonly wish: RefundRow };

/**
 * What is to become of each row, in order: its form, duplicates, the ledger's word, and unless the plan is
 * made offline the platform's.
 *
 * @throws {Failure} when the platform cannot be asked, or does not answer.
 */
export async function* judgeRows(
  input: RefundInput,
  judgement: Judgement,
  context: JudgeContext,
): AsyncGenerator<PlanRow> {
  const profile = await context.profile();
  const rows = askedRows(input, judgement, profile);
  const judged = judgement.basis.offline
    ? judgeByLedger(rows, judgement, profile, context)
    : judgeByPlatform(rows, judgement, profile, context);
  yield* answeredRows(withinDayLimit(judged, judgement, profile, context));
}

/** Rows that ask for a refund, and those that can be seen not to do so for what they are. */
async function* askedRows(
  input: RefundInput,
  { basis, earlier }: Judgement,
  { projectId }: EffectiveProfile,
): AsyncGenerator<AskedRow | SkippedRow> {
  const place = { projectId, currency: basis.currency };
  const lines = new FirstLines();
  for await (const row of input.rows()) {
    const asked = askedRow(row, readRow(row, input, place), lines);
    if (row.row > earlier.rows) yield asked;
  }
}

const readRow = ({ flaw, cells }: InputRow, { columns }: RefundInput, place: Parameters<typeof readRefundRow>[2]) =>
  flaw === undefined ? readRefundRow(cells, columns, place) : ({ reason: 'malformed', why: flaw } as const);

/** @param lines where each payment stands; the platform compares ids without regard to case */
function askedRow(row: InputRow, read: ReturnType<typeof readRefundRow>, lines: FirstLines): AskedRow | SkippedRow {
  if ('reason' in read) return skippedRow(row, read);
  const first = lines.add(read.paymentId.toLowerCase(), row.line);
  if (first === undefined) return { ...row, wish: read };
  const why = `the payment stands in line ${first} already: a payment stands in a file once`;
  return skippedRow(row, { reason: 'duplicate', why }, read);
}

function judgeByPlatform(
  rows: AsyncIterable<AskedRow | SkippedRow>,
  { earlier, concurrency, rate }: Judgement,
  profile: EffectiveProfile,
  context: JudgeContext,
): AsyncIterable<PlanRow> {
  const pace = createPace(rate, context);
  // The limit of a day is for the whole file: see withinDayLimit.
  const { maxRefundPerDay: _, ...limited } = profile;
  const asking = { ...context, terminal: warningOnce(context.terminal), show: () => {} };
  const judge = async (row: AskedRow | SkippedRow): Promise<PlanRow> => {
    if (!('wish' in row)) return row;
    const { wish } = row;
    await pace(context.signal);
    try {
      const { card, state } = await safeRefund({ ...wish, again: false }, limited, asking);
      return plannedRow(row, seenPayment(card, state));
    } catch (error) {
      return skippedRow(row, flawOf(error), wish);
    }
  };
  return inOrder(inParallel(rows, concurrency, judge), earlier.rows + 1);
}

/** A payment of which only the ledger is asked. */
const UNSEEN: PaymentState = {
  paymentId: undefined,
  status: 'success',
  left: undefined,
  operations: [],
  error: undefined,
  asksForOtp: false,
};

async function* judgeByLedger(
  rows: AsyncIterable<AskedRow | SkippedRow>,
  { basis }: Judgement,
  profile: EffectiveProfile,
  { ledger, clock }: JudgeContext,
): AsyncGenerator<PlanRow> {
  const opened = await ledger();
  const { maxRefundPerDay: _, ...limits } = profile;
  for await (const page of inPages(rows, PAGE)) {
    const asked = page.filter((row) => 'wish' in row);
    const pasts = await opened.pastOf(
      basis.project,
      asked.map(({ wish }) => wish.paymentId),
    );
    const now = clock.now();
    const judge = (row: AskedRow, past: readonly Intent[]): PlanRow => {
      try {
        const facts = { state: UNSEEN, readAt: now, past, shown: [], refundedToday: 0, limits, now };
        checkRefund({ ...row.wish, again: false }, facts);
        return plannedRow(row, null);
      } catch (error) {
        return skippedRow(row, flawOf(error), row.wish);
      }
    };
    for (const row of page) yield 'wish' in row ? judge(row, pasts.get(row.wish.paymentId) ?? []) : row;
  }
}

function plannedRow({ row, line, cells, wish }: AskedRow, seen: PlannedRefund['seen']): PlannedRefund {
  const { paymentId, amount, description = null } = wish;
  const { minor: amountMinor, currency } = amount;
  return { row, line, verdict: 'refund', paymentId, amountMinor, currency, description, seen, cells };
}

/** What keeps a row from being refunded. What stands in the way of every row is thrown on. */
function flawOf(error: unknown): Pick<SkippedRow, 'reason' | 'why'> {
  if (!(error instanceof Failure) || error.code === 'ledger_unavailable') throw error;
  const { exit, code, message } = error;
  const why = message.replace(/ Nothing was sent\.$/, '').replace(/\.$/, '');
  if (exit === EXIT.held || exit === EXIT.refused) return { reason: code, why };
  if (exit === EXIT.unavailable || exit === EXIT.unverified) return { reason: NO_ANSWER, why };
  throw error;
}

const NO_ANSWER = 'no_answer';

async function* withinDayLimit(
  rows: AsyncIterable<PlanRow>,
  { basis, earlier }: Judgement,
  profile: EffectiveProfile,
  { ledger, clock }: JudgeContext,
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
      yield skippedRow(row, flawOf(error), { paymentId, amount: { minor, currency }, description: undefined });
    }
  }
}

/** Rows without an answer are skipped; when there are too many in a row, none of these is. */
async function* answeredRows(rows: AsyncIterable<PlanRow>): AsyncGenerator<PlanRow> {
  let unanswered: SkippedRow[] = [];
  for await (const row of rows) {
    if (row.verdict === 'skip' && row.reason === NO_ANSWER) {
      unanswered.push(row);
      if (unanswered.length < MOST_UNANSWERED) continue;
      const message = `The platform has left ${unanswered.length} questions in a row unanswered. The last time: ${row.why}.`;
      throw new Failure(EXIT.unavailable, NO_ANSWER, message);
    }
    yield* unanswered;
    unanswered = [];
    yield row;
  }
  yield* unanswered;
}
