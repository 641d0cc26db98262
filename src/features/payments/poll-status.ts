import { createDeadline } from '#async/deadline';
import type { Context, Gate } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure, withSubject } from '#domain/errors/failure';
import { isRealError, type PaymentState } from '#domain/payments/payment-state';
import type { Verdict } from '#domain/payments/wait-verdict';
import type { Profile } from '#domain/profiles/profile';
import { DEFAULT_DEADLINE_MS } from '#domain/time/default-limits';
import { formatDuration } from '#domain/time/duration';
import { fetchStatus, type PaymentAnswer } from './fetch-status.ts';
import { recordOwnStatus } from './record-status.ts';

/** The state to wait for, and the time limit. */
export interface Wait {
  readonly paymentId: string;
  /** Request id of the accepted write to follow. */
  readonly requestId?: string | undefined;
  /** Intent id of the accepted write in the ledger. */
  readonly intentId?: string | undefined;
  /** Value of `--until` that continues this wait. */
  readonly until: string;
  /** Returns whether a state is the expected one, can no longer become it, or is still open. */
  readonly judge: (state: PaymentState) => Verdict | Promise<Verdict>;
  /** Time limit in milliseconds; five minutes when undefined. */
  readonly deadlineMilliseconds?: number | undefined;
  /** Description of the expected result, if it is not the payment: `the refund of 20.20 KZT`. */
  readonly what?: string | undefined;
  /** True after an accepted write of this run: then the platform must not be asked immediately. */
  readonly justBegun: boolean;
  /** Called with each state that differs from the previous one. */
  readonly onChange?: (answer: PaymentAnswer) => void;
}

/** Delays between status requests, as multiples of the profile's first delay: 10, 15, 20, 30, 40, then every 60 s. */
const PACE = [1, 1.5, 2, 3, 4, 6];

/**
 * Polls the status until it is the expected one (platform docs: status; no
 * earlier than 10 s after the first request). Requests without an answer are repeated.
 *
 * @throws {Failure} `declined` (3) when the state can no longer be reached, `pending` (8) at the deadline,
 * `answer_unverified` or `result_unknown` (9) for an answer that is not signed, `interrupted` (130).
 */
export async function waitForPayment(
  wait: Wait,
  gate: Gate,
  profile: Pick<Profile, 'statusDelaySeconds'>,
  context: Polling,
): Promise<PaymentAnswer> {
  try {
    const start = wait.what === undefined ? 'waiting for the platform' : `waiting for ${wait.what} (${wait.paymentId})`;
    return await context.terminal.withSpinner(start, (say) => poll(wait, gate, profile, context, say));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.exit !== EXIT.interrupted) throw withSubject(error, wait);
    const request = wait.justBegun ? 'The request was accepted' : 'Waiting sends nothing';
    throw withSubject(interruptedFailure(`${request}. To continue waiting: ${goOn(wait)}`), wait);
  }
}

type Polling = Pick<Context, 'clock' | 'signal' | 'terminal' | 'ledger' | 'profile'>;

async function poll(
  wait: Wait,
  gate: Gate,
  profile: Pick<Profile, 'statusDelaySeconds'>,
  context: Polling,
  say: (text: string) => void,
): Promise<PaymentAnswer> {
  let last: PaymentAnswer | Failure | undefined;
  for await (const answer of answers(wait, gate, profile, context)) {
    if (stateText(answer) !== stateText(last)) say(progressText(wait, answer));
    if (answer instanceof Failure) {
      last ??= answer;
      continue;
    }
    if (stateText(answer) !== stateText(last)) wait.onChange?.(answer);
    last = answer;
    const verdict = await wait.judge(answer.state);
    if (verdict.kind === 'reached') return answer;
    if (verdict.kind === 'failed') throw verdict.failure;
  }
  throw lateFailure(wait, last);
}

/** Yields the platform's answers, with the delays that it requires, until the deadline. */
async function* answers(
  wait: Wait,
  gate: Gate,
  { statusDelaySeconds }: Pick<Profile, 'statusDelaySeconds'>,
  context: Polling,
): AsyncGenerator<PaymentAnswer | Failure> {
  const { clock, signal } = context;
  const deadline = createDeadline(deadlineOf(wait), clock);
  const bounded = deadline.bound(gate);
  let notBefore = 0;
  for (let round = wait.justBegun ? 0 : -1; ; round++) {
    const left = deadline.remaining();
    if (left <= 0) return;
    const wanted = Math.max(pause(round) * statusDelaySeconds * 1000, notBefore);
    await clock.sleep(Math.min(wanted, left), signal);
    // Even at the deadline no request is sent before the platform allows the first one.
    if (round === 0 && wait.justBegun && wanted > left) return;
    const answer = await askOnce(wait, bounded, context);
    notBefore = answer instanceof Failure ? (answer.retryAfter ?? 0) * 1000 : 0;
    yield answer;
  }
}

/** Returns an answer, or the failure of a request that will be repeated. */
async function askOnce(wait: Wait, gate: Gate, context: Polling): Promise<PaymentAnswer | Failure> {
  try {
    const answer = await fetchStatus(wait.paymentId, gate, context);
    await recordOwnStatus(answer, context);
    return answer;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit === EXIT.interrupted) throw error;
    if (error.exit === EXIT.unavailable) return error;
    if (wait.justBegun) throw resultUnknown(wait, error);
    throw error.exit === EXIT.refused ? questionRefused(error) : error;
  }
}

/** Converts a refused status request: exit code 3 would tell a script that the payment was declined. */
const questionRefused = ({ message, hint, paymentId, platformCode, requestId }: Failure): Failure =>
  new Failure(
    EXIT.unavailable,
    'refused',
    `The status request was refused. This does not mean that the payment failed. ${message}`,
    {
      hint,
      paymentId,
      platformCode,
      requestId,
    },
  );

/** Converts a failed status request after an accepted write: it does not mean that the write failed. */
function resultUnknown(wait: Wait, { message, exit }: Failure): Failure {
  const ends = exit === EXIT.unverified ? EXIT.unverified : EXIT.pending;
  return new Failure(ends, 'result_unknown', `It was accepted, but its result is not known: ${message}`, {
    hint: `Do not repeat it. To see the result: ${goOn(wait)}`,
    paymentId: wait.paymentId,
    requestId: wait.requestId,
  });
}

/** Returns the delay before a round as a multiple of the first delay; 0 before round -1. */
const pause = (round: number): number => (round < 0 ? 0 : (PACE[Math.min(round, PACE.length - 1)] ?? 1));

/** Returns the part of an answer that shows a change. */
function stateText(answer: PaymentAnswer | Failure | undefined): string {
  if (answer === undefined) return '';
  return answer instanceof Failure ? answer.code : JSON.stringify([answer.state.status, answer.state.operations]);
}

/** Formats the progress. A refund has its own status, which differs from the status of its payment. */
const progressText = ({ what, paymentId }: Wait, answer: PaymentAnswer | Failure): string =>
  what === undefined || answer instanceof Failure
    ? `${paymentId}: ${statusText(answer)}`
    : `waiting for ${what} (${paymentId})`;

function statusText(answer: PaymentAnswer | Failure): string {
  if (answer instanceof Failure) return `no answer yet (${answer.message})`;
  const { error, status } = answer.state;
  if (error === undefined) return status;
  return isRealError(error.code) ? `ended with the error ${error.code}` : 'not known to the platform yet';
}

/** Returns the command that continues the wait. */
const goOn = ({ paymentId, until }: Wait): string => `rocketpay wait ${shellWord(paymentId)} --until ${until}`;

const deadlineOf = ({ deadlineMilliseconds = DEFAULT_DEADLINE_MS }: Wait): number => deadlineMilliseconds;

function lateFailure(wait: Wait, last: PaymentAnswer | Failure | undefined): Failure {
  if (last instanceof Failure && wait.justBegun) return resultUnknown(wait, last);
  const duration = formatDuration(deadlineOf(wait));
  const message =
    last instanceof Failure
      ? `Still no usable answer after ${duration}. ${last.message}`
      : stillText(wait, last, duration);
  return new Failure(EXIT.pending, 'pending', message, {
    hint: `${wait.justBegun ? 'The request was accepted. ' : ''}To continue waiting: ${goOn(wait)}`,
    paymentId: wait.paymentId,
    requestId: wait.requestId,
  });
}

/** Formats the message at the deadline. The status of a payment is not the result of its refund. */
function stillText({ what, until }: Wait, last: PaymentAnswer | undefined, duration: string): string {
  const status = last === undefined ? 'not known' : statusText(last);
  const refund = what ?? (until.split(',').includes('refunded') ? 'a refund' : undefined);
  if (refund === undefined) return `Still ${status} after ${duration}.`;
  return `No final result of ${refund} after ${duration} (status of the payment: ${status}).`;
}
