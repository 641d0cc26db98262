import { maskText } from '#domain/encoding/mask-sensitive-data';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { FieldOverride } from '#domain/json/json-path';
import type { Text } from '#domain/language/message';
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

/**
 * Outcome of a request:
 *
 * - `accepted`: the platform answered, or accepted the request (which is not "paid");
 * - `refused`: the platform checked the request and refused it;
 * - `not_sent`: nothing can have been sent: no address, connection refused, TLS failed;
 * - `unknown`: the request may have arrived: cut off or timed out after sending, 5xx, an unreadable answer.
 */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly answer: Json;
      readonly requestId: string | undefined;
      readonly signed: boolean;
      /** Time of the platform by its HTTP answer, in epoch milliseconds. Its clock can differ from that of this machine. */
      readonly answeredAt?: number | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly httpStatus: number;
      readonly code: string | undefined;
      readonly message: string | undefined;
      readonly requestId: string | undefined;
      readonly retryAfter?: number | undefined;
    }
  | { readonly kind: 'not_sent'; readonly reason: Text }
  | {
      readonly kind: 'unknown';
      readonly reason: Text;
      /** Request id of an answer that also has an error. */
      readonly requestId?: string | undefined;
      /** Code of the platform for a request that was processed before, or is still open. */
      readonly code?: string | undefined;
      /** True when the answer asks to retry later (HTTP 429, `Retry-After`). */
      readonly tryLater?: boolean | undefined;
      /** Seconds until a retry, from `Retry-After`. */
      readonly retryAfter?: number | undefined;
    }
  | { readonly kind: 'unverified'; readonly reason: Text };

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
