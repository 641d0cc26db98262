import type { Context } from '../context.ts';
import type { CallbackEvent } from '../domain/callback-event.ts';
import { pauseAfter } from '../domain/delivery-schedule.ts';
import type { StormDelivery, StormReport } from '../domain/documents.ts';
import { formatJson, type JsonObject } from '../domain/json.ts';
import { type FieldOverride, withOverrides } from '../domain/json-path.ts';
import { makeCallback } from '../domain/made-callback.ts';
import { withSignature } from '../domain/signature.ts';
import { STORM_PAYMENTS, type StormStep, stormPlan } from '../domain/storm-plan.ts';
import { callbackFacts } from './made-callbacks.ts';
import { sendMade } from './trigger.ts';

/** How a handler is to be tried. */
export interface StormOptions {
  readonly event: CallbackEvent;
  readonly overrides: readonly FieldOverride[];
  readonly url: string;
  /** How much faster than the platform's schedule its retries are. */
  readonly speed: number;
  readonly timeoutMilliseconds: number;
  readonly onDelivery: (delivery: StormDelivery) => void;
}

/** How often a callback is tried, and is not taken: the schedule goes on for days. */
const MOST_TRIES = 5;

type StormContext = Pick<
  Context,
  'clock' | 'deliverCallback' | 'ledger' | 'profile' | 'secret' | 'signal' | 'terminal'
>;

/**
 * Sends a handler what the platform may send it: duplicates, the wrong order, late ones, copies at the same time; and what it
 * did not take again, on the platform's schedule, faster.
 */
export async function storm(options: StormOptions, context: StormContext): Promise<StormReport> {
  const texts = await textsOf(options, context);
  const steps = stormPlan(options.event);
  const deliveries: StormDelivery[] = [];
  for (let wave = 0; wave <= (steps.at(-1)?.wave ?? 0); wave++) {
    const sent = steps.filter((step) => step.wave === wave).map((step) => tryStep(step, texts(step), options, context));
    for (const of of await Promise.all(sent)) deliveries.push(...of);
  }
  return reportOf(deliveries);
}

/** The callback of each step: the same one whenever it repeats. */
async function textsOf(
  { event, overrides }: StormOptions,
  context: StormContext,
): Promise<(step: StormStep) => string> {
  const secret = await context.secret();
  const facts = await callbackFacts({ paymentId: undefined, event }, context);
  const made = new Map<string, JsonObject>();
  const bodyOf = (step: Pick<StormStep, 'payment' | 'event'>, like: JsonObject | undefined): JsonObject => {
    const key = `${step.payment} ${step.event}`;
    const body =
      made.get(key) ?? makeCallback(step.event, { ...facts, paymentId: `${facts.paymentId}-${step.payment}`, like });
    made.set(key, body);
    return body;
  };
  // All events of a payment are about the same customer, account and sale.
  for (let payment = 0; payment < STORM_PAYMENTS; payment++) {
    let like: JsonObject | undefined;
    for (const { event: one } of stormPlan(event).filter((step) => step.payment === 0 && step.kind === 'first')) {
      like = bodyOf({ payment, event: one }, like);
    }
  }
  return (step) => formatJson(withSignature(withOverrides(bodyOf(step, undefined), overrides), secret));
}

/** Sends a callback until it is taken, or its tries are used up. */
async function tryStep(
  { kind, event, payment, repeat }: StormStep,
  text: string,
  { url, speed, timeoutMilliseconds, onDelivery }: StormOptions,
  context: StormContext,
): Promise<StormDelivery[]> {
  const deliveries: StormDelivery[] = [];
  for (let tries = 1; ; tries++) {
    const parcel = { text, contentType: 'application/json' };
    const { status, reason, milliseconds, delivered, answer } = await sendMade(
      parcel,
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
    if (delivered || tries >= MOST_TRIES) return deliveries;
    await context.clock.sleep(pauseAfter(tries) / speed, context.signal);
  }
}

function reportOf(deliveries: readonly StormDelivery[]): StormReport {
  const repeats = deliveries.filter(({ repeat }) => repeat);
  const refused = deliveries.filter(({ delivered }) => !delivered);
  const findings = [
    ...countsOf(
      refused.filter(({ repeat, status }) => !repeat && status !== null),
      'callback(s) that came for the first time were not answered 200',
    ),
    ...countsOf(
      refused.filter(({ repeat, status }) => repeat && status !== null),
      'repeat(s) were not answered 200: the platform goes on sending them, up to 120 times',
    ),
    ...countsOf(
      refused.filter(({ status }) => status === null),
      'callback(s) got no answer at all',
    ),
    ...countsOf(
      changedAnswers(deliveries),
      'callback(s) were answered in other words when they came again: look whether the work was done twice',
    ),
  ];
  return {
    sent: deliveries.length,
    answered200: deliveries.length - refused.length,
    repeats: repeats.length,
    repeatsAnswered200: repeats.filter(({ delivered }) => delivered).length,
    unanswered: refused.filter(({ status }) => status === null).length,
    slowestMilliseconds: Math.max(0, ...deliveries.map(({ milliseconds }) => milliseconds)),
    idempotent: refused.length === 0,
    findings,
  };
}

const countsOf = (found: readonly unknown[], words: string): string[] =>
  found.length === 0 ? [] : [`${found.length} ${words.replace('(s)', found.length === 1 ? '' : 's')}.`];

/** Callbacks whose repeats were answered 200 with another text than the first. */
function changedAnswers(deliveries: readonly StormDelivery[]): string[] {
  const answers = new Map<string, Set<string>>();
  for (const { payment, event, delivered, answer } of deliveries) {
    if (!delivered) continue;
    const key = `${payment} ${event}`;
    answers.set(key, (answers.get(key) ?? new Set()).add(answer));
  }
  return [...answers].filter(([, texts]) => texts.size > 1).map(([key]) => key);
}
