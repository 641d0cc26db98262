import { setTimeout as sleep } from 'node:timers/promises';
import type { IntentState } from '#domain/ledger/intent';
import type { Chance } from './chance.ts';
import type { KillSetup, StoredPayment } from './kill-setup.ts';

/** A write that will be killed: its preparation, its command line, and its result at the platform. */
export interface Victim {
  readonly kind: 'sale' | 'otp' | 'resend' | 'refund';
  readonly paymentId: string;
  /** The number of concurrent processes that try it. */
  readonly processes: number;
  readonly path: string;
  readonly args: readonly string[];
  /** How often the platform has carried it out. */
  readonly timesIn: (payment: StoredPayment | undefined) => number;
  /** What an intent may be that the platform has carried out. */
  readonly statesOf: (payment: StoredPayment) => readonly IntentState[];
  /** What the same command line ends with when it is run again, after it was carried out or was not. */
  readonly exitAgain: { readonly afterIn: readonly number[]; readonly afterOut: readonly number[] };
}

type Prepare = (paymentId: string, chance: Chance, platform: KillSetup) => Promise<Victim>;

const CUSTOMER = {
  id: 'customer_123',
  ip_address: '198.51.100.47',
  first_name: 'John',
  last_name: 'Doe',
  email: 'johndoe@example.com',
};

const sell = (paymentId: string, phone: string, platform: KillSetup) =>
  platform.post('/v2/payment/mobile/sale', {
    general: { payment_id: paymentId },
    customer: CUSTOMER,
    account: { number: phone },
    payment: { amount: 100_000, currency: 'KZT' },
  });

/** Phones and amounts with which the sandbox plays something of its own. */
const PAID_IMMEDIATELY = '77000000001';
const DECLINED_IMMEDIATELY = '77000000007';
const DECLINED_REFUND = '13.13';
const REFUSED_REFUND = '30.28';

const refund: Prepare = async (paymentId, chance, platform) => {
  await sell(paymentId, PAID_IMMEDIATELY, platform);
  await platform.booked(paymentId, ({ status }) => status === 'success');
  const amount = chance.pick<string>([
    [6, '250.00'],
    [2, '1000.00'],
    [1, DECLINED_REFUND],
    [1, REFUSED_REFUND],
  ]);
  const how = amount === '1000.00' ? ['--full'] : ['--amount', amount];
  const refunds = (payment: StoredPayment | undefined) =>
    payment?.operations.filter(({ type }) => type === 'refund') ?? [];
  return {
    kind: 'refund',
    paymentId,
    processes: chance.pick([
      [4, 1],
      [1, 2],
      [1, 3],
    ]),
    path: '/v2/payment/mobile/refund',
    args: ['refund', paymentId, ...how, '--confirm', amount],
    timesIn: (payment) => refunds(payment).length,
    statesOf: (payment) => [refunds(payment)[0]?.status === 'success' ? 'done' : 'declined'],
    exitAgain: { afterIn: amount === DECLINED_REFUND ? [0, 7] : [7], afterOut: amount === REFUSED_REFUND ? [3] : [0] },
  };
};

const sale: Prepare = async (paymentId, chance) => {
  const phone = chance.pick([
    [2, '77071234567'],
    [1, PAID_IMMEDIATELY],
    [1, DECLINED_IMMEDIATELY],
  ]);
  return {
    kind: 'sale',
    paymentId,
    processes: 1,
    path: '/v2/payment/mobile/sale',
    args: ['sale', '--phone', phone, '--amount', '10', '--payment-id', paymentId],
    timesIn: (payment) => (payment === undefined ? 0 : 1),
    statesOf: saleStates,
    exitAgain: { afterIn: [3], afterOut: [0] },
  };
};

function saleStates({ status }: StoredPayment): readonly IntentState[] {
  if (status === 'success') return ['done'];
  return status === 'decline' ? ['declined'] : ['accepted'];
}

const otp: Prepare = async (paymentId, chance, platform) => {
  await askForCode(paymentId, platform);
  const code = await platform.code(paymentId);
  const typed = chance.next() < 0.7 ? code : code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
  return {
    kind: 'otp',
    paymentId,
    processes: 1,
    path: '/v2/payment/clarification',
    args: ['otp', paymentId, typed],
    timesIn: (payment) => (payment?.requestIds.length ?? 1) - 1,
    statesOf: saleStates,
    exitAgain: { afterIn: [0, 3], afterOut: [0] },
  };
};

const resend: Prepare = async (paymentId, _, platform) => {
  await askForCode(paymentId, platform);
  // The code must be over, by the platform's times, which are cut to the second.
  await sleep(2500);
  return {
    kind: 'resend',
    paymentId,
    processes: 1,
    path: '/v2/customer/action/resend',
    args: ['resend', paymentId],
    timesIn: (payment) => payment?.operations.filter(({ type }) => type === 'customer action').length ?? 0,
    statesOf: () => ['done'],
    exitAgain: { afterIn: [0, 7], afterOut: [0] },
  };
};

async function askForCode(paymentId: string, platform: KillSetup): Promise<void> {
  await sell(paymentId, '77071234567', platform);
  await platform.booked(paymentId, ({ status }) => status === 'awaiting clarification');
}

/** Comes to the point at which a write of some kind can be begun. */
export function prepareVictim(paymentId: string, chance: Chance, platform: KillSetup): Promise<Victim> {
  const prepare = chance.pick<Prepare>([
    [6, refund],
    [2, sale],
    [2, otp],
    [1, resend],
  ]);
  return prepare(paymentId, chance, platform);
}
