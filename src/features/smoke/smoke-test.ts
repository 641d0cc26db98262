import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Customer } from '#domain/gate/signed-request';
import { projectKey } from '#domain/ledger/intent';
import { type Amount, formatMajor, toAmountStrings } from '#domain/payments/amount';
import { createPaymentId } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { isPaid } from '#domain/payments/payment-status';
import { evaluateAfterOtp, evaluateWait } from '#domain/payments/wait-verdict';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { isProcessed, SMOKE_STEPS, type SmokeReport, type SmokeStep } from '#domain/smoke/smoke-report';
import { awaitResult } from '#features/payments/await-result';
import { fetchStatus } from '#features/payments/fetch-status';
import { sendWrite } from '#features/payments/send-write';
import { refundsCheck } from '#features/refunds/check-refunds';
import { sendRefund } from '#features/refunds/send-refund';

export type SmokeContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'signal' | 'terminal'>;

/** The purchase of a smoke test. */
export interface SmokeOrder {
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: Customer;
  /** Finds the OTP that the customer of a payment received. */
  readonly readCode: (paymentId: string, signal: AbortSignal) => Promise<string>;
}

/** The result of a step as text, or the reason why it was not needed. */
type Seen = string | { readonly skipped: string };

/** Deadline of a step; the signal of the context ends it earlier. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * Runs a whole purchase: operators, sale, OTP, status, refund. The first failed step is the last one
 * that runs; the report is written in any case.
 *
 * @param onStart called with the initial report before the first step
 */
export async function smoke(
  order: SmokeOrder,
  context: SmokeContext,
  onStart: (report: SmokeReport) => Promise<void>,
): Promise<SmokeReport> {
  const { clock } = context;
  const profile = await context.profile();
  const { amount } = order;
  const paymentId = createPaymentId(clock.now());
  const startedAt = clock.elapsed();
  const reportOf = (steps: readonly SmokeStep[], money: Money): SmokeReport => ({
    passed: steps.every(({ status, name }) => status === 'passed' || (status === 'skipped' && name === 'otp')),
    profile: profile.name,
    gateUrl: profile.gateUrl,
    paymentId,
    amountMinor: amount.minor,
    currency: amount.currency,
    milliseconds: Math.round(clock.elapsed() - startedAt),
    steps,
    ...money,
  });
  await onStart(reportOf(SMOKE_STEPS.map(notFinished), UNKNOWN_MONEY));

  const run = stepsOf(paymentId, order, context);
  const steps: SmokeStep[] = [];
  for (const name of SMOKE_STEPS) {
    const failed = steps.find(({ status }) => status === 'failed');
    const step = failed === undefined ? await timed(name, run[name], context) : skipped(name, `${failed.name} failed`);
    context.terminal.detail(`${step.name}: ${step.status}, ${step.message}`);
    steps.push(step);
  }
  return reportOf(steps, await moneyOf(paymentId, context));
}

type Money = Pick<SmokeReport, 'charged' | 'refunded'>;

const UNKNOWN_MONEY: Money = { charged: null, refunded: null };

/** Returns the payment and refund state in the ledger. A write is recorded before it is sent, so a write without a record was not sent. */
async function moneyOf(paymentId: string, context: SmokeContext): Promise<Money> {
  try {
    const { intents } = await (await context.ledger()).paymentHistory(projectKey(await context.profile()), paymentId);
    const sales = intents.filter(({ kind }) => kind === 'sale');
    return { charged: isProcessed(sales), refunded: isProcessed(intents.filter(isRefundIntent)) };
  } catch (error) {
    if (error instanceof Failure) return UNKNOWN_MONEY;
    throw error;
  }
}

const skipped = (name: SmokeStep['name'], message: string): SmokeStep => ({
  name,
  status: 'skipped',
  milliseconds: 0,
  message,
});

/** Returns the report that is valid if this process is killed. */
const notFinished = (name: SmokeStep['name']): SmokeStep => ({
  ...skipped(name, 'the test did not run to its end'),
  status: 'failed',
  error: { code: 'not_finished', exit: EXIT.unknown, hint: 'See what is open: rocketpay pending', intentId: undefined },
});

async function timed(
  name: SmokeStep['name'],
  work: () => Promise<Seen>,
  { clock, signal }: SmokeContext,
): Promise<SmokeStep> {
  const startedAt = clock.elapsed();
  const took = () => Math.round(clock.elapsed() - startedAt);
  try {
    signal.throwIfAborted();
    const seen = await work();
    if (typeof seen === 'object') return { ...skipped(name, seen.skipped), milliseconds: took() };
    return { name, status: 'passed', milliseconds: took(), message: seen };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, exit, hint, intentId, message } = error;
    return { name, status: 'failed', milliseconds: took(), message, error: { code, exit, hint, intentId } };
  }
}

function stepsOf(
  paymentId: string,
  { phone, amount, customer, readCode }: SmokeOrder,
  context: SmokeContext,
): Readonly<Record<SmokeStep['name'], () => Promise<Seen>>> {
  let asksForCode = true;
  return {
    async operators() {
      const gate = await context.gate();
      const request = gate.operators();
      const { answer } = expectAccepted(await gate.send(request), request);
      const operators = gate.readOperators(answer).map(({ id }) => id);
      if (operators.length === 0) throw wrong('The list of operators is empty, or of an unknown shape.', paymentId);
      return operators.join(', ');
    },
    async sale() {
      const gate = await context.gate();
      const accepted = await sendWrite({ request: gate.sale({ paymentId, phone, amount, customer }) }, context);
      const judge = (state: PaymentState) => evaluateWait(state, 'otp');
      const { status } = await awaitResult(
        accepted,
        { judge, until: 'otp', deadlineMilliseconds: NO_DEADLINE },
        context,
      );
      asksForCode = !isPaid(status);
      return `${formatMajor(amount)}, ${asksForCode ? 'the code is asked for' : 'paid without a code'}`;
    },
    async otp() {
      if (!asksForCode) return { skipped: 'no code was asked for' };
      const code = await readCode(paymentId, context.signal);
      const gate = await context.gate();
      const accepted = await sendWrite({ request: gate.otp(paymentId, code) }, context);
      const goal = { judge: evaluateAfterOtp(), until: 'final', deadlineMilliseconds: NO_DEADLINE } as const;
      return (await awaitResult(accepted, goal, context)).status;
    },
    async status() {
      const { state, signed } = await fetchStatus(paymentId, await context.gate(), context);
      const left = state.left === undefined ? 'an unknown amount' : formatMajor(state.left);
      if (!isPaid(state.status) || state.left?.minor !== amount.minor) {
        throw wrong(
          `The status is "${state.status}" with ${left}, not a success with ${formatMajor(amount)}.`,
          paymentId,
        );
      }
      return `${state.status}, ${left}, ${signed ? 'signed' : 'not signed'}`;
    },
    async refund() {
      const gate = await context.gate();
      const order = { paymentId, amount, description: 'Smoke test' };
      const accepted = await sendRefund(
        {
          ...{ paymentId, amount, again: false, reason: undefined, key: undefined },
          // No confirmation: it is a test project, and the test created the payment.
          ...{ confirm: toAmountStrings(amount).major, inMinorUnits: false },
          request: gate.refund(order),
          prepare: (_, method, merchantRefundId) => gate.refund({ ...order, method, merchantRefundId }),
          show: () => {},
        },
        context,
      );
      const judge = await refundsCheck(paymentId, accepted.requestId, context);
      const goal = { judge, until: 'refunded', deadlineMilliseconds: NO_DEADLINE } as const;
      return (await awaitResult(accepted, goal, context)).status;
    },
  };
}

const wrong = (message: string, paymentId: string): Failure =>
  new Failure(EXIT.refused, 'smoke_failed', message, { paymentId });
