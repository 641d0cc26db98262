import { EXIT, type ExitCode } from './exit-codes.ts';

/** What to tell beside the message: each part is optional. */
export interface FailureDetails {
  /** What to do next, in one or two sentences. */
  readonly hint?: string | undefined;
  /** The platform's `request_id`, where an answer carried one. */
  readonly requestId?: string | undefined;
  /** The merchant's id of the payment that this is about. */
  readonly paymentId?: string | undefined;
  /** The ledger's intent that this is about. */
  readonly intentId?: string | undefined;
  /** The platform's own code, as text. Its meaning depends on where it came from. */
  readonly platformCode?: string | undefined;
  /** Set when the platform's code is about a refund: it has other customer sentences than that of a payment. */
  readonly about?: 'refund' | undefined;
  /** After how many seconds the platform wants to be asked again, where it said so. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Anything that ends a command other than success. `code` is for scripts (snake_case, never changes),
 * `message` and `hint` are for people. An error of any other class is a bug of ours.
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

/** A failure with what it does not tell yet of the write that it is about. */
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

/** What a refund is held back for, where it is plain that nothing was sent: of one row of many. */
export const errorMessage = ({ message }: Failure): string =>
  message.replace(/ Nothing was sent\.$/, '').replace(/\.$/, '');

/** A request that is blocked before it is sent. `message` is a sentence; the text that nothing was sent follows it. */
export const blockedFailure = (code: string, message: string, details: FailureDetails = {}): Failure =>
  new Failure(EXIT.held, code, `${message} Nothing was sent.`, details);

/** Wrong words or invalid input: nothing was sent. */
export const usageError = (message: string, hint?: string): Failure =>
  new Failure(EXIT.usage, 'usage', message, { hint });

/** No profile, no secret, or settings that cannot work: nothing was sent. */
export const credentialsFailure = (code: string, message: string, hint?: string): Failure =>
  new Failure(EXIT.credentials, code, message, { hint });

/** The person pressed Ctrl-C, and no write was in flight. */
export const interruptedFailure = (hint?: string): Failure =>
  new Failure(EXIT.interrupted, 'interrupted', 'Interrupted.', { hint });

/** Several hints as one: each ends as a sentence, so that a command line at its end can be told from what follows. */
export const joinedHints = (...hints: readonly (string | undefined)[]): string =>
  hints
    .filter((hint) => hint !== undefined && hint !== '')
    .map((hint, at, all) => (at < all.length - 1 && !/[.!?]$/.test(hint ?? '') ? `${hint}.` : hint))
    .join(' ');
