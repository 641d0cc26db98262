import type { Context } from '#context';
import type { CallbackEvent } from '#domain/callbacks/callback-event';
import { retryDelay } from '#domain/callbacks/retry-schedule';
import { buildCallback } from '#domain/callbacks/sample-callback';
import { STRESS_PAYMENTS, type StressStep, stressPlan } from '#domain/callbacks/stress-plan';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { type FieldOverride, withOverrides } from '#domain/json/json-path';
import { readPaymentState } from '#domain/payments/payment-state';
import { withSignature } from '#domain/signature/signature';
import { callbackTemplate } from '#features/callbacks/callback-template';
import { sendSample } from '#features/callbacks/trigger-callback';
import type { StressDelivery, StressReport } from '#schemas/document-types';
import { type RecordsSource, recordedPayments } from './handler-records.ts';
import { stressReport } from './stress-report.ts';

/** Options of a stress test. */
export interface StressOptions {
  readonly event: CallbackEvent;
  readonly overrides: readonly FieldOverride[];
  readonly url: string;
  /** Time factor of the platform's retry schedule. */
  readonly speed: number;
  readonly timeoutMilliseconds: number;
  /** Source of the handler's own records, which show how often it processed a payment. */
  readonly records: RecordsSource | undefined;
  readonly onDelivery: (delivery: StressDelivery) => void;
}

/** Maximum number of deliveries of a callback that is not accepted; the real schedule continues for days. */
const MAX_TRIES = 5;

type StressContext = Pick<
  Context,
  'clock' | 'deliverCallback' | 'ledger' | 'profile' | 'secret' | 'shellResult' | 'signal' | 'terminal'
>;

/**
 * Runs a stress test against a handler: duplicates, the wrong order, late callbacks, concurrent copies, and retries of
 * callbacks that it did not accept, on the platform's schedule with a time factor.
 */
export async function stressTest(options: StressOptions, context: StressContext): Promise<StressReport> {
  const secret = await context.secret();
  const bodyOf = await bodiesOf(options, context);
  const steps = stressPlan(options.event);
  const deliveries: StressDelivery[] = [];
  for (let wave = 0; wave <= (steps.at(-1)?.wave ?? 0); wave++) {
    const sent = steps
      .filter((step) => step.wave === wave)
      .map((step) => tryStep(step, formatJson(withSignature(bodyOf(step), secret)), options, context));
    for (const of of await Promise.all(sent)) deliveries.push(...of);
    // Without a handler the rest of the stress test would only wait.
    if (deliveries.every(({ status }) => status === null)) break;
  }
  const payments = steps.map((step) => readPaymentState(bodyOf(step)).paymentId).filter((id) => id !== undefined);
  const about = [...new Set(payments)];
  const { records, timeoutMilliseconds } = options;
  if (records === undefined) return stressReport(deliveries, about);
  return stressReport(deliveries, about, await recordedPayments(about, records, timeoutMilliseconds, context));
}

/** Returns the unsigned callback of each step; repeats have the same callback. */
async function bodiesOf(
  { event, overrides }: StressOptions,
  context: StressContext,
): Promise<(step: StressStep) => JsonObject> {
  const template = await callbackTemplate({ paymentId: undefined, event }, context);
  const made = new Map<string, JsonObject>();
  const bodyOf = (step: Pick<StressStep, 'payment' | 'event'>, like: JsonObject | undefined): JsonObject => {
    const key = `${step.payment} ${step.event}`;
    const body =
      made.get(key) ??
      buildCallback(step.event, { ...template, paymentId: `${template.paymentId}-${step.payment}`, like });
    made.set(key, body);
    return body;
  };
  // All events of a payment have the same customer, account and sale.
  for (let payment = 0; payment < STRESS_PAYMENTS; payment++) {
    let like: JsonObject | undefined;
    for (const { event: one } of stressPlan(event).filter((step) => step.payment === 0 && step.kind === 'first')) {
      like = bodyOf({ payment, event: one }, like);
    }
  }
  return (step) => withOverrides(bodyOf(step, undefined), overrides);
}

/** Sends a callback until it is accepted or the maximum number of deliveries is reached. */
async function tryStep(
  { kind, event, payment, repeat }: StressStep,
  text: string,
  { url, speed, timeoutMilliseconds, onDelivery }: StressOptions,
  context: StressContext,
): Promise<StressDelivery[]> {
  const deliveries: StressDelivery[] = [];
  for (let tries = 1; ; tries++) {
    const request = { text, contentType: 'application/json' };
    const { status, reason, milliseconds, delivered, answer } = await sendSample(
      request,
      url,
      timeoutMilliseconds,
      context,
    );
    const again = tries > 1 ? ('retry' as const) : kind;
    const delivery = {
      kind: again,
      event,
      payment,
      repeat: repeat || tries > 1,
      status,
      reason,
      milliseconds,
      delivered,
      answer,
    };
    deliveries.push(delivery);
    onDelivery(delivery);
    if (delivered || tries >= MAX_TRIES) return deliveries;
    await context.clock.sleep(retryDelay(tries) / speed, context.signal);
  }
}
