/** How the sandbox processes a sale; a test phone number changes it. */
export interface SalePlan {
  /** Duration of each processing step, in the sandbox's own time. */
  readonly stepMilliseconds: number;
  readonly asksForOtp: boolean;
  /** False: every code counts as wrong. */
  readonly acceptsOtp: boolean;
  /** The operation code with which the sale is declined before the OTP. */
  readonly declineBeforeOtp?: string;
  /** The operation code with which the sale is declined after the right OTP. */
  readonly declineAfterOtp?: string;
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

type Scenario<Plan> = readonly [outcome: string, plan: Partial<Plan>];

/** By the `account.number` of a sale. Every other valid number asks for an OTP and succeeds. */
const PHONES: Readonly<Record<string, Scenario<SalePlan>>> = {
  '77000000001': ['success without an OTP', { asksForOtp: false }],
  '77000000002': ['no OTP is accepted; the fifth wrong OTP declines the payment (20104)', { acceptsOtp: false }],
  '77000000003': ['success, but each step of processing takes 20 s', { stepMilliseconds: 20_000 }],
  '77000000004': ['success, but after each resend a callback wrongly says "decline"', { wrongStatusAfterResend: true }],
  '77000000005': ['declined by the mobile operator after the OTP (20100)', { declineAfterOtp: '20100' }],
  '77000000006': [
    'declined after the OTP: not enough money on the phone account (20105)',
    { declineAfterOtp: '20105' },
  ],
  '77000000007': ['declined before the OTP: the phone account is restricted (20201)', { declineBeforeOtp: '20201' }],
  '77000000008': ['declined before the OTP: a problem at the operator (20206)', { declineBeforeOtp: '20206' }],
};

/** By the `payment.amount` of a refund, in major units of a currency with two decimals. Any other amount is refunded. */
const REFUNDS: Readonly<Record<string, Scenario<RefundPlan>>> = {
  '13.13': ['accepted, then declined by the mobile operator (20100)', { decline: '20100' }],
  '20.20': ['refunded, but it takes 20 s', { stepMilliseconds: 20_000 }],
  '30.28': ['refused: the merchant balance is too low (3028)', { refuse: '3028' }],
  '36.10': ['refused: refunds are not available (3610)', { refuse: '3610' }],
};

const toRows = (kind: 'phone' | 'refund', scenarios: Readonly<Record<string, Scenario<object>>>) =>
  Object.entries(scenarios).map(([value, [outcome]]) => ({ kind, value, outcome }));

/** All test values with their outcomes. The platform documents no such values of its own. */
export const SCENARIOS = [...toRows('phone', PHONES), ...toRows('refund', REFUNDS)];

const STEP_MILLISECONDS = 1500;

/** Returns how a sale to a phone number is processed. */
export const planSale = (phone: string): SalePlan => ({
  stepMilliseconds: STEP_MILLISECONDS,
  asksForOtp: true,
  acceptsOtp: true,
  wrongStatusAfterResend: false,
  ...(Object.hasOwn(PHONES, phone) ? PHONES[phone]?.[1] : {}),
});

/** Returns how a refund of an amount in minor units is processed. */
export const planRefund = (minor: number): RefundPlan => ({
  stepMilliseconds: STEP_MILLISECONDS,
  ...REFUNDS[(minor / 100).toFixed(2)]?.[1],
});
