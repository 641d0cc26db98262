import { isAwaitingOtp } from '#domain/payments/payment-status';
import { ApiError } from '#sandbox/gate/api-error';
import {
  createRequestId,
  paymentOf,
  type RequestOptions,
  resultOf,
  type SandboxEngine,
  withRequest,
} from './engine.ts';
import { operatorOf } from './operators.ts';
import { checkCode, isOver } from './otp-codes.ts';
import { planSale } from './scenarios.ts';
import { type Operation, type Payment, type Task, withOperation } from './store.ts';

/** How long the platform waits for the OTP (platform docs: OTP rules). */
const WAIT_MILLISECONDS = 30 * 60_000;
const MAX_WRONG_CODES = 5;
/** Per payment (platform docs: OTP rules). */
const MAX_RESENDS = 3;

/** A sale that was asked for, its fields checked. */
export interface SaleRequest extends RequestOptions {
  readonly paymentId: string;
  readonly customerId: string;
  readonly phone: string;
  /** The operator that the customer has chosen; the likely one when undefined. */
  readonly operator?: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
}

/** Books a sale and gives its request id. @throws {ApiError} 3041 when the payment id is taken. */
export function acceptSale(request: SaleRequest, engine: SandboxEngine): string {
  const { books, clock } = engine;
  if (books.find(request.paymentId) !== undefined) {
    throw new ApiError('3041', `A payment ${JSON.stringify(request.paymentId)} exists already`);
  }
  const now = clock.now();
  const requestId = createRequestId();
  const { paymentId, customerId, phone, amount, currency, description, callbackUrl, callbacks } = request;
  const sale: Operation = {
    id: books.takeNumber(),
    type: 'sale',
    ...resultOf('processing', '9999'),
    createdAt: now,
    changedAt: now,
    requestId,
    amount,
    callbacks,
  };
  books.putPayment({
    id: paymentId,
    customerId,
    phone,
    operator: request.operator ?? operatorOf(phone),
    description,
    currency,
    amount,
    left: amount,
    status: 'processing',
    createdAt: now,
    changedAt: now,
    operations: [sale],
    requestIds: [requestId],
    callbackUrl,
    wrongCodes: 0,
  });
  engine.plan({ kind: 'process-sale', paymentId, inMilliseconds: planSale(phone).stepMilliseconds });
  return requestId;
}

/** The first step is over: the operator asks for the OTP, or the sale has ended already. */
export function processSale(payment: Payment, engine: SandboxEngine): void {
  const plan = planSale(payment.phone);
  if (plan.decline?.when === 'at once') return moveSale(payment, 'decline', plan.decline.code, engine);
  if (!plan.asksForOtp) return moveSale(payment, 'success', '0', engine);
  moveSale(startWaiting(engine.sendCode(payment), engine), 'awaiting clarification', '9999', engine);
}

/** Takes an OTP and gives the request id. @throws {ApiError} 3060 when none is awaited. */
export function acceptCode(paymentId: string, code: string, wishes: RequestOptions, engine: SandboxEngine): string {
  const payment = paymentOf(paymentId, engine);
  const { otp } = payment;
  if (!isAwaitingOtp(payment.status) || otp === undefined) {
    throw new ApiError('3060', `No OTP is awaited: the payment is "${payment.status}"`);
  }
  const requestId = createRequestId();
  const plan = planSale(payment.phone);
  const verdict = checkCode(otp, code, engine.clock.now(), engine.otpMilliseconds);
  const requested = startWaiting(withRequest(payment, requestId, wishes), engine);
  moveSale(requested, 'processing', '9999', engine, requestId);
  engine.plan({
    kind: 'judge-code',
    paymentId: payment.id,
    verdict: verdict === 'right' && !plan.acceptsOtp ? 'wrong' : verdict,
    inMilliseconds: plan.stepMilliseconds,
  });
  return requestId;
}

/** The operator has looked at an OTP (platform docs: OTP rules). */
export function checkOtpCode(
  payment: Payment,
  { verdict }: Extract<Task, { kind: 'judge-code' }>,
  engine: SandboxEngine,
): void {
  const { decline } = planSale(payment.phone);
  if (verdict === 'right') {
    return decline === undefined
      ? moveSale(payment, 'success', '0', engine)
      : moveSale(payment, 'decline', decline.code, engine);
  }
  const counted = verdict === 'wrong' ? { ...payment, wrongCodes: payment.wrongCodes + 1 } : payment;
  if (counted.wrongCodes >= MAX_WRONG_CODES) return moveSale(counted, 'decline', '20104', engine);
  moveSale(counted, 'awaiting clarification', '9999', engine);
}

/** Sends a new OTP and gives the request id. @throws {ApiError} 3060 too early and after the third. */
export function acceptResend(paymentId: string, wishes: RequestOptions, engine: SandboxEngine): string {
  const payment = paymentOf(paymentId, engine);
  const now = engine.clock.now();
  refuseResend(payment, now, engine);
  const requestId = createRequestId();
  const action: Operation = {
    id: engine.books.takeNumber(),
    type: 'customer action',
    ...resultOf('success', '0'),
    createdAt: now,
    changedAt: now,
    requestId,
    amount: 0,
    callbacks: wishes.callbacks,
  };
  const resent = engine.sendCode({
    ...withRequest(payment, requestId, wishes),
    operations: [...payment.operations, action],
    changedAt: now,
  });
  engine.books.putPayment(resent);
  engine.tell(resent, action);
  if (planSale(payment.phone).wrongStatusAfterResend || engine.liesAfterResend()) {
    engine.tell({ ...resent, status: 'decline' }, { ...saleOf(resent), ...resultOf('decline', '20000') });
  }
  return requestId;
}

/** How many more times a new OTP can be asked for. */
export const resendsLeft = ({ operations }: Payment): number =>
  MAX_RESENDS - operations.filter(({ type }) => type === 'customer action').length;

function refuseResend(payment: Payment, now: number, { otpMilliseconds }: SandboxEngine): void {
  const { status, otp } = payment;
  if (!isAwaitingOtp(status) || otp === undefined) {
    throw new ApiError('3060', `No OTP is awaited: the payment is "${status}"`);
  }
  if (resendsLeft(payment) === 0) {
    throw new ApiError('3060', `The OTP was resent ${MAX_RESENDS} times already, which is the limit`);
  }
  if (!isOver(otp, now, otpMilliseconds)) {
    const seconds = Math.ceil((otp.createdAt + otpMilliseconds - now) / 1000);
    throw new ApiError('3060', `It is too early: the OTP can be resent in ${seconds} s`);
  }
}

/** Ends the wait for the OTP, unless a clarification has restarted it. */
export function stopWaiting(payment: Payment, engine: SandboxEngine): void {
  if (!isAwaitingOtp(payment.status) || (payment.waitsUntil ?? 0) > engine.clock.now()) return;
  moveSale(payment, 'decline', '20602', engine);
}

function startWaiting(payment: Payment, engine: SandboxEngine): Payment {
  engine.plan({ kind: 'stop-waiting', paymentId: payment.id, inMilliseconds: WAIT_MILLISECONDS });
  return { ...payment, waitsUntil: engine.clock.now() + WAIT_MILLISECONDS };
}

/** Moves payment and sale to a status, and tells the merchant unless it is mere processing. */
function moveSale(
  payment: Payment,
  status: string,
  code: string,
  engine: SandboxEngine,
  requestId = saleOf(payment).requestId,
): void {
  const changes = { ...resultOf(status, code), requestId };
  const moved = { ...withOperation(payment, saleOf(payment).id, changes, engine.clock.now()), status };
  engine.books.putPayment(moved);
  if (status !== 'processing') engine.tell(moved, saleOf(moved));
}

/** The operation that began the payment. */
function saleOf(payment: Payment): Operation {
  const [sale] = payment.operations;
  if (sale === undefined) throw new Error(`the payment ${payment.id} has no sale`);
  return sale;
}
