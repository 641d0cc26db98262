import type { Context, Gate } from '#context';
import { rowKey } from '#domain/bulk-refunds/plan-id';
import { type PlanHeader, type PlannedRefund, toPlannedAmount } from '#domain/bulk-refunds/refund-plan';
import { checkNotApplied } from '#domain/bulk-refunds/refunds-of-earlier-plans';
import { toRowOutcome } from '#domain/bulk-refunds/row-outcome';
import { describeChange } from '#domain/bulk-refunds/seen-payment';
import { EXIT } from '#domain/errors/exit-codes';
import { errorMessage, Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { chooseMerchantRefundId } from '#domain/refunds/merchant-refund-id';
import { getRefundMethod } from '#domain/refunds/refund-method';
import type { RowState } from '#features/bulk-refunds/row-state';
import { recordBlockedWrite, sendWrite, type WriteContext } from '#features/payments/send-write';
import { expiredFailure, prepareRefund, type SafeRefund } from '#features/refunds/prepare-refund';

export type RefundWorkerContext = WriteContext & Pick<Context, 'secret' | 'openGate' | 'signal'>;

/** A row with its checked payment, or with the reason why it is not sent now. */
export interface PreflightResult {
  readonly row: PlannedRefund;
  readonly prepared: SafeRefund | Failure;
}

/** The result of a row, and its failure when it was not accepted. */
export interface SendResult {
  readonly state: RowState;
  readonly failure?: Failure;
}

/** What the caller does while a row is sent. */
interface SendEvents extends Required<Pick<WriteContext, 'waitToSend'>> {
  /** Called as soon as the platform has accepted the refund, before that is on disk. */
  readonly onAccepted: () => void;
}

/** Checks payments and refunds them, row by row. */
interface RefundWorker {
  /** @throws {Failure} any failure that affects every row. */
  readonly preflight: (row: PlannedRefund) => Promise<PreflightResult>;
  /** @throws {Failure} any failure that affects every row. */
  readonly send: (checked: PreflightResult, events: SendEvents) => Promise<SendResult>;
}

/** Maximum number of checks of a row whose status becomes too old before it can be sent. */
const MAX_CHECKS = 5;

/**
 * Creates the worker that refunds the rows of a plan: each once, and only when its payment has not changed.
 *
 * @param resendReason reason for resending rows that the platform has not shown; undefined: they are not resent
 */
export async function createRefundWorker(
  header: PlanHeader,
  context: RefundWorkerContext,
  resendReason?: string,
): Promise<RefundWorker> {
  const { signal } = context;
  const [profile, ledger] = await Promise.all([context.profile(), context.ledger()]);
  // Requests in progress are completed when the user interrupts.
  const gate = await context.openGate(profile, await context.secret(), { uninterrupted: true });
  const again = header.again !== null || resendReason !== undefined;

  /** Returns the context of one row. */
  const withEvents = ({ onAccepted, waitToSend }: SendEvents): RefundWorkerContext => {
    const send: Gate['send'] = async (request) => {
      // The intent is on disk and the request has not left: it is recorded as not sent.
      signal.throwIfAborted();
      const outcome = await gate.send(request);
      if (outcome.kind === 'accepted') onAccepted();
      return outcome;
    };
    // The statuses were requested through the other Gate, which knows the platform's time.
    return {
      ...context,
      waitToSend,
      gate: async () => ({ ...gate, send, platformNow: (await context.gate()).platformNow }),
    };
  };

  /** Returns what a row may repeat: refunds that existed when it was planned with `--again`, and its own unseen intents. */
  const listRepeatable = async ({ intents = [], seen, ...row }: PlannedRefund): Promise<readonly string[]> => {
    const planned = header.again === null ? [] : [...intents, ...(seen?.refunds ?? [])];
    if (resendReason === undefined) return planned;
    const history = await ledger.paymentHistory(header.project, row.paymentId);
    return [...planned, ...history.intents.filter(({ key }) => key === rowKey(header, row)).map(({ id }) => id)];
  };

  const preflight = async (row: PlannedRefund): Promise<PreflightResult> => {
    try {
      const request = { paymentId: row.paymentId, amount: toPlannedAmount(row), again };
      const repeatable = again ? { shown: await listRepeatable(row) } : {};
      const prepared = await prepareRefund({ ...request, ...repeatable }, profile, { ...context, show: () => {} });
      checkUnchanged(row, prepared);
      const allow: SafeRefund['allow'] = async (history) => {
        if (header.again === null) checkNotApplied(request, history.intents, header.plan);
        await prepared.allow(history);
        // The last step before the refund is recorded: after a signal no refund starts.
        signal.throwIfAborted();
      };
      return { row, prepared: { ...prepared, allow } };
    } catch (error) {
      return { row, prepared: rowFailure(error) };
    }
  };

  const createRequest = (row: PlannedRefund, prepared: SafeRefund | Failure) => {
    const key = rowKey(header, row);
    const amount = toPlannedAmount(row);
    const history = prepared instanceof Failure ? [] : prepared.history;
    return gate.refund({
      paymentId: row.paymentId,
      amount,
      description: row.description ?? undefined,
      callbackUrl: profile.callbackUrl,
      merchantRefundId: profile.merchantRefundId
        ? chooseMerchantRefundId({ id: key, key, amount }, history)
        : undefined,
      method: prepared instanceof Failure ? undefined : getRefundMethod(row.paymentId, prepared.state),
    });
  };

  const attempt = async ({ row, prepared }: PreflightResult, events: SendEvents) => {
    try {
      if (prepared instanceof Failure) throw prepared;
      const { knownOperations, allow, sendBy, state, mayRepeat } = prepared;
      const repeatReason = header.again ?? (mayRepeat ? resendReason : undefined);
      const request = createRequest(row, prepared);
      const write = { key: rowKey(header, row), request, known: knownOperations, allow, sendBy };
      const waitToSend = async () => {
        await events.waitToSend();
        if (context.clock.elapsed() > sendBy) throw expiredFailure(row.paymentId);
      };
      const whole = { ...write, repeatReason, phone: state.phone };
      return await sendWrite(whole, withEvents({ ...events, waitToSend }));
    } catch (error) {
      return rowFailure(error);
    }
  };

  const findNewest = async (key: string) => (await ledger.newestByKey(header.project, [key])).get(key);

  /** Records a blocked row, unless the same reason is recorded already. */
  const recordBlocked = async (row: PlannedRefund, failure: Failure) => {
    const key = rowKey(header, row);
    const reason = String(errorMessage(failure));
    const newest = await findNewest(key);
    if (newest?.state === 'held' && newest.reason === reason) return;
    await recordBlockedWrite({ key, request: createRequest(row, failure) }, reason, context);
  };

  return {
    preflight,
    async send(checked, events) {
      // A row that was not started is not recorded either.
      signal.throwIfAborted();
      const { row } = checked;
      let result = await attempt(checked, events);
      // A row that waited for too long is checked again, so that nothing is sent with an old status.
      for (let checks = 1; checks < MAX_CHECKS && isExpired(result); checks++) {
        result = await attempt(await preflight(row), events);
      }
      if (!(result instanceof Failure))
        return { state: { row, outcome: 'accepted', intent: { ...result, id: result.intent } } };
      if (result.exit === EXIT.blocked && result.code !== 'in_flight') await recordBlocked(row, result);
      const intent = await findNewest(rowKey(header, row));
      return { state: { row, outcome: toRowOutcome(intent), intent }, failure: result };
    },
  };
}

const isExpired = (result: unknown): boolean => result instanceof Failure && result.code === 'status_expired';

function checkUnchanged({ paymentId, seen, currency }: PlannedRefund, { state }: SafeRefund): void {
  const change = seen === null ? undefined : describeChange(seen, state, currency);
  if (change === undefined) return;
  const text = message('Payment {paymentId} has changed since the plan was made: {change}.', { paymentId, change });
  throw new Failure(EXIT.blocked, 'payment_changed', text);
}

/** Returns a failure that affects only one row. A failure that affects every row is rethrown. */
function rowFailure(error: unknown): Failure {
  if (!(error instanceof Failure) || error.code === 'ledger_unavailable' || error.code === 'lock_lost') throw error;
  if (error.exit === EXIT.credentials || error.exit === EXIT.interrupted) throw error;
  return error;
}
