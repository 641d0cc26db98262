import type { Intent } from '#domain/ledger/intent';
import type { Note } from '#domain/ledger/note';
import { type Amount, formatMajor } from '#domain/payments/amount';
import { operationKey, type PaymentState } from '#domain/payments/payment-state';
import { isRefundIntent } from './refund-history.ts';

/** State of a payment at the platform and in the ledger, read at one time. */
export interface PaymentView {
  readonly state: PaymentState;
  /** Intents of the payment, including those under other hosts. */
  readonly intents: readonly Intent[];
  /** Notes on the payment, oldest first. */
  readonly notes: readonly Note[];
}

/** Returns the intent ids and operation keys that a summary of this payment shows. */
export const listShownKeys = ({ state, intents }: Omit<PaymentView, 'notes'>): readonly string[] => [
  ...intents.map(({ id }) => id),
  ...state.operations.map(operationKey),
];

/**
 * Describes what has changed in a payment since the user saw its summary, one clause for each change: operations and refunds by
 * any caller, other statuses, another amount left. Empty when nothing has changed.
 */
export function describeChanges(seen: PaymentView, now: PaymentView): readonly string[] {
  const { status, left } = now.state;
  return [
    ...(status === seen.state.status ? [] : [`its status was "${seen.state.status}" and is "${status}"`]),
    ...(sameAmount(left, seen.state.left)
      ? []
      : [`${amountText(seen.state.left)} was left and ${amountText(left)} is left now`]),
    ...changedOperations(seen.state, now.state),
    ...changedIntents(seen.intents, now.intents),
    ...now.notes.slice(seen.notes.length).map(({ by, text }) => `${by} has noted ${JSON.stringify(text ?? '')}`),
  ];
}

function changedOperations(seen: PaymentState, now: PaymentState): string[] {
  const before = new Map(seen.operations.map((operation) => [operationKey(operation), operation]));
  return now.operations.flatMap((operation) => {
    const { type, status, amount } = operation;
    const known = before.get(operationKey(operation));
    const what = `${type} of ${amountText(amount)}`;
    if (known === undefined) return [`it has a new operation: ${what} (${status})`];
    if (known.status !== status) return [`the ${what} was "${known.status}" and is "${status}"`];
    return sameAmount(known.amount, amount)
      ? []
      : [`the ${type} of ${amountText(known.amount)} is of ${amountText(amount)}`];
  });
}

function changedIntents(seen: readonly Intent[], now: readonly Intent[]): string[] {
  const before = new Map(seen.map(({ id, state }) => [id, state]));
  return now.filter(isRefundIntent).flatMap(({ id, state, amount, user, host }) => {
    const known = before.get(id);
    if (known === state) return [];
    const what = `refund of ${amountText(amount)} by ${user}@${host}, intent ${id}`;
    return [known === undefined ? `a ${what}, was started (${state})` : `the ${what}, was ${known} and is ${state}`];
  });
}

const sameAmount = (one: Amount | undefined, other: Amount | undefined): boolean =>
  one?.minor === other?.minor && one?.currency === other?.currency;

const amountText = (amount: Amount | undefined): string =>
  amount === undefined ? 'an unknown amount' : formatMajor(amount);
