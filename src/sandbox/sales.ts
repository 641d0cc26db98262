import { guessOperator } from '#domain/payments/mobile-operator';
import { isAwaitingOtp } from '#domain/payments/payment-status';
import { ApiError } from '#sandbox/gate/api-error';
import {
  addRequest,
  createOperation,
  createRequestId,
  getPayment,
  type PaymentRequest,
  type SandboxEngine,
  toResult,
} from './engine.ts';
import { checkCode, isExpired, sendCode } from './otp-codes.ts';
import { planSale } from './scenarios.ts';
import { type CodeCheck, type OneTimeCode, type Operation, type Payment, withOperation } from './store.ts';

/** How long the platform waits for the OTP (platform docs: OTP rules). */
const WAIT_MILLISECONDS = 30 * 60_000;
const MAX_WRONG_CODES = 5;
/** Per payment (platform docs: OTP rules). */
const MAX_RESENDS = 3;

/** A request for a sale. */
export interface SaleRequest extends PaymentRequest {
  readonly customerId: string;
  readonly phone: string;
  /** The operator that the customer has chosen; when left out, the one that likely serves the number. */
  readonly operator?: string;
  readonly amount: number;
  readonly currency: string;
  readonly description?: string | undefined;
}

/** Stores a sale and returns its request id. @throws {ApiError} 3041 when the payment id is taken. */
export function acceptSale(request: SaleRequest, engine: SandboxEngine): string {
  const {
    paymentId,
    customerId,
    phone,
    operator,
    amount,
    currency,
    description = '',
    callbackUrl,
    callbacks,
  } = request;
  if (engine.store.find(paymentId) !== undefined) {
    throw new ApiError('3041', `A payment ${JSON.stringify(paymentId)} exists already`);
  }
  const requestId = createRequestId();
  const sale = createOperation({ type: 'sale', requestId, amount, callbacks }, engine);
  engine.store.put({
    id: paymentId,
    customerId,
    phone,
    operator: operator ?? guessOperator(phone) ?? 'TELE2',
    description,
    currency,
    amount,
    callbackUrl,
    left: amount,
    status: 'processing',
    createdAt: sale.createdAt,
    changedAt: sale.createdAt,
    operations: [sale],
    requestIds: [requestId],
    wrongCodes: 0,
  });
  engine.schedule({ kind: 'process-sale', paymentId, inMilliseconds: planSale(phone).stepMilliseconds });
  return requestId;
}

/** Ends the first step of a sale: the operator asks for the OTP, or the sale has its result. */
export function processSale(payment: Payment, engine: SandboxEngine): void {
  const { declineBeforeOtp, asksForOtp } = planSale(payment.phone);
  if (declineBeforeOtp !== undefined) return moveSale(payment, 'decline', declineBeforeOtp, engine);
  if (!asksForOtp) return moveSale(payment, 'success', '0', engine);
  moveSale(startWaiting(sendCode(payment, engine), engine), 'awaiting clarification', '9999', engine);
}

/** Accepts an OTP and returns the request id. @throws {ApiError} 3060 when no OTP is awaited. */
export function acceptCode(request: PaymentRequest & { readonly code: string }, engine: SandboxEngine): string {
  const payment = getPayment(request.paymentId, engine);
  const result = checkCode(awaitedOtp(payment), request.code, engine);
  const { acceptsOtp, stepMilliseconds } = planSale(payment.phone);
  const requestId = createRequestId();
  const requested = startWaiting(addRequest(payment, requestId, request), engine);
  moveSale(requested, 'processing', '9999', engine, requestId);
  engine.schedule({
    kind: 'check-code',
    paymentId: payment.id,
    result: result === 'right' && !acceptsOtp ? 'wrong' : result,
    inMilliseconds: stepMilliseconds,
  });
  return requestId;
}

/** Ends the operator's check of an OTP (platform docs: OTP rules). */
export function finishCodeCheck(payment: Payment, result: CodeCheck, engine: SandboxEngine): void {
  if (result === 'right') {
    const { declineAfterOtp: code } = planSale(payment.phone);
    return moveSale(payment, code === undefined ? 'success' : 'decline', code ?? '0', engine);
  }
  const counted = result === 'wrong' ? { ...payment, wrongCodes: payment.wrongCodes + 1 } : payment;
  if (counted.wrongCodes >= MAX_WRONG_CODES) return moveSale(counted, 'decline', '20104', engine);
  moveSale(counted, 'awaiting clarification', '9999', engine);
}

/** Sends a new OTP and returns the request id. @throws {ApiError} 3060 when it is too early, or after the third. */
export function acceptResend(request: PaymentRequest, engine: SandboxEngine): string {
  const payment = getPayment(request.paymentId, engine);
  refuseResend(payment, engine);
  const requestId = createRequestId();
  const { callbacks } = request;
  const action = createOperation(
    { type: 'customer action', requestId, amount: 0, callbacks, ...toResult('success', '0') },
    engine,
  );
  const requested = { ...addRequest(payment, requestId, request), changedAt: action.createdAt };
  const resent = sendCode({ ...requested, operations: [...payment.operations, action] }, engine);
  engine.store.put(resent);
  engine.forwardCallback(resent, action);
  const { wrongStatusAfterResend } = planSale(payment.phone);
  if (wrongStatusAfterResend || engine.hasFault('wrong-status-after-resend', '/v2/customer/action/resend')) {
    const sale = { ...getSale(resent), ...toResult('decline', '20000') };
    engine.forwardCallback({ ...resent, status: 'decline' }, sale);
  }
  return requestId;
}

/** Counts the new OTPs that can still be requested. */
export const countResendsLeft = ({ operations }: Payment): number =>
  MAX_RESENDS - operations.filter(({ type }) => type === 'customer action').length;

function refuseResend(payment: Payment, engine: SandboxEngine): void {
  const otp = awaitedOtp(payment);
  if (countResendsLeft(payment) === 0) {
    throw new ApiError('3060', `The OTP was resent ${MAX_RESENDS} times already, which is the limit`);
  }
  if (!isExpired(otp, engine)) {
    const seconds = Math.ceil((otp.createdAt + engine.options.otpMilliseconds - engine.clock.now()) / 1000);
    throw new ApiError('3060', `It is too early: the OTP can be resent in ${seconds} s`);
  }
}

/** @throws {ApiError} 3060 when no OTP is awaited. */
function awaitedOtp({ status, otp }: Payment): OneTimeCode {
  if (isAwaitingOtp(status) && otp !== undefined) return otp;
  throw new ApiError('3060', `No OTP is awaited: the payment is "${status}"`);
}

/** Ends the wait for the OTP, unless a clarification has restarted it. */
export function stopWaiting(payment: Payment, engine: SandboxEngine): void {
  if (!isAwaitingOtp(payment.status) || (payment.waitsUntil ?? 0) > engine.clock.now()) return;
  moveSale(payment, 'decline', '20602', engine);
}

function startWaiting(payment: Payment, engine: SandboxEngine): Payment {
  engine.schedule({ kind: 'stop-waiting', paymentId: payment.id, inMilliseconds: WAIT_MILLISECONDS });
  return { ...payment, waitsUntil: engine.clock.now() + WAIT_MILLISECONDS };
}

/** Changes the status of a payment and of its sale. Sends a callback, except for `processing`. */
function moveSale(
  payment: Payment,
  status: string,
  code: string,
  engine: SandboxEngine,
  requestId = getSale(payment).requestId,
): void {
  const changes = { ...toResult(status, code), requestId };
  const moved = { ...withOperation(payment, getSale(payment).id, changes, engine.clock.now()), status };
  engine.store.put(moved);
  if (status !== 'processing') engine.forwardCallback(moved, getSale(moved));
}

/** Returns the first operation of a payment. */
function getSale(payment: Payment): Operation {
  const [sale] = payment.operations;
  if (sale === undefined) throw new Error(`the payment ${payment.id} has no sale`);
  return sale;
}
