/** How the sandbox processes a sale; a test phone number changes it. */
export interface SalePlan {
  /** Duration of each processing step, in the sandbox's own time. */
  readonly stepMilliseconds: number;
  readonly asksForOtp: boolean;
  /** False: every code counts as wrong. */
  readonly acceptsOtp: boolean;
  /** The operation code of a decline, and when the sale is declined. */
  readonly decline?: { readonly code: string; readonly when: 'before the OTP' | 'after the OTP' };
  /** True: each resend is followed by a callback that wrongly says `decline`. */
  readonly wrongStatusAfterResend: boolean;
}

/** How the sandbox processes a refund; a test amount changes it. */
export interface RefundPlan {
  readonly stepMilliseconds: number;
  /** The code with which the request is refused. */
  readonly refuse?: string;
  /** The code with which the accepted refund is declined later. */
  readonly decline?: string;
}

/** A test value that forces an outcome. */
export type Scenario =
  | {
      readonly kind: 'phone';
      /** The `account.number` of the sale. */
      readonly value: string;
      readonly outcome: string;
      readonly plan: Partial<SalePlan>;
    }
  | {
      readonly kind: 'refund';
      /** The `payment.amount` of the refund, in major units of a currency with two decimals. */
      readonly value: string;
      readonly outcome: string;
      readonly plan: Partial<RefundPlan>;
    };

/**
 * Phone numbers and refund amounts that force an outcome. Every other valid number asks for an OTP and
 * succeeds; every other allowed amount is refunded. The platform documents no such values of its own.
 */
export const SCENARIOS: readonly Scenario[] = [
  {
    kind: 'phone',
    value: '77000000001',
    outcome: 'success without an OTP',
    plan: { asksForOtp: false },
  },
  {
    kind: 'phone',
    value: '77000000002',
    outcome: 'no OTP is ever accepted; the fifth wrong one declines the payment (20104)',
    plan: { acceptsOtp: false },
  },
  {
    kind: 'phone',
    value: '77000000003',
    outcome: 'success, but each step of processing takes 20 s',
    plan: { stepMilliseconds: 20_000 },
  },
  {
    kind: 'phone',
    value: '77000000004',
    outcome: 'success, but each resend is followed by a callback that wrongly says "decline"',
    plan: { wrongStatusAfterResend: true },
  },
  {
    kind: 'phone',
    value: '77000000005',
    outcome: 'declined by the mobile operator after the OTP (20100)',
    plan: { decline: { code: '20100', when: 'after the OTP' } },
  },
  {
    kind: 'phone',
    value: '77000000006',
    outcome: 'declined after the OTP: not enough money on the phone account (20105)',
    plan: { decline: { code: '20105', when: 'after the OTP' } },
  },
  {
    kind: 'phone',
    value: '77000000007',
    outcome: 'declined before the OTP: the phone account is restricted (20201)',
    plan: { decline: { code: '20201', when: 'before the OTP' } },
  },
  {
    kind: 'phone',
    value: '77000000008',
    outcome: 'declined before the OTP: a problem at the operator (20206)',
    plan: { decline: { code: '20206', when: 'before the OTP' } },
  },
  {
    kind: 'refund',
    value: '13.13',
    outcome: 'accepted, then declined by the mobile operator (20100)',
    plan: { decline: '20100' },
  },
  {
    kind: 'refund',
    value: '20.20',
    outcome: 'refunded, but it takes 20 s',
    plan: { stepMilliseconds: 20_000 },
  },
  {
    kind: 'refund',
    value: '30.28',
    outcome: 'refused: the merchant balance is too low (3028)',
    plan: { refuse: '3028' },
  },
  {
    kind: 'refund',
    value: '36.10',
    outcome: 'refused: refunds are not available (3610)',
    plan: { refuse: '3610' },
  },
];

const STEP_MILLISECONDS = 1500;

/** Returns how a sale to a phone number is processed. */
export function planSale(phone: string): SalePlan {
  const found = SCENARIOS.find(({ kind, value }) => kind === 'phone' && value === phone);
  return {
    stepMilliseconds: STEP_MILLISECONDS,
    asksForOtp: true,
    acceptsOtp: true,
    wrongStatusAfterResend: false,
    ...(found?.kind === 'phone' ? found.plan : {}),
  };
}

/** Returns how a refund of an amount in minor units is processed. */
export function planRefund(minor: number): RefundPlan {
  const found = SCENARIOS.find(({ kind, value }) => kind === 'refund' && value.replace('.', '') === String(minor));
  return { stepMilliseconds: STEP_MILLISECONDS, ...(found?.kind === 'refund' ? found.plan : {}) };
}
