import type { Context, Gate } from '#context';
import { checkNotApplied } from '#domain/bulk-refunds/applied-refunds';
import {
  amountOfRow,
  changeSince,
  type PlanHeader,
  type PlannedRefund,
  rowKey,
} from '#domain/bulk-refunds/refund-plan';
import { outcomeOf } from '#domain/bulk-refunds/row-outcome';
import { EXIT } from '#domain/errors/exit-codes';
import { errorMessage, Failure } from '#domain/errors/failure';
import { merchantRefundId } from '#domain/refunds/merchant-refund-id';
import { refundMethod } from '#domain/refunds/refund-method';
import { recordBlockedWrite, sendWrite, type Write, type WriteContext } from '#features/payments/send-write';
import { prepareRefund, type SafeRefund } from '#features/refunds/prepare-refund';
import type { RowState } from './row-state.ts';

export type RefundWorkerContext = WriteContext & Pick<Context, 'secret' | 'openGate' | 'signal'>;

/** The checked payment of a row, or the reason why the row is not sent now. */
export interface PreflightResult {
  readonly row: PlannedRefund;
  readonly look: SafeRefund | Failure;
}

/** The result of a row, and its failure when it was not accepted. */
export interface SendResult {
  readonly known: RowState;
  readonly failure?: Failure;
}

/** Checks payments and refunds them, row by row. */
interface RefundWorker {
  /** @throws {Failure} any failure that affects every row. */
  readonly look: (row: PlannedRefund) => Promise<PreflightResult>;
  /**
   * @param onAccepted called as soon as the platform has accepted the refund, before that is on disk
   * @throws {Failure} any failure that affects every row.
   */
  readonly send: (looked: PreflightResult, onAccepted: () => void) => Promise<SendResult>;
}

type KeyedWrite = Write & { readonly key: string };

/**
 * Creates the worker that refunds the rows of a plan: each once, and only when its payment has not changed.
 *
 * @param resend reason for resending rows that the platform has not shown; undefined: they are not resent
 */
export async function createRefundWorker(
  header: PlanHeader,
  context: RefundWorkerContext,
  resend?: string,
): Promise<RefundWorker> {
  const { signal } = context;
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  // Requests in progress are completed when the user interrupts.
  const gate = await context.openGate(profile, await context.secret(), { uninterrupted: true });
  /** Returns a context whose Gate reports accepted requests to `onAccepted`. */
  const telling = (onAccepted: () => void): RefundWorkerContext => {
    const send: Gate['send'] = async (request) => {
      // The intent is on disk and the request has not left: it is recorded as not sent.
      signal.throwIfAborted();
      const outcome = await gate.send(request);
      if (outcome.kind === 'accepted') onAccepted();
      return outcome;
    };
    // The statuses were requested through the other Gate, which knows the platform's time.
    return { ...context, gate: async () => ({ ...gate, send, platformNow: (await context.gate()).platformNow }) };
  };

  const { plan } = header;
  const reason = resend ?? header.again ?? undefined;
  /** Returns what a row may repeat: refunds that existed when it was planned with `--again`, and its own unseen intents. */
  const repeatable = async ({ intents = [], seen, ...row }: PlannedRefund): Promise<readonly string[]> => {
    const planned = header.again === null ? [] : [...intents, ...(seen?.refunds ?? [])];
    if (resend === undefined) return planned;
    const past = await ledger.paymentHistory(header.project, row.paymentId);
    return [...planned, ...past.intents.filter(({ key }) => key === rowKey(header, row)).map(({ id }) => id)];
  };
  const look = async (row: PlannedRefund): Promise<PreflightResult> => {
    try {
      const again = reason !== undefined;
      const wish = { paymentId: row.paymentId, amount: amountOfRow(row), again };
      const repeated = again ? { ...wish, shown: await repeatable(row) } : wish;
      const found = await prepareRefund(repeated, profile, { ...context, show: () => {} });
      checkUnchanged(row, found);
      const allow: SafeRefund['allow'] = async (now) => {
        if (header.again === null) checkNotApplied(wish, now.intents, plan);
        await found.allow(now);
        // The last step before the refund is recorded: after a signal no refund starts.
        signal.throwIfAborted();
      };
      return { row, look: { ...found, allow } };
    } catch (error) {
      return { row, look: ofThisRow(error) };
    }
  };

  const requestOf = (row: PlannedRefund, key: string, found: SafeRefund | Failure) =>
    gate.refund({
      paymentId: row.paymentId,
      amount: amountOfRow(row),
      description: row.description ?? undefined,
      callbackUrl: profile.callbackUrl,
      merchantRefundId: profile.merchantRefundId ? refundIdOf(row, key, found) : undefined,
      method: found instanceof Failure ? undefined : refundMethod(row.paymentId, found.state),
    });

  const attempt = async (key: string, row: PlannedRefund, found: SafeRefund | Failure, onAccepted: () => void) => {
    try {
      if (found instanceof Failure) throw found;
      const { known, allow, sendBy, state } = found;
      const again = header.again ?? (found.mayRepeat ? resend : undefined);
      const write = { key, request: requestOf(row, key, found), known, allow, sendBy, again, phone: state.phone };
      return await sendWrite(write, telling(onAccepted));
    } catch (error) {
      return ofThisRow(error);
    }
  };

  const newest = async (key: string) => (await ledger.newestByKey(header.project, [key])).get(key);
  /** Records a blocked row, unless the same reason is recorded already. */
  const hold = async (write: KeyedWrite, reason: string) => {
    const before = await newest(write.key);
    if (before?.state !== 'held' || before.reason !== reason) await recordBlockedWrite(write, reason, context);
  };

  return {
    look,
    async send({ row, look: first }, onAccepted) {
      // A row that was not started is not recorded either.
      signal.throwIfAborted();
      const key = rowKey(header, row);
      let found = first;
      let end = await attempt(key, row, found, onAccepted);
      // A machine that is too busy checks again, so that nothing is sent with an old status.
      for (let looks = 1; looks < MAX_LOOKS && isExpired(end); looks++) {
        ({ look: found } = await look(row));
        end = await attempt(key, row, found, onAccepted);
      }
      if (end instanceof Failure && end.exit === EXIT.blocked && end.code !== 'in_flight') {
        await hold({ key, request: requestOf(row, key, end) }, errorMessage(end));
      }
      if (!(end instanceof Failure)) return { known: { row, outcome: 'accepted', intent: { ...end, id: end.intent } } };
      const intent = await newest(key);
      return { known: { row, outcome: outcomeOf(intent), intent }, failure: end };
    },
  };
}

/** Maximum number of checks of a row on a machine that is too busy to send it with a fresh status. */
const MAX_LOOKS = 5;

const isExpired = (end: unknown): boolean => end instanceof Failure && end.code === 'status_expired';

function refundIdOf(row: PlannedRefund, key: string, found: SafeRefund | Failure): string {
  const past = found instanceof Failure ? [] : found.past;
  return merchantRefundId({ id: key, key, amount: amountOfRow(row) }, past);
}

function checkUnchanged({ paymentId, seen, currency }: PlannedRefund, { state }: SafeRefund): void {
  const change = seen === null ? undefined : changeSince(seen, state, currency);
  if (change === undefined) return;
  throw new Failure(
    EXIT.blocked,
    'payment_changed',
    `Payment ${paymentId} has changed since the plan was made: ${change}.`,
  );
}

/** Returns a failure that affects only one row. A failure that affects every row is rethrown. */
function ofThisRow(error: unknown): Failure {
  if (!(error instanceof Failure) || error.code === 'ledger_unavailable') throw error;
  if (error.exit === EXIT.credentials || error.exit === EXIT.interrupted) throw error;
  return error;
}
