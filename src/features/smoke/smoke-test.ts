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
import { createOtpCheck, evaluateWait } from '#domain/payments/wait-result';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { isProcessed, SMOKE_STEPS, type SmokeReport, type SmokeStep } from '#domain/smoke/smoke-report';
import { fetchStatus } from '#features/payments/fetch-status';
import { awaitResult } from '#features/payments/poll-status';
import { sendWrite } from '#features/payments/send-write';
import { awaitRefund } from '#features/refunds/await-refund';
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

type StepName = SmokeStep['name'];

/** The result of a step as text, or the reason why it was not needed. */
type StepResult = string | { readonly skipped: string };

/** Deadline of a step; the signal of the context ends it earlier. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * Runs a whole purchase: operators, sale, OTP, status, refund. It ends after the first failed step.
 *
 * @param onStart receives the initial report before the first step
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
  const createReport = (steps: readonly SmokeStep[], charges: Charges): SmokeReport => ({
    passed: steps.every(({ status, name }) => status === 'passed' || (status === 'skipped' && name === 'otp')),
    profile: profile.name,
    gateUrl: profile.gateUrl,
    paymentId,
    amountMinor: amount.minor,
    currency: amount.currency,
    milliseconds: Math.round(clock.elapsed() - startedAt),
    steps,
    ...charges,
  });
  // This report remains if the process is killed.
  await onStart(createReport(SMOKE_STEPS.map(notFinished), UNKNOWN_CHARGES));

  const run = createSteps(paymentId, order, context);
  const steps: SmokeStep[] = [];
  for (const name of SMOKE_STEPS) {
    const failed = steps.find(({ status }) => status === 'failed');
    const step =
      failed === undefined ? await runStep(name, run[name], context) : skipped(name, `${failed.name} failed`);
    context.terminal.detail(`${step.name}: ${step.status}, ${step.message}`);
    steps.push(step);
  }
  return createReport(steps, await readCharges(paymentId, context));
}

type Charges = Pick<SmokeReport, 'charged' | 'refunded'>;

const UNKNOWN_CHARGES: Charges = { charged: null, refunded: null };

/** Reads from the ledger what was processed. A write without a record was not sent. */
async function readCharges(paymentId: string, context: SmokeContext): Promise<Charges> {
  try {
    const { intents } = await (await context.ledger()).paymentHistory(projectKey(await context.profile()), paymentId);
    const sales = intents.filter(({ kind }) => kind === 'sale');
    return { charged: isProcessed(sales), refunded: isProcessed(intents.filter(isRefundIntent)) };
  } catch (error) {
    if (error instanceof Failure) return UNKNOWN_CHARGES;
    throw error;
  }
}

const skipped = (name: StepName, message: string): SmokeStep => ({ name, status: 'skipped', milliseconds: 0, message });

const notFinished = (name: StepName): SmokeStep => ({
  ...skipped(name, 'the test did not run to its end'),
  status: 'failed',
  error: { code: 'not_finished', exit: EXIT.unknown, hint: 'See what is open: rocketpay pending', intentId: undefined },
});

async function runStep(
  name: StepName,
  work: () => Promise<StepResult>,
  { clock, signal }: SmokeContext,
): Promise<SmokeStep> {
  const startedAt = clock.elapsed();
  const measure = () => Math.round(clock.elapsed() - startedAt);
  try {
    signal.throwIfAborted();
    const result = await work();
    if (typeof result === 'object') return { ...skipped(name, result.skipped), milliseconds: measure() };
    return { name, status: 'passed', milliseconds: measure(), message: result };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, exit, hint, intentId, message } = error;
    return { name, status: 'failed', milliseconds: measure(), message, error: { code, exit, hint, intentId } };
  }
}

function createSteps(
  paymentId: string,
  { phone, amount, customer, readCode }: SmokeOrder,
  context: SmokeContext,
): Readonly<Record<StepName, () => Promise<StepResult>>> {
  let asksForCode = true;
  const fail = (message: string) => new Failure(EXIT.refused, 'smoke_failed', message, { paymentId });
  return {
    async operators() {
      const gate = await context.gate();
      const request = gate.operators();
      const { answer } = expectAccepted(await gate.send(request), request);
      const operators = gate.readOperators(answer).map(({ id }) => id);
      if (operators.length === 0) throw fail('The list of operators is empty, or of an unknown shape.');
      return operators.join(', ');
    },
    async sale() {
      const request = (await context.gate()).sale({ paymentId, phone, amount, customer });
      const accepted = await sendWrite({ request }, context);
      const check = (state: PaymentState) => evaluateWait(state, 'otp');
      const goal = { check, until: 'otp', deadlineMilliseconds: NO_DEADLINE };
      asksForCode = !isPaid((await awaitResult(accepted, goal, context)).status);
      return `${formatMajor(amount)}, ${asksForCode ? 'the code is requested' : 'paid without a code'}`;
    },
    async otp() {
      if (!asksForCode) return { skipped: 'no code was requested' };
      const code = await readCode(paymentId, context.signal);
      const accepted = await sendWrite({ request: (await context.gate()).otp(paymentId, code) }, context);
      const goal = { check: createOtpCheck(), until: 'final', deadlineMilliseconds: NO_DEADLINE };
      return (await awaitResult(accepted, goal, context)).status;
    },
    async status() {
      const { state, signed } = await fetchStatus(paymentId, await context.gate(), context);
      const left = state.left === undefined ? 'an unknown amount' : formatMajor(state.left);
      if (!isPaid(state.status) || state.left?.minor !== amount.minor) {
        throw fail(`The status is "${state.status}" with ${left}, not a success with ${formatMajor(amount)}.`);
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
      return (await awaitRefund(accepted, NO_DEADLINE, context)).status;
    },
  };
}
