import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { formatMajor } from '#domain/payments/amount';
import type { Intent } from './intent.ts';

/** How many are named; the others are counted. */
const MAX_NAMED = 20;

/**
 * What a program ends with that is told a second time to end while requests are in flight: which ones they are.
 * Undefined when there is none.
 */
export function interruptedWrites(inFlight: Iterable<Intent>): Failure | undefined {
  const intents = [...inFlight];
  const [first] = intents;
  if (first === undefined) return undefined;
  const named = intents.slice(0, MAX_NAMED).map(writeText).join('; ');
  const more = intents.length > MAX_NAMED ? `; and ${intents.length - MAX_NAMED} more` : '';
  const what = intents.length === 1 ? 'One request was' : `${intents.length} requests were`;
  return new Failure(
    EXIT.unknown,
    'outcome_unknown',
    `Interrupted. ${what} in flight, and the outcome is not known: ${named}${more}.`,
    {
      hint: 'Do not repeat them. First: rocketpay resume --all --wait',
      ...(intents.length === 1 ? { intentId: first.id, paymentId: first.paymentId } : {}),
    },
  );
}

const writeText = ({ kind, paymentId, amount, id }: Intent): string =>
  [kind, paymentId ?? '', amount === undefined ? '' : formatMajor(amount), `(${id})`].filter(Boolean).join(' ');
