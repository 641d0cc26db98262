import type { Intent } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import type { Operation, PaymentState } from '#domain/payments/payment-state';

/** When the tests of the ledger's rules play. */
export const NOON = Date.UTC(2026, 10, 23, 12);

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** An amount in major units. */
export const kzt = (major: number): Amount => ({ minor: Math.round(major * 100), currency: 'KZT' });

/** Id of the sale that every payment here begins with. */
const SALE_ID = '1';

/** A refund of 250.00 KZT, begun at noon, whose answer was lost 15 seconds later. */
export const anIntent = (parts: Partial<Intent> = {}): Intent => ({
  id: 'in-mine',
  kind: 'refund',
  state: 'unknown',
  profile: 'shop',
  mode: 'live',
  project: 'api.rocketpay.kz/1234',
  path: parts.kind === undefined ? '/v2/payment/mobile/refund' : `/v2/payment/mobile/${parts.kind}`,
  paymentId: 'payment_47',
  amount: kzt(250),
  phone: undefined,
  user: 'aigul',
  host: 'till-1',
  pid: 4711,
  createdAt: NOON,
  endsBy: NOON + 16 * SECOND,
  changedAt: NOON + 15 * SECOND,
  fingerprint: 'f',
  key: undefined,
  repeatReason: undefined,
  knownOperations: [SALE_ID],
  requestId: undefined,
  operationId: undefined,
  code: undefined,
  reason: undefined,
  hash: '0',
  ...parts,
});

/** A refund of 250.00 KZT that has succeeded, seen by the platform two seconds after noon. */
export const anOperation = (parts: Partial<Operation> = {}): Operation => ({
  id: '2',
  type: 'refund',
  status: 'success',
  createdAt: NOON + 2 * SECOND,
  changedAt: NOON + 4 * SECOND,
  requestId: 'req-2',
  amount: kzt(250),
  code: '0',
  message: undefined,
  ...parts,
});

/** The sale of 1000.00 KZT, an hour before noon. */
export const aSale = (parts: Partial<Operation> = {}): Operation =>
  anOperation({
    id: SALE_ID,
    type: 'sale',
    createdAt: NOON - HOUR,
    changedAt: NOON - HOUR + 30 * SECOND,
    requestId: 'req-1',
    amount: kzt(1000),
    ...parts,
  });

/** A payment of 1000.00 KZT as the platform tells it, with these operations after its sale, and consistent amounts. */
export function aPayment(after: readonly Operation[] = [], parts: Partial<PaymentState> = {}): PaymentState {
  const given = after
    .filter(({ type, status }) => (type === 'refund' || type === 'reversal') && status === 'success')
    .reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
  const left = 100_000 - given;
  const refunded = left === 0 ? 'refunded' : 'partially refunded';
  return {
    paymentId: 'payment_47',
    status: given === 0 ? 'success' : refunded,
    left: { minor: left, currency: 'KZT' },
    operations: [aSale(), ...after],
    error: undefined,
    asksForOtp: false,
    ...parts,
  };
}

/** The platform's "not found" (3061), "not received yet" (3062), or another error in place of a payment. */
export const noPayment = (code: string | undefined): PaymentState =>
  aPayment([], { status: 'error', left: undefined, operations: [], error: { code, message: undefined } });

/** A trusted answer about a payment that was seen before, from a platform in real time. */
export const ANSWERED = { signed: true, seenBefore: true, speed: 1 } as const;
