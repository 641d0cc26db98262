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

/** Test values that force an outcome. */
interface Scenario<Plan> {
  readonly outcome: string;
  readonly plan: Partial<Plan>;
}

/** By the `account.number` of a sale. Every other valid number asks for an OTP and succeeds. */
const PHONES: Readonly<Record<string, Scenario<SalePlan>>> = {
  '77000000001': { outcome: 'success without an OTP', plan: { asksForOtp: false } },
  '77000000002': {
    outcome: 'no OTP is accepted; the fifth wrong OTP declines the payment (20104)',
    plan: { acceptsOtp: false },
  },
  '77000000003': {
    outcome: 'success, but each step of processing takes 20 s',
    plan: { stepMilliseconds: 20_000 },
  },
  '77000000004': {
    outcome: 'success, but after each resend a callback wrongly says "decline"',
    plan: { wrongStatusAfterResend: true },
  },
  '77000000005': {
    outcome: 'declined by the mobile operator after the OTP (20100)',
    plan: { decline: { code: '20100', when: 'after the OTP' } },
  },
  '77000000006': {
    outcome: 'declined after the OTP: not enough money on the phone account (20105)',
    plan: { decline: { code: '20105', when: 'after the OTP' } },
  },
  '77000000007': {
    outcome: 'declined before the OTP: the phone account is restricted (20201)',
    plan: { decline: { code: '20201', when: 'before the OTP' } },
  },
  '77000000008': {
    outcome: 'declined before the OTP: a problem at the operator (20206)',
    plan: { decline: { code: '20206', when: 'before the OTP' } },
  },
};

/** By the `payment.amount` of a refund, in major units of a currency with two decimals. Any other amount is refunded. */
const REFUNDS: Readonly<Record<string, Scenario<RefundPlan>>> = {
  '13.13': { outcome: 'accepted, then declined by the mobile operator (20100)', plan: { decline: '20100' } },
  '20.20': { outcome: 'refunded, but it takes 20 s', plan: { stepMilliseconds: 20_000 } },
  '30.28': { outcome: 'refused: the merchant balance is too low (3028)', plan: { refuse: '3028' } },
  '36.10': { outcome: 'refused: refunds are not available (3610)', plan: { refuse: '3610' } },
};

const toRows = (kind: 'phone' | 'refund', scenarios: Readonly<Record<string, { readonly outcome: string }>>) =>
  Object.entries(scenarios).map(([value, { outcome }]) => ({ kind, value, outcome }));

/** All test values with their outcomes. The platform documents no such values of its own. */
export const SCENARIOS = [...toRows('phone', PHONES), ...toRows('refund', REFUNDS)];

const STEP_MILLISECONDS = 1500;

/** Returns how a sale to a phone number is processed. */
export const planSale = (phone: string): SalePlan => ({
  stepMilliseconds: STEP_MILLISECONDS,
  asksForOtp: true,
  acceptsOtp: true,
  wrongStatusAfterResend: false,
  ...(Object.hasOwn(PHONES, phone) ? PHONES[phone]?.plan : {}),
});

/** Returns how a refund of an amount in minor units is processed. */
export const planRefund = (minor: number): RefundPlan => ({
  stepMilliseconds: STEP_MILLISECONDS,
  ...REFUNDS[(minor / 100).toFixed(2)]?.plan,
});
