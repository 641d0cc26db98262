import type { Context } from '#context';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import { isToSend, ROW_OUTCOMES } from '#domain/bulk-refunds/row-outcome';
import { fileWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure, interruptedFailure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { openPlan } from '#features/bulk-refunds/plans/plan-source';
import { type SendContext, type SendOptions, sendRefunds } from '#features/bulk-refunds/sending/send-refunds';
import type { RefundProgressDocument, RefundSummaryDocument } from '#schemas/document-types';
import { checkPlan } from './check-before-apply.ts';
import { confirmTotal } from './confirm-total.ts';
import { pollResults } from './poll-results.ts';
import { trackProgress } from './progress.ts';
import { summarizePlan } from './summarize-plan.ts';

/** A request to apply a plan. */
export interface ApplyRequest extends SendOptions {
  readonly file: string;
  /** The value of `--confirm`. */
  readonly confirm: string | undefined;
  /** Maximum age of the plan, in milliseconds. */
  readonly maxAge: number;
  /** Accepts a plan that was made with another ledger or on another machine. */
  readonly otherLedger: boolean;
  /** Waits for the results. */
  readonly wait: boolean;
  readonly deadlineMilliseconds: number | undefined;
  readonly dryRun: boolean;
}

export type ApplyContext = SendContext &
  Pick<Context, 'refundFiles'> & {
    readonly showPlan: (summary: RefundSummaryDocument) => void;
    readonly showOutcome: (summary: RefundSummaryDocument) => void;
    readonly showProgress: <R>(work: (show: (progress: RefundProgressDocument) => void) => Promise<R>) => Promise<R>;
  };

/**
 * Sends the refunds of a plan that were not sent yet, once each, and returns the summary of the plan. A refund that was
 * started by an interrupted run is never sent again.
 *
 * @throws {Failure} (blocked) when the plan must not be applied; any failure that affects all its rows.
 */
export async function applyPlan(request: ApplyRequest, context: ApplyContext): Promise<RefundSummaryDocument> {
  const { file } = request;
  const plan = await openPlan(file, context);
  const { header } = plan;
  await checkPlan(header, request, context);
  const release = await (await context.ledger()).acquireLock(header.plan);
  if (release === undefined) {
    const hint = message('To see its progress: rocketpay refunds show {plan}', { plan: fileWord(file) });
    throw blockedFailure('in_flight', message('Another process is applying this plan now.'), { hint });
  }
  try {
    return await applyLocked(plan, request, context);
  } finally {
    release();
  }
}

async function applyLocked(
  plan: CheckedPlan,
  request: ApplyRequest,
  context: ApplyContext,
): Promise<RefundSummaryDocument> {
  const { file, wait, dryRun } = request;
  const before = await summarizePlan(plan, file, context);
  context.showPlan(before);
  if (dryRun) return { ...before, dryRun };
  const unsent = await sendRemaining(plan, before, request, context);
  const stopped = wait && unsent === undefined ? await pollResults(plan, request, context).catch(failureOnly) : unsent;
  const after = { ...(await summarizePlan(plan, file, context)), stopped: stopped?.text ?? null };
  const isInterrupted = stopped?.exit === EXIT.interrupted || (context.signal.aborted && countUnknown(after) > 0);
  if (!isInterrupted && (stopped === undefined || stopped.exit === EXIT.batch)) return after;
  context.showOutcome(after);
  throw isInterrupted ? toInterruption(after) : stopped;
}

/** Returns the failure that stopped the run early; undefined when it was not stopped. */
async function sendRemaining(
  plan: CheckedPlan,
  { outcomes, refunds, currency, totalMinor }: RefundSummaryDocument,
  request: ApplyRequest,
  context: ApplyContext,
): Promise<Failure | undefined> {
  const shares = ROW_OUTCOMES.filter((outcome) => isToSend(outcome, request.resendReason !== undefined));
  const rows = shares.reduce((sum, outcome) => sum + outcomes[outcome].rows, 0);
  if (rows === 0) return undefined;
  await confirmTotal({ total: { minor: totalMinor, currency }, confirm: request.confirm, what: 'refund' }, context);
  if (rows < refunds) {
    const minor = shares.reduce((sum, outcome) => sum + outcomes[outcome].minor, 0);
    const amount = { minor, currency };
    context.terminal.note(
      message('Continuing with the {rows:one row that is|# rows that are} to do: {amount}.', { rows, amount }),
    );
  }
  return context.showProgress((show) => {
    const track = trackProgress({ outcomes, refunds }, show, context);
    const showRow: SendContext['showRow'] = (row) => {
      context.showRow(row);
      track(row);
    };
    return sendRefunds(plan, request, { ...context, showRow });
  });
}

/** Returns a failure, so that the summary of the plan is printed before it is thrown. */
function failureOnly(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** Counts the rows whose outcome is not known. A row whose outcome could not be recorded is still `sending`. */
const countUnknown = ({ outcomes }: Pick<RefundSummaryDocument, 'outcomes'>): number =>
  outcomes.unknown.rows + outcomes.sending.rows;

/** Returns the failure of an interrupted run. All requests have ended; some outcomes may be unknown. */
function toInterruption(summary: RefundSummaryDocument): Failure {
  const { outcomes, file } = summary;
  const rows = countUnknown(summary);
  if (rows === 0) {
    const { rows: notSeen } = outcomes.not_seen;
    return interruptedFailure(
      joinTexts(
        [
          message('No refund of this plan has an unknown outcome.'),
          notSeen === 0
            ? undefined
            : message('The platform has not shown {count} and may still process them.', { count: notSeen }),
          message('To continue, run the same command again.'),
        ],
        ' ',
      ),
    );
  }
  const text = message('Interrupted. The outcome of {rows} refunds is unknown.', { rows });
  return new Failure(EXIT.unknown, 'outcome_unknown', text, {
    hint: message('First: rocketpay resume --plan {plan} --wait. Then run the same command again.', {
      plan: fileWord(file),
    }),
  });
}
