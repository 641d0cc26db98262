import { joinTexts, Message, mapText, message, type Text } from '#domain/language/message';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Details of a failure in addition to the message, each optional. */
export interface FailureDetails {
  /** Next step, in one or two sentences. */
  readonly hint?: Text | undefined;
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
 * Error that ends a command. `code` is for scripts (snake_case, never changes). `text` and `nextStep` are for users, in their
 * language; `message` and `hint` are the same in English, for documents and records. An error of any other class is a bug of
 * rocketpay.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: ExitCode;
  readonly code: string;
  readonly text: Text;
  readonly nextStep: Text | undefined;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly paymentId: string | undefined;
  readonly intentId: string | undefined;
  readonly platformCode: string | undefined;
  readonly about: 'refund' | undefined;
  readonly retryAfter: number | undefined;

  constructor(exit: ExitCode, code: string, text: Text, details: FailureDetails = {}) {
    super(String(text), details.cause === undefined ? undefined : { cause: details.cause });
    this.exit = exit;
    this.code = code;
    this.text = text;
    this.nextStep = details.hint;
    this.hint = details.hint === undefined ? undefined : String(details.hint);
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
  const { exit, code, text, nextStep: hint, platformCode, about, retryAfter, cause } = failure;
  return new Failure(exit, code, text, {
    ...{ hint, platformCode, about, retryAfter, cause },
    requestId: failure.requestId ?? requestId,
    paymentId: failure.paymentId ?? paymentId,
    intentId: failure.intentId ?? intentId,
  });
}

const NOTHING_SENT = message('Nothing was sent.');

/** Returns the message without "Nothing was sent.", for a row of a batch. */
export const errorMessage = ({ text }: Failure): Text =>
  new Message((translator) => {
    const shown = translator.show(text);
    const end = ` ${translator.show(NOTHING_SENT)}`;
    return (shown.endsWith(end) ? shown.slice(0, -end.length) : shown).replace(/\.$/, '');
  });

/** A request that is blocked before it is sent. `text` is a sentence; the text that nothing was sent follows it. */
export const blockedFailure = (code: string, text: Text, details: FailureDetails = {}): Failure =>
  new Failure(EXIT.blocked, code, joinTexts([text, NOTHING_SENT], ' '), details);

/** Creates the failure for wrong arguments or invalid input. Nothing was sent. */
export const usageError = (text: Text, hint?: Text): Failure => new Failure(EXIT.usage, 'usage', text, { hint });

/** Creates the failure for a missing profile or secret, or for invalid settings. Nothing was sent. */
export const credentialsFailure = (code: string, text: Text, hint?: Text): Failure =>
  new Failure(EXIT.credentials, code, text, { hint });

/** Creates the failure for Ctrl-C without a write in flight. */
export const interruptedFailure = (hint?: Text): Failure =>
  new Failure(EXIT.interrupted, 'interrupted', message('Interrupted.'), { hint });

/** Joins hints into one text. Each but the last ends with a full stop, which separates a command line from the next hint. */
export function joinedHints(...hints: readonly (Text | undefined)[]): Text {
  const given = hints.filter((hint) => hint !== undefined && hint !== '') as readonly Text[];
  const withEnd = (hint: string) => (/[.!?]$/.test(hint) ? hint : `${hint}.`);
  return joinTexts(
    given.map((hint, at) => (at < given.length - 1 ? mapText(hint, withEnd) : hint)),
    ' ',
  );
}
