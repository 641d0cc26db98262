import type { Context } from '#context';
import type { CallbackEvent } from '#domain/callbacks/callback-event';
import type { DeliveryResult } from '#domain/callbacks/callback-transport';
import { buildCallback } from '#domain/callbacks/sample-callback';
import { checkForgery, type ForgeryKind, type ForgeryResult, forgeCallback } from '#domain/callbacks/sample-forgeries';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { type FieldOverride, withOverrides } from '#domain/json/json-path';
import { readPaymentState } from '#domain/payments/payment-state';
import type { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';
import type { DeliveryDocument } from '#schemas/document-types';
import { deliveryDocument } from './callback-document.ts';
import { callbackTemplate } from './callback-template.ts';

/** A request for a sample callback. */
export interface TriggerOptions {
  readonly event: CallbackEvent;
  readonly paymentId: string | undefined;
  readonly overrides: readonly FieldOverride[];
  readonly invalid: ForgeryKind | undefined;
}

/** A sample callback. */
interface Made {
  readonly text: string;
  readonly contentType: string;
  readonly paymentId: string;
  /** A genuine callback of the same payment, with another operation, to send before a forged one. */
  readonly control?: Sendable;
}

type Sendable = Pick<Made, 'text' | 'contentType'>;

type TriggerContext = Pick<
  Context,
  'clock' | 'deliverCallback' | 'ledger' | 'profile' | 'secret' | 'signal' | 'terminal'
>;

/** Creates a sample callback and signs it, or forges it. */
export async function buildSignedCallback(options: TriggerOptions, context: TriggerContext): Promise<Made> {
  const secret = await context.secret();
  const template = await callbackTemplate(options, context);
  const make = () => withOverrides(buildCallback(options.event, template), options.overrides);
  const body = make();
  const paymentId = readPaymentState(body).paymentId ?? template.paymentId;
  const { invalid } = options;
  if (invalid === undefined) return { ...genuine(body, secret), paymentId };
  return { ...forgeCallback(invalid, body, secret), paymentId, control: genuine(make(), secret) };
}

const genuine = (body: JsonObject, secret: Secret): Sendable => ({
  text: formatJson(withSignature(body, secret)),
  contentType: 'application/json',
});

/** The results of a forged callback and of the genuine one before it. */
export interface ForgeryTrial {
  readonly control: DeliveryDocument;
  /** Undefined when it was not sent: without the genuine callback its answer proves nothing. */
  readonly forged: (DeliveryDocument & Pick<DeliveryResult, 'answer'>) | undefined;
  readonly verdict: ForgeryResult;
}

/** Sends a genuine callback, and if that is accepted, a forged one. */
export async function tryForgery(
  forged: Sendable,
  genuine: Sendable,
  url: string,
  timeoutMilliseconds: number,
  context: TriggerContext,
): Promise<ForgeryTrial> {
  const { answer: _, ...control } = await sendSample(genuine, url, timeoutMilliseconds, context);
  if (!control.delivered) return { control, forged: undefined, verdict: checkForgery(false, null) };
  const sent = await sendSample(forged, url, timeoutMilliseconds, context);
  return { control, forged: sent, verdict: checkForgery(true, sent.status) };
}

/** Sends a sample callback, as the platform does. */
export async function sendSample(
  { text, contentType }: Sendable,
  url: string,
  timeoutMilliseconds: number,
  { deliverCallback, clock, signal }: Pick<Context, 'deliverCallback' | 'clock' | 'signal'>,
): Promise<DeliveryDocument & Pick<DeliveryResult, 'answer'>> {
  const at = clock.now();
  const headers = [['content-type', contentType]] as const;
  const delivered = await deliverCallback({ url, text, headers, timeoutMilliseconds, signal });
  signal.throwIfAborted();
  return { ...deliveryDocument({ callbackId: '', url, at, ...delivered }), answer: delivered.answer };
}
