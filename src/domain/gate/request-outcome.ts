import type { Json } from '#domain/json/exact-json';
import type { Text } from '#domain/language/message';

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
