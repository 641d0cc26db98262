import type { Context } from '../context.ts';
import type { CallbackEvent } from '../domain/callback-event.ts';
import type { Delivered } from '../domain/callback-traffic.ts';
import type { DeliveryDocument } from '../domain/documents.ts';
import { type ForgeryKind, forgeCallback } from '../domain/forged-callback.ts';
import { formatJson, type JsonObject } from '../domain/json.ts';
import { type FieldOverride, withOverrides } from '../domain/json-path.ts';
import { makeCallback } from '../domain/made-callback.ts';
import { readPaymentState } from '../domain/payment-state.ts';
import type { Secret } from '../domain/secret.ts';
import { withSignature } from '../domain/signature.ts';
import { deliveryDocument } from './keep-callback.ts';
import { callbackFacts } from './made-callbacks.ts';

/** A callback to make. */
export interface TriggerOptions {
  readonly event: CallbackEvent;
  readonly paymentId: string | undefined;
  readonly overrides: readonly FieldOverride[];
  readonly invalid: ForgeryKind | undefined;
}

/** A callback that was made here. */
export interface Made {
  readonly text: string;
  readonly contentType: string;
  /** Not signed. */
  readonly body: JsonObject;
  readonly paymentId: string;
}

type TriggerContext = Pick<
  Context,
  'clock' | 'deliverCallback' | 'ledger' | 'profile' | 'secret' | 'signal' | 'terminal'
>;

/** Makes a callback and signs it, rightly or, on purpose, wrongly. */
export async function makeSigned(options: TriggerOptions, context: TriggerContext): Promise<Made> {
  const secret = await context.secret();
  const facts = await callbackFacts(options, context);
  const body = withOverrides(makeCallback(options.event, facts), options.overrides);
  const paymentId = readPaymentState(body).paymentId ?? facts.paymentId;
  return { ...signedText(body, options.invalid, secret), body, paymentId };
}

function signedText(body: JsonObject, invalid: ForgeryKind | undefined, secret: Secret) {
  if (invalid !== undefined) return forgeCallback(invalid, body, secret);
  return { text: formatJson(withSignature(body, secret)), contentType: 'application/json' };
}

/** Sends a callback that was made here, as the platform does. */
export async function sendMade(
  { text, contentType }: Pick<Made, 'text' | 'contentType'>,
  url: string,
  timeoutMilliseconds: number,
  { deliverCallback, clock, signal }: Pick<Context, 'deliverCallback' | 'clock' | 'signal'>,
): Promise<DeliveryDocument & Pick<Delivered, 'answer'>> {
  const at = clock.now();
  const headers = [['content-type', contentType]] as const;
  const delivered = await deliverCallback({ url, text, headers, timeoutMilliseconds, signal });
  signal.throwIfAborted();
  return { ...deliveryDocument({ callbackId: '', url, at, ...delivered }), answer: delivered.answer };
}
