import { maskText } from '#domain/encoding/mask-sensitive-data';
import { formatJson, isJsonObject, type JsonObject } from '#domain/json/exact-json';
import type { FieldOverride } from '#domain/json/json-path';
import type { Amount } from '#domain/payments/amount';

/** Purpose of a request. `raw` is any other endpoint. */
export type RequestKind = 'operators' | 'sale' | 'otp' | 'resend' | 'refund' | 'status' | 'raw';

/** A request to the Gate that is checked and signed, but not sent. */
export interface SignedRequest {
  readonly kind: RequestKind;
  /** True for a write, which is never repeated. A read can be repeated. */
  readonly writes: boolean;
  readonly url: string;
  /** The final body, with its signature. */
  readonly body: JsonObject;
  /** The text that was signed. */
  readonly stringToSign: string;
  /** The payment id of the final body. */
  readonly paymentId: string | undefined;
}

/** The customer of a sale (platform docs: `customer`). */
export interface Customer {
  readonly id: string;
  readonly ip: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** Fields that the user adds to a request or overrides. */
export type Overrides = readonly FieldOverride[];

/** Returns the amount of the final body; undefined if it has no valid amount. */
export function getRequestAmount({ body }: Pick<SignedRequest, 'body'>): Amount | undefined {
  const { payment } = body;
  if (!isJsonObject(payment)) return undefined;
  const { amount, currency } = payment;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0) return undefined;
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? { minor: amount, currency } : undefined;
}

/** Returns `payment.description` of the final body for a record, masked: see {@link maskText}. */
export function getDescription({ body }: Pick<SignedRequest, 'body'>): string | undefined {
  const text = isJsonObject(body.payment) ? body.payment.description : undefined;
  return typeof text === 'string' && text !== '' ? maskText(text) : undefined;
}

/** Returns the content of a request as text: its path, and its body without the signature. */
export function requestFingerprintText({ url, body }: SignedRequest): string {
  const { signature: _, general, ...others } = body;
  const { signature: __, ...rest } = isJsonObject(general) ? general : ({} as JsonObject);
  return `${new URL(url).pathname} ${formatJson({ ...others, general: rest })}`;
}
