import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure, type Failure } from '#domain/errors/failure';
import { adjustTimes } from '#domain/ledger/elapsed-time';
import { type Intent, projectKey } from '#domain/ledger/intent';
import type { PaymentHistory } from '#domain/ledger/ledger';
import type { Amount } from '#domain/payments/amount';
import { operationKey, type PaymentState } from '#domain/payments/payment-state';
import { findStatusProblem } from '#domain/payments/status-evidence';
import type { Profile } from '#domain/profiles/profile';
import { changesSince, type PaymentView, shownIn } from '#domain/refunds/refund-changes';
import { type RefundPreview, refundPreview } from '#domain/refunds/refund-preview';
import type { RefundContext, RefundRequest } from '#domain/refunds/refund-request';
import { checkNothingOpen, checkRefund, checkRefundable, checkTrusted, freeAmount } from '#domain/refunds/refund-rules';
import { unseenRepeats } from '#domain/refunds/repeated-refunds';
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
  readonly changes: readonly string[];
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

/** A refund to prepare; without an amount it refunds everything that is left. */
interface RefundToLookAt extends Omit<RefundRequest, 'amount'> {
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
  wish: RefundToLookAt,
  profile: Profile,
  context: Pick<Context, 'gate' | 'ledger' | 'terminal' | 'clock'> & {
    readonly show: (preview: RefundPreview) => void;
  },
  seen?: PaymentView,
): Promise<SafeRefund> {
  const { paymentId } = wish;
  const { clock, show } = context;
  const project = projectKey(profile);
  const ledger = await context.ledger();
  // Open writes are reported first: they block the refund even when the platform cannot be asked.
  const before = await ledger.paymentHistory(project, paymentId);
  checkNothingOpen(paymentId, { history: before.intents, elsewhere: before.elsewhere });
  const gate = await context.gate();
  const request = gate.status(paymentId);
  const answer = readStatus(await gate.send(request), request, gate, context);
  const answeredAt = clock.elapsed();
  const { state, trusted: signed } = answer;
  checkTrusted(wish, { state, signed, history: before.intents });
  await recordStatus(answer, profile, context);

  const history = await ledger.paymentHistory(project, paymentId);
  const view = viewOf(state, history);
  const { shown = shownIn(view) } = wish;
  const detailsOf = async ({ intents, elsewhere, refundedSince }: PaymentHistory): Promise<RefundContext> => {
    const { maxRefundPerDay, currency } = profile;
    // The earlier of both clocks: a clock that is ahead must not make an earlier refund look older.
    const now = Math.min(clock.now(), answer.answeredAt ?? Number.POSITIVE_INFINITY);
    const mark = { wall: clock.now(), platform: answer.answeredAt, boot: clock.sinceBoot?.() };
    const timed = (some: readonly Intent[]) => some.map((intent) => adjustTimes(intent, mark, profile.speed, now));
    const refundedToday = maxRefundPerDay === undefined ? 0 : await refundedSince(now - DAY_MS, currency);
    const ours = { history: timed(intents), elsewhere: timed(elsewhere) };
    return { state, signed, readAt: now, ...ours, shown, refundedToday, limits: profile, now };
  };
  const facts = await detailsOf(history);
  const changes = seen === undefined ? [] : changesSince(seen, view);
  const preview = refundPreview(paymentId, facts);
  if (state.error === undefined && (seen === undefined || changes.length > 0)) show(preview);
  const amount = wish.amount ?? allOf(paymentId, facts);
  checkRefund({ ...wish, amount }, facts);
  const allow = async (now: PaymentHistory) => {
    checkRefund({ ...wish, amount }, await detailsOf(now));
    const news = changesSince(view, viewOf(state, now));
    if (news.length > 0) throw changedFailure(paymentId, news);
    if (clock.elapsed() - answeredAt > MAX_AGE_AT_RECORD_MS) throw expiredFailure(paymentId);
  };
  return {
    ...{ amount, state, preview, view, changes, allow },
    history: view.intents,
    sendBy: answeredAt + MAX_STATUS_AGE_MS,
    knownOperations: state.operations.map(operationKey),
    mayRepeat: unseenRepeats(amount, facts).length > 0,
  };
}

const viewOf = (state: PaymentState, { intents, elsewhere }: PaymentHistory): PaymentView => ({
  state,
  intents: [...intents, ...elsewhere],
});

/** Returns the failure for a payment that has changed since its summary was shown. */
export function changedFailure(paymentId: string, changes: readonly string[]): Failure {
  const message = `${paymentId} has changed since it was checked: ${changes.join('; ')}.`;
  return blockedFailure('payment_changed', message, {
    hint: `To see its current status: rocketpay status ${shellWord(paymentId)}`,
    paymentId,
  });
}

const expiredFailure = (paymentId: string): Failure =>
  blockedFailure('status_expired', `The status of ${paymentId} was read too long ago, because this machine was busy.`, {
    hint: 'It is safe to run this again.',
    paymentId,
  });

/** Returns everything that can be refunded now. */
function allOf(paymentId: string, facts: RefundContext): Amount {
  checkRefundable(paymentId, facts.state);
  const free = freeAmount(facts);
  if (free !== undefined && findStatusProblem(facts) === undefined) return free;
  throw blockedFailure('no_balance', `The platform does not report what is left of ${paymentId}.`, {
    hint: `After a check of the payment in the Dashboard: rocketpay refund ${shellWord(paymentId)} --amount <amount> --without-balance`,
    paymentId,
  });
}
