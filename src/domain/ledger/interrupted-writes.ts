import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, shownText, type Text } from '#domain/language/message';
import type { Intent } from './intent.ts';
import { KIND_WORDS } from './state-words.ts';

/** Maximum number of writes that the message names. */
const MAX_NAMED = 20;

/**
 * Returns the failure of a program that a second signal ends while writes have no known outcome, and names these writes.
 * Undefined when there is none.
 *
 * @param unclear in flight, or ended with an unknown outcome; one that is in both states is named once
 */
export function interruptedWrites(unclear: Iterable<Intent>): Failure | undefined {
  const intents = [...new Map([...unclear].map((intent) => [intent.id, intent])).values()];
  const [first] = intents;
  if (first === undefined) return undefined;
  const named = intents.slice(0, MAX_NAMED).map(writeText);
  const more = intents.length - MAX_NAMED;
  const writes = joinTexts([...named, more > 0 ? message('and {count} more', { count: more }) : undefined], '; ');
  return new Failure(
    EXIT.unknown,
    'outcome_unknown',
    message('Interrupted. The outcome of {count:one request|# requests} is not known: {writes}.', {
      count: intents.length,
      writes,
    }),
    {
      hint: message('Do not repeat them. First: rocketpay resume --all --wait'),
      ...(intents.length === 1 ? { intentId: first.id, paymentId: first.paymentId } : {}),
    },
  );
}

/**
 * Returns the exit code of a program that a second signal ends: that of the result if there is one, else that of the
 * writes without a known outcome (6), else 130. A result that was not completely written ends with 11.
 */
export function exitCodeAtSignal({
  decided,
  isWritten,
  failure,
}: {
  /** The exit code of the command, which has ended. */
  readonly decided: ExitCode | undefined;
  /** True when the whole output of the command was written. */
  readonly isWritten: boolean;
  readonly failure: Failure | undefined;
}): ExitCode {
  if (decided === undefined) return failure?.exit ?? EXIT.interrupted;
  return decided === EXIT.done && !isWritten ? EXIT.output : decided;
}

const writeText = ({ kind, paymentId, amount, id }: Intent): Text =>
  joinTexts([KIND_WORDS[kind], paymentId, amount && shownText(amount), `(${id})`], ' ');
