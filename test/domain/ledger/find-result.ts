import type { Intent } from '#domain/ledger/intent';
import { type Finding, type Reconciliation, reconcile } from '#domain/ledger/reconcile';
import type { Operation } from '#domain/payments/payment-state';
import { ANSWERED, anIntent, aPayment, MINUTE, NOON, SECOND } from './intents.ts';

export const SETTLE_TIME = MINUTE;

/** When the platform would certainly show a request whose answer was lost 15 seconds after noon. */
export const CERTAIN = NOON + 15 * SECOND + SETTLE_TIME;

/** Reconciles a refund with a status. */
export function find(given: Partial<Reconciliation>, mine: Partial<Intent> = {}): Finding {
  const usual = {
    ...ANSWERED,
    state: aPayment(),
    history: [],
    askedAt: CERTAIN,
    settleMilliseconds: SETTLE_TIME,
    clockOffset: 0,
  };
  return reconcile(anIntent(mine), { ...usual, ...given });
}

/** Reconciles a refund with operations of its payment. */
export const among = (
  operations: readonly Operation[],
  history: readonly Intent[] = [],
  mine: Partial<Intent> = {},
): Finding => find({ state: aPayment(operations), history }, mine);
