import { randomBytes } from 'node:crypto';
import type { Clock } from '#async/clock';
import { explainOperationCode } from '#domain/platform-codes/platform-codes';
import type { SandboxOptions } from '#domain/sandbox/sandbox-options';
import type { Secret } from '#domain/signature/secret';
import { ApiError } from '#sandbox/gate/api-error';
import type { FaultInjector } from './fault-injector.ts';
import type { CallbackOptions, Operation, Payment, SandboxStore, Task } from './store.ts';

/** A running sandbox: what its parts share. */
export interface SandboxEngine {
  readonly options: SandboxOptions;
  readonly projectId: number;
  readonly secret: Secret;
  readonly store: SandboxStore;
  /** The sandbox's own time. */
  readonly clock: Clock;
  /** Returns a number from 0 to below 1. */
  readonly random: () => number;
  readonly hasFault: FaultInjector;
  /** Runs a task later. */
  readonly schedule: (task: NewTask) => void;
  /** Sends a callback about an operation, unless the request or a fault prevents it. */
  readonly forwardCallback: (payment: Payment, operation: Operation) => void;
  /** Writes the state file, where there is one. @throws {Failure} when it cannot be written. */
  readonly save: () => void;
  /** Writes the state file outside a request: a failure is reported and nothing stops. */
  readonly saveOrReport: () => void;
  readonly reportProblem: (error: Error) => void;
  /** Aborted when the sandbox is closed. */
  readonly signal: AbortSignal;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'number' | 'at'> : never;

/** A task that is not scheduled yet, with its delay from now. */
export type NewTask = Unnumbered<Task> & { readonly inMilliseconds: number };

/** A request about a payment, with checked fields (platform docs: optional parameters). */
export interface PaymentRequest {
  readonly paymentId: string;
  readonly callbacks: CallbackOptions;
  /** The URL of all further callbacks of the payment. */
  readonly callbackUrl: string | undefined;
}

/** Creates a `request_id`. */
export const createRequestId = (): string => randomBytes(20).toString('hex');

/** Creates the operation of an accepted request. */
export function createOperation(
  operation: Pick<Operation, 'type' | 'requestId' | 'amount' | 'callbacks'> & Partial<Operation>,
  { store, clock }: SandboxEngine,
): Operation {
  const now = clock.now();
  return { id: store.takeNumber(), ...toResult('processing', '9999'), createdAt: now, changedAt: now, ...operation };
}

/** Adds an accepted request to a payment. */
export const addRequest = (payment: Payment, requestId: string, request: PaymentRequest): Payment => ({
  ...payment,
  requestIds: [...payment.requestIds, requestId],
  callbackUrl: request.callbackUrl ?? payment.callbackUrl,
});

/** @throws {ApiError} 3061 when there is no such payment. */
export function getPayment(paymentId: string, { store }: SandboxEngine): Payment {
  const payment = store.find(paymentId);
  if (payment === undefined) throw new ApiError('3061', `There is no payment ${JSON.stringify(paymentId)}`);
  return payment;
}

/** Returns the status of an operation, with its code and the platform's message for the code. */
export function toResult(status: string, code: string): Pick<Operation, 'status' | 'code' | 'message'> {
  const message = code === '0' ? 'Success' : String(explainOperationCode(code)?.meaning ?? '');
  return { status, code, message };
}
