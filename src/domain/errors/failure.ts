import { EXIT, type ExitCode } from './exit-codes.ts';

/** Details of a failure in addition to the message, each optional. */
export interface FailureDetails {
  /** Next step, in one or two sentences. */
  readonly hint?: string | undefined;
  /** The platform's `request_id`, where an answer carried one. */
  readonly requestId?: string | undefined;
  /** The merchant's id of the payment concerned. */
  readonly paymentId?: string | undefined;
  /** Id of the intent concerned. */
  readonly intentId?: string | undefined;
  /** Code of the platform, as text. Its meaning depends on the context. */
  readonly platformCode?: string | undefined;
  /** Set when the platform code concerns a refund, which has other customer messages than a payment. */
  readonly about?: 'refund' | undefined;
  /** Seconds until the next retry, where the platform names them. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Error that ends a command. `code` is for scripts (snake_case, never changes),
 * `message` and `hint` are for users. An error of any other class is a bug of rocketpay.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: ExitCode;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly paymentId: string | undefined;
  readonly intentId: string | undefined;
  readonly platformCode: string | undefined;
  readonly about: 'refund' | undefined;
  readonly retryAfter: number | undefined;

  constructor(exit: ExitCode, code: string, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exit = exit;
    this.code = code;
    this.hint = details.hint;
    this.requestId = details.requestId;
    this.paymentId = details.paymentId;
    this.intentId = details.intentId;
    this.platformCode = details.platformCode;
    this.about = details.about;
    this.retryAfter = details.retryAfter;
  }
}

/** Returns the failure with the missing ids of the write concerned. */
export function withSubject(
  failure: Failure,
  { intentId, paymentId, requestId }: Pick<FailureDetails, 'intentId' | 'paymentId' | 'requestId'>,
): Failure {
  const { exit, code, message, hint, platformCode, about, retryAfter, cause } = failure;
  return new Failure(exit, code, message, {
    ...{ hint, platformCode, about, retryAfter, cause },
    requestId: failure.requestId ?? requestId,
    paymentId: failure.paymentId ?? paymentId,
    intentId: failure.intentId ?? intentId,
  });
}

/** Returns the message without "Nothing was sent.", for a row of a batch. */
export const errorMessage = ({ message }: Failure): string =>
  message.replace(/ Nothing was sent\.$/, '').replace(/\.$/, '');

/** A request that is blocked before it is sent. `message` is a sentence; the text that nothing was sent follows it. */
export const blockedFailure = (code: string, message: string, details: FailureDetails = {}): Failure =>
  new Failure(EXIT.blocked, code, `${message} Nothing was sent.`, details);

/** Creates the failure for wrong arguments or invalid input. Nothing was sent. */
export const usageError = (message: string, hint?: string): Failure =>
  new Failure(EXIT.usage, 'usage', message, { hint });

/** Creates the failure for a missing profile or secret, or for invalid settings. Nothing was sent. */
export const credentialsFailure = (code: string, message: string, hint?: string): Failure =>
  new Failure(EXIT.credentials, code, message, { hint });

/** Creates the failure for Ctrl-C without a write in flight. */
export const interruptedFailure = (hint?: string): Failure =>
  new Failure(EXIT.interrupted, 'interrupted', 'Interrupted.', { hint });

/** Joins hints into one text. Each but the last ends with a full stop, which separates a command line from the next hint. */
export const joinedHints = (...hints: readonly (string | undefined)[]): string =>
  hints
    .filter((hint) => hint !== undefined && hint !== '')
    .map((hint, at, all) => (at < all.length - 1 && !/[.!?]$/.test(hint ?? '') ? `${hint}.` : hint))
    .join(' ');
