import { message, type Text } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import type { Note } from '#domain/ledger/note';
import { stateText } from '#domain/ledger/state-words';
import type { Amount } from '#domain/payments/amount';
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
export function describeChanges(seen: PaymentView, now: PaymentView): readonly Text[] {
  const { status, left } = now.state;
  return [
    ...(status === seen.state.status
      ? []
      : [message('its status was "{before}" and is "{now}"', { before: seen.state.status, now: status })]),
    ...(sameAmount(left, seen.state.left)
      ? []
      : [
          message('{before} was left and {now} is left now', {
            before: amountText(seen.state.left),
            now: amountText(left),
          }),
        ]),
    ...changedOperations(seen.state, now.state),
    ...changedIntents(seen.intents, now.intents),
    ...now.notes
      .slice(seen.notes.length)
      .map(({ by, text }) => message('{by} has noted {text}', { by, text: JSON.stringify(text ?? '') })),
  ];
}

function changedOperations(seen: PaymentState, now: PaymentState): Text[] {
  const before = new Map(seen.operations.map((operation) => [operationKey(operation), operation]));
  return now.operations.flatMap((operation) => {
    const { type, status, amount } = operation;
    const known = before.get(operationKey(operation));
    const what = { type, amount: amountText(amount) };
    if (known === undefined)
      return [message('it has a new operation: {type} of {amount} ({status})', { ...what, status })];
    if (known.status !== status)
      return [
        message('the {type} of {amount} was "{before}" and is "{now}"', { ...what, before: known.status, now: status }),
      ];
    return sameAmount(known.amount, amount)
      ? []
      : [message('the {type} of {before} is of {amount}', { ...what, before: amountText(known.amount) })];
  });
}

function changedIntents(seen: readonly Intent[], now: readonly Intent[]): Text[] {
  const before = new Map(seen.map(({ id, state }) => [id, state]));
  return now.filter(isRefundIntent).flatMap(({ id, state, amount, user, host }) => {
    const known = before.get(id);
    if (known === state) return [];
    const what = { amount: amountText(amount), user: `${user}@${host}`, id, state: stateText(state) };
    return [
      known === undefined
        ? message('a refund of {amount} by {user}, intent {id}, was started ({state})', what)
        : message('the refund of {amount} by {user}, intent {id}, was {before} and is {state}', {
            ...what,
            before: stateText(known),
          }),
    ];
  });
}

const sameAmount = (one: Amount | undefined, other: Amount | undefined): boolean =>
  one?.minor === other?.minor && one?.currency === other?.currency;

const amountText = (amount: Amount | undefined): Amount | Text => amount ?? message('an unknown amount');
