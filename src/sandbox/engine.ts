import { randomBytes } from 'node:crypto';
import type { Clock } from '#async/clock';
import { explainOperationCode } from '#domain/platform-codes/platform-codes';
import { ApiError } from '#sandbox/gate/api-error';
import type { CallbackOptions, Operation, Payment, SandboxStore, Task } from './store.ts';

/** What sales and refunds work with. */
export interface SandboxEngine {
  readonly books: SandboxStore;
  readonly clock: Clock;
  /** Life of an OTP, which is also how long a resend has to wait. */
  readonly otpMilliseconds: number;
  /** Makes a new OTP and sends it to the phone of the payment; the payment has it in what comes back. */
  readonly sendCode: (payment: Payment) => Payment;
  /** Lets something happen to a payment later. */
  readonly plan: (task: TaskPlan) => void;
  /** Sends a callback about an operation of a payment. */
  readonly tell: (payment: Payment, operation: Operation) => void;
  /** Whether the fault of a wrong status after a resend occurs now. */
  readonly liesAfterResend: () => boolean;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'number' | 'at'> : never;

/** A task before it is booked: when it is due counts from now. */
export type TaskPlan = Unnumbered<Task> & { readonly inMilliseconds: number };

/** What every request about a payment may carry (platform docs: optional parameters). */
export interface RequestOptions {
  readonly callbacks: CallbackOptions;
  /** Where all callbacks of the payment go from now on. */
  readonly callbackUrl: string | undefined;
}

/** A new `request_id`. */
export const createRequestId = (): string => randomBytes(20).toString('hex');

/** The payment with an accepted request on record. */
export function withRequest(payment: Payment, requestId: string, wishes?: RequestOptions): Payment {
  return {
    ...payment,
    requestIds: [...payment.requestIds, requestId],
    callbackUrl: wishes?.callbackUrl ?? payment.callbackUrl,
  };
}

/** @throws {ApiError} 3061 when there is no such payment. */
export function paymentOf(paymentId: string, { books }: SandboxEngine): Payment {
  const payment = books.find(paymentId);
  if (payment === undefined) throw new ApiError('3061', `There is no payment ${JSON.stringify(paymentId)}`);
  return payment;
}

/** How an operation stands, with the platform's words for its code. */
export function resultOf(status: string, code: string): Pick<Operation, 'status' | 'code' | 'message'> {
  const message = code === '0' ? 'Success' : (explainOperationCode(code)?.meaning ?? '');
  return { status, code, message };
}
