import { maskText } from '#domain/encoding/mask-personal-data';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { FieldOverride } from '#domain/json/json-path';
import type { Amount } from '#domain/payments/amount';

/** What a request is for. `raw` is any other endpoint. */
export type RequestKind = 'operators' | 'sale' | 'otp' | 'resend' | 'refund' | 'status' | 'raw';

/** A request to the Gate, checked and signed, and not sent. */
export interface SignedRequest {
  readonly kind: RequestKind;
  /** Reads may be repeated; a write never is. */
  readonly writes: boolean;
  readonly url: string;
  /** The final body, with its signature. */
  readonly body: JsonObject;
  /** What the signature was made over. */
  readonly stringToSign: string;
  /** The payment that the final body is about. */
  readonly paymentId: string | undefined;
}

/**
 * Outcome of a request, decided once:
 *
 * - `accepted`: the platform answered what was asked, or took the request (which is not "paid");
 * - `refused`: the platform checked the request and refused it;
 * - `not_sent`: nothing can have left this machine: no address, connection refused, TLS failed;
 * - `unknown`: the request may have arrived: cut off or timed out after sending, 5xx, an unreadable answer.
 */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly answer: Json;
      readonly requestId: string | undefined;
      readonly signed: boolean;
      /** The time at the platform, epoch milliseconds, as its HTTP answer says; clocks differ. */
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
  | { readonly kind: 'not_sent'; readonly reason: string }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** Of an answer that both took the request and erred. */
      readonly requestId?: string | undefined;
      /** The platform's, when it says that the same was done before. */
      readonly code?: string | undefined;
      /** True when the answer asks to retry later (HTTP 429, `Retry-After`). */
      readonly tryLater?: boolean | undefined;
      /** Seconds until a retry, as the answer says (`Retry-After`). */
      readonly retryAfter?: number | undefined;
    }
  | { readonly kind: 'unverified'; readonly reason: string };

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

/** The amount that the final body names; undefined when it names none, or none that the platform documents. */
export function getRequestAmount({ body }: Pick<SignedRequest, 'body'>): Amount | undefined {
  const { payment } = body;
  if (!isJsonObject(payment)) return undefined;
  const { amount, currency } = payment;
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0) return undefined;
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? { minor: amount, currency } : undefined;
}

/** What the final body says it is for (`payment.description`), as a record keeps it: see {@link maskText}. */
export function getDescription({ body }: Pick<SignedRequest, 'body'>): string | undefined {
  const text = isJsonObject(body.payment) ? body.payment.description : undefined;
  return typeof text === 'string' && text !== '' ? maskText(text) : undefined;
}

/** All that a request asks for, as text: where, and the body without its signature. */
export function requestFingerprintText({ url, body }: SignedRequest): string {
  const { signature: _, general, ...others } = body;
  const { signature: __, ...rest } = isJsonObject(general) ? general : ({} as JsonObject);
  return `${new URL(url).pathname} ${formatJson({ ...others, general: rest })}`;
}
