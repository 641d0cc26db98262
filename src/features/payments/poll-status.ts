import { createDeadline } from '#async/deadline';
import type { Context, Gate } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure, withSubject } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { isRealError, type PaymentState } from '#domain/payments/payment-state';
import type { WaitResult } from '#domain/payments/wait-result';
import { DEFAULT_DEADLINE_MS } from '#domain/time/default-timeouts';
import { durationMessage } from '#domain/time/duration';
import type { Accepted, PaymentDocument } from '#schemas/document-types';
import { fetchStatus, type PaymentAnswer, toPaymentDocument } from './fetch-status.ts';
import { recordOwnStatus } from './record-status.ts';
import { CallbackHints, MIN_SPACING } from './watch-callbacks.ts';

/** The state to wait for, and the time limit. */
export interface WaitGoal {
  /** Compares a state with the expected one. */
  readonly check: (state: PaymentState) => WaitResult | Promise<WaitResult>;
  /** Value of `--until` that continues this wait. */
  readonly until: string;
  /** Time limit in milliseconds; default: five minutes. */
  readonly deadlineMilliseconds?: number | undefined;
  /** Description of the expected result, if it is not the payment: `the refund of 20.20 KZT`. */
  readonly what?: Text | undefined;
  /** Receives each state that differs from the previous one. */
  readonly onChange?: (answer: PaymentAnswer) => void;
}

/** A wait for a payment, or for the result of an accepted write. */
export interface Wait extends WaitGoal {
  readonly paymentId: string;
  /** Request id of the accepted write. */
  readonly requestId?: string | undefined;
  /** Intent id of the accepted write. */
  readonly intentId?: string | undefined;
  /** True after an accepted write of this run: the first status request must be delayed. */
  readonly justBegun: boolean;
}

type PollContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'signal' | 'terminal'>;

/** Delays between status requests, as multiples of the profile's first delay: 10, 15, 20, 30, 40, then 60 s. */
const DELAYS = [1, 1.5, 2, 3, 4, 6];

/** Polls the status of an accepted write until it has a result: see {@link waitForPayment}. */
export async function awaitResult<T extends Accepted>(
  accepted: T,
  goal: WaitGoal,
  context: PollContext,
): Promise<T & PaymentDocument> {
  const { paymentId, requestId, intent: intentId } = accepted;
  const answer = await waitForPayment({ ...goal, paymentId, requestId, intentId, justBegun: true }, context);
  // The fields of the write come first, and the answer does not override them.
  return { ...accepted, ...toPaymentDocument(answer), ...accepted, status: answer.state.status };
}

/**
 * Polls the status until it is the expected one, no earlier than 10 s after the first request (platform docs: status).
 * Requests without an answer are repeated.
 *
 * @throws {Failure} `declined` (3) when the state can no longer be reached, `pending` (8) at the deadline,
 * `answer_unverified` or `result_unknown` (9) for an unsigned answer, `interrupted` (130).
 */
export async function waitForPayment(wait: Wait, context: PollContext): Promise<PaymentAnswer> {
  const { what, paymentId, justBegun } = wait;
  const start =
    what === undefined
      ? message('waiting for the platform')
      : message('waiting for {what} ({paymentId})', { what, paymentId });
  const hints = await CallbackHints.open(paymentId, context);
  try {
    return await context.terminal.withSpinner(start, (say) => poll(wait, hints, context, say));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.exit !== EXIT.interrupted) throw withSubject(error, wait);
    const request = justBegun ? message('The request was accepted.') : message('Waiting sends nothing.');
    throw withSubject(interruptedFailure(joinTexts([request, continueText(wait)], ' ')), wait);
  } finally {
    hints.close();
  }
}

async function poll(
  wait: Wait,
  hints: CallbackHints,
  context: PollContext,
  say: (text: Text) => void,
): Promise<PaymentAnswer> {
  let last: PaymentAnswer | Failure | undefined;
  for await (const answer of answers(wait, hints, context)) {
    const isChange = stateKey(answer) !== stateKey(last);
    if (isChange) say(progressText(wait, answer));
    if (answer instanceof Failure) {
      last ??= answer;
      continue;
    }
    if (isChange) wait.onChange?.(answer);
    last = answer;
    const result = await wait.check(answer.state);
    if (result.kind === 'reached') return answer;
    if (result.kind === 'failed') throw result.failure;
  }
  throw lateFailure(wait, last);
}

/** Yields the platform's answers, with the delays that it requires, until the deadline. A hint ends a delay. */
async function* answers(
  wait: Wait,
  hints: CallbackHints,
  context: PollContext,
): AsyncGenerator<PaymentAnswer | Failure> {
  const { clock, signal } = context;
  const { statusDelaySeconds } = await context.profile();
  const deadline = createDeadline(readDeadline(wait), clock);
  const gate = deadline.bound(await context.gate());
  let notBefore = 0;
  for (let round = wait.justBegun ? 0 : -1; ; round++) {
    const left = deadline.remaining();
    if (left <= 0) return;
    const isFirst = round === 0 && wait.justBegun;
    const delay = Math.max(delayFactor(round) * statusDelaySeconds * 1000, notBefore);
    const least = isFirst ? delay : Math.max(MIN_SPACING * statusDelaySeconds * 1000, notBefore);
    await hints.sleep({ least: Math.min(least, left), most: Math.min(delay, left) }, signal);
    // Even at the deadline no request is sent before the platform allows the first one.
    if (isFirst && delay > left) return;
    const answer = await requestStatus(wait, gate, context);
    notBefore = answer instanceof Failure ? (answer.retryAfter ?? 0) * 1000 : 0;
    yield answer;
  }
}

const delayFactor = (round: number): number => (round < 0 ? 0 : (DELAYS[Math.min(round, DELAYS.length - 1)] ?? 1));

/** Returns an answer, or the failure of a request that will be repeated. */
async function requestStatus(wait: Wait, gate: Gate, context: PollContext): Promise<PaymentAnswer | Failure> {
  try {
    const answer = await fetchStatus(wait.paymentId, gate, context);
    await recordOwnStatus(answer, context);
    return answer;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
    if (error.exit === EXIT.unavailable) return error;
    if (wait.justBegun) throw resultUnknown(wait, error);
    throw error.exit === EXIT.refused ? statusRefused(error) : error;
  }
}

/** Converts a refused status request: exit code 3 would mean that the payment was declined. */
const statusRefused = ({ text, nextStep: hint, paymentId, platformCode, requestId }: Failure): Failure =>
  new Failure(
    EXIT.unavailable,
    'refused',
    message('The status request was refused. This does not mean that the payment failed. {reason}', { reason: text }),
    { hint, paymentId, platformCode, requestId },
  );

/** Converts a failed status request after an accepted write: it does not mean that the write failed. */
const resultUnknown = (wait: Wait, { text, exit }: Failure): Failure =>
  new Failure(
    exit === EXIT.unverified ? EXIT.unverified : EXIT.pending,
    'result_unknown',
    message('It was accepted, but its result is not known: {reason}', { reason: text }),
    {
      hint: message('Do not repeat it. To see the result: {command}', { command: waitCommand(wait) }),
      paymentId: wait.paymentId,
      requestId: wait.requestId,
    },
  );

/** Returns the part of an answer that shows a change. */
function stateKey(answer: PaymentAnswer | Failure | undefined): string {
  if (answer === undefined) return '';
  return answer instanceof Failure ? answer.code : JSON.stringify([answer.state.status, answer.state.operations]);
}

/** Formats the progress. A refund has its own status, which differs from the status of its payment. */
const progressText = ({ what, paymentId }: Wait, answer: PaymentAnswer | Failure): Text =>
  what === undefined || answer instanceof Failure
    ? joinTexts([paymentId, statusText(answer)], ': ')
    : message('waiting for {what} ({paymentId})', { what, paymentId });

function statusText(answer: PaymentAnswer | Failure): Text {
  if (answer instanceof Failure) return message('no answer yet ({reason})', { reason: answer.text });
  const { error, status } = answer.state;
  if (error === undefined) return status;
  return isRealError(error.code)
    ? message('ended with the error {code}', { code: String(error.code) })
    : message('not known to the platform yet');
}

const continueText = (wait: Wait): Text => message('To continue waiting: {command}', { command: waitCommand(wait) });

/** Returns the command that continues the wait. */
const waitCommand = ({ paymentId, until }: Wait): string => `rocketpay wait ${shellWord(paymentId)} --until ${until}`;

const readDeadline = ({ deadlineMilliseconds = DEFAULT_DEADLINE_MS }: Wait): number => deadlineMilliseconds;

function lateFailure(wait: Wait, last: PaymentAnswer | Failure | undefined): Failure {
  const { justBegun, paymentId, requestId } = wait;
  if (last instanceof Failure && justBegun) return resultUnknown(wait, last);
  const duration = durationMessage(readDeadline(wait));
  const text =
    last instanceof Failure
      ? message('Still no usable answer after {duration}. {reason}', { duration, reason: last.text })
      : pendingText(wait, last, duration);
  const accepted = justBegun ? message('The request was accepted.') : undefined;
  const hint = joinTexts([accepted, continueText(wait)], ' ');
  return new Failure(EXIT.pending, 'pending', text, { hint, paymentId, requestId });
}

/** Formats the message at the deadline. The status of a payment is not the result of its refund. */
function pendingText({ what, until }: Wait, last: PaymentAnswer | undefined, duration: Text): Text {
  const status = last === undefined ? message('not known') : statusText(last);
  const refund = what ?? (until.split(',').includes('refunded') ? message('a refund') : undefined);
  if (refund === undefined) return message('Still {status} after {duration}.', { status, duration });
  return message('No final result of {refund} after {duration} (status of the payment: {status}).', {
    ...{ refund, duration, status },
  });
}
