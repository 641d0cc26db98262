import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure, type Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { adjustTimes } from '#domain/ledger/elapsed-time';
import { type Intent, projectKey } from '#domain/ledger/intent';
import type { PaymentHistory } from '#domain/ledger/ledger';
import type { Note } from '#domain/ledger/note';
import type { Amount } from '#domain/payments/amount';
import { operationKey, type PaymentState } from '#domain/payments/payment-state';
import type { Profile } from '#domain/profiles/profile';
import { getFullAmount } from '#domain/refunds/check-amount-left';
import { describeChanges, listShownKeys, type PaymentView } from '#domain/refunds/refund-changes';
import { createRefundPreview, type RefundPreview } from '#domain/refunds/refund-preview';
import type { RefundContext, RefundRequest } from '#domain/refunds/refund-request';
import { checkNothingOpen, checkRefund, checkRefundable, checkTrusted } from '#domain/refunds/refund-rules';
import { mayRepeatUnseen } from '#domain/refunds/repeated-refunds';
import { DAY_MS } from '#domain/time/duration';
import { readStatus } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';

/** A refund that has passed all checks and may be sent. */
export interface SafeRefund {
  /** The amount to refund: the requested amount, or all that is left. */
  readonly amount: Amount;
  /** The platform's status answer. */
  readonly state: PaymentState;
  readonly preview: RefundPreview;
  /** Time until which the refund may be sent with this status answer, in milliseconds of the clock's `elapsed`. */
  readonly sendBy: number;
  /** Keys of the operations that the payment has already. */
  readonly knownOperations: readonly string[];
  /** The ledger's intents of the payment, oldest first. */
  readonly history: readonly Intent[];
  /** The payment as this summary showed it, to compare the next status answer with. */
  readonly view: PaymentView;
  /** Changes since the earlier summary; empty without one. */
  readonly changes: readonly Text[];
  /** True when the platform has not shown an equal refund, and may still process it. */
  readonly mayRepeat: boolean;
  /**
   * Checks the rules again in the transaction that records the refund, so that concurrent refunds cannot both pass.
   *
   * @throws {Failure} (blocked) `payment_changed` when the ledger has changed, and `status_expired` when the status answer
   * is too old; preparing the refund again can resolve both.
   */
  readonly allow: (history: PaymentHistory) => Promise<void>;
}

/** Shows a payment, and the notes on it, before its refund is confirmed. */
export type ShowRefund = (preview: RefundPreview, notes: readonly Note[]) => void;

/** A refund to prepare; without an amount it refunds everything that is left. */
interface RefundToPrepare extends Omit<RefundRequest, 'amount'> {
  readonly amount: Amount | undefined;
  /** Ids of intents and keys of operations that may be repeated; default: all that the summary shows. */
  readonly shown?: readonly string[] | undefined;
}

/** Maximum age of a status answer when its refund is sent, without the network time. */
const MAX_STATUS_AGE_MS = 2000;

/** Maximum age of a status answer when its refund is recorded; the rest is for the flush to disk. */
const MAX_AGE_AT_RECORD_MS = 1500;

/**
 * Reads the ledger and then the platform's status of a payment, shows both, and checks the refund: see
 * {@link checkRefund}.
 *
 * @param seen the payment as the user has already seen it, when the refund is prepared again
 * @throws {Failure} (blocked) when the refund must not be sent.
 */
export async function prepareRefund(
  request: RefundToPrepare,
  profile: Profile,
  context: Pick<Context, 'gate' | 'ledger' | 'terminal' | 'clock'> & {
    readonly show: ShowRefund;
  },
  seen?: PaymentView,
): Promise<SafeRefund> {
  const { paymentId } = request;
  const { clock, show } = context;
  const project = projectKey(profile);
  const ledger = await context.ledger();
  // Open writes are reported first: they block the refund even when the platform cannot be asked.
  const before = await ledger.paymentHistory(project, paymentId);
  checkNothingOpen(paymentId, { history: before.intents, elsewhere: before.elsewhere });
  const gate = await context.gate();
  const statusRequest = gate.status(paymentId);
  const answer = readStatus(await gate.send(statusRequest), statusRequest, gate, context);
  const answeredAt = clock.elapsed();
  const { state, trusted: signed } = answer;
  checkTrusted(request, { state, signed, history: before.intents });
  await recordStatus(answer, profile, context);

  const history = await ledger.paymentHistory(project, paymentId);
  const notes = (await ledger.notes(project, [paymentId])).get(paymentId) ?? [];
  const view = toView(state, history, notes);
  const { shown = listShownKeys(view) } = request;
  const toRefundContext = async ({ intents, elsewhere, refundedSince }: PaymentHistory): Promise<RefundContext> => {
    const { maxRefundPerDay, currency } = profile;
    // The earlier of both clocks: a clock that is ahead must not make an earlier refund look older.
    const now = Math.min(clock.now(), answer.answeredAt ?? Number.POSITIVE_INFINITY);
    const mark = { wall: clock.now(), platform: answer.answeredAt, boot: clock.sinceBoot?.() };
    const timed = (some: readonly Intent[]) => some.map((intent) => adjustTimes(intent, mark, profile.speed, now));
    const refundedToday = maxRefundPerDay === undefined ? 0 : await refundedSince(now - DAY_MS, currency);
    const intentsNow = { history: timed(intents), elsewhere: timed(elsewhere) };
    return { state, signed, readAt: now, ...intentsNow, shown, refundedToday, limits: profile, now };
  };
  const refundContext = await toRefundContext(history);
  const changes = seen === undefined ? [] : describeChanges(seen, view);
  const preview = createRefundPreview(paymentId, refundContext);
  if (state.error === undefined && (seen === undefined || changes.length > 0)) show(preview, notes);
  if (request.amount === undefined) checkRefundable(paymentId, state);
  const amount = request.amount ?? getFullAmount(paymentId, refundContext);
  checkRefund({ ...request, amount }, refundContext);
  await history.checkLimits({ project, kind: 'refund', path: '', paymentId, amount });
  const allow = async (now: PaymentHistory) => {
    checkRefund({ ...request, amount }, await toRefundContext(now));
    const added = describeChanges(view, toView(state, now, notes));
    if (added.length > 0) throw changedFailure(paymentId, added);
    if (clock.elapsed() - answeredAt > MAX_AGE_AT_RECORD_MS) throw expiredFailure(paymentId);
  };
  return {
    ...{ amount, state, preview, view, changes, allow },
    history: view.intents,
    sendBy: answeredAt + MAX_STATUS_AGE_MS,
    knownOperations: state.operations.map(operationKey),
    mayRepeat: mayRepeatUnseen(amount, refundContext),
  };
}

const toView = (state: PaymentState, { intents, elsewhere }: PaymentHistory, notes: readonly Note[]): PaymentView => ({
  state,
  intents: [...intents, ...elsewhere],
  notes,
});

/** Returns the failure for a payment that has changed since its summary was shown. */
export function changedFailure(paymentId: string, changes: readonly Text[]): Failure {
  const values = { paymentId, changes: joinTexts(changes, '; ') };
  const text = message('{paymentId} has changed since it was checked: {changes}.', values);
  return blockedFailure('payment_changed', text, {
    hint: message('To see its current status: rocketpay status {id}', { id: shellWord(paymentId) }),
    paymentId,
  });
}

/** Returns the failure for a status answer that is too old to refund with it. */
export const expiredFailure = (paymentId: string): Failure =>
  blockedFailure(
    'status_expired',
    message('The status of {paymentId} was read too long ago to refund with it.', { paymentId }),
    { hint: message('It is safe to run this again.'), paymentId },
  );
