import { hasSignedValue } from '#domain/callbacks/ambiguous-callback';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { isUndecidedCode } from '#domain/platform-codes/platform-codes';
import type { Amount } from './amount.ts';
import { isAwaitingOtp, isFailed, isFinal } from './payment-status.ts';

/** An operation of a payment: a sale, refund, reversal or customer action (resend). */
export interface Operation {
  /** Text, because ids may exceed 2^53. */
  readonly id: string;
  readonly type: string;
  readonly status: string;
  /** Creation time in epoch milliseconds, if the platform tells it. */
  readonly createdAt: number | undefined;
  /** Time of the last change in epoch milliseconds, if the platform tells it. */
  readonly changedAt: number | undefined;
  /** The `request_id` of the request that started the operation, by which its result is found. */
  readonly requestId: string | undefined;
  /** The merchant's id of a refund, if the platform repeats it. */
  readonly merchantRefundId?: string | undefined;
  readonly amount: Amount | undefined;
  /** Code of the platform: `0` is success. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** Returns the last sale of a payment. */
export const lastSale = ({ operations }: Pick<PaymentState, 'operations'>): Operation | undefined =>
  operations.filter(({ type }) => type === 'sale').at(-1);

/** True for a refund under any name: `refund`, `reversal`, `partial refund`. */
export const isRefundOperation = ({ type }: Pick<Operation, 'type'>): boolean =>
  /refund|revers/.test(type) && !/chargeback/.test(type) && !isReverseOperation({ type });

/** True for an operation that reverses a refund: it increases the remaining amount. */
export const isReverseOperation = ({ type }: Pick<Operation, 'type'>): boolean => /refund reverse/.test(type);

/** True for a failed operation. A refund with an error has failed too (platform docs: statuses). */
export const hasFailed = ({ status, code }: Pick<Operation, 'status' | 'code'>): boolean =>
  isFailed(status) || (status === 'error' && isRealError(code));

/** Codes of errors that are not final: not found, not received yet, busy. */
const PASSING_ERRORS: ReadonlySet<string> = new Set(['3061', '3062', '2147']);

/** True for an error code that ends an attempt. */
export const isRealError = (code: string | undefined): boolean =>
  code !== undefined && !PASSING_ERRORS.has(code) && !isUndecidedCode(code);

/** Returns the key of an operation: its id, or without an id the values that never change. */
export const operationKey = ({ id, type, requestId, amount, createdAt }: Operation): string =>
  id === '' ? JSON.stringify([type, requestId, amount?.minor, createdAt]) : id;

/** State of a payment in a status answer or a callback. */
export interface PaymentState {
  readonly paymentId: string | undefined;
  /** Status of the platform, unchanged; `error` when the platform does not know the payment (yet). */
  readonly status: string;
  /** Payment method, if the platform tells it: `mobile`, `card`. */
  readonly method?: string | undefined;
  /** Remaining amount after refunds. */
  readonly left: Amount | undefined;
  readonly operations: readonly Operation[];
  /** Reason of status `error`. `3061` (not found) and `3062` (not received yet) are not final. */
  readonly error: PlatformError | undefined;
  /** Phone number of the payer in digits, if the platform tells it unmasked. */
  readonly phone?: string | undefined;
  /** Id of the payer's mobile operator, if the platform tells it: `BEELINE`. */
  readonly operator?: string | undefined;
  /** True when the platform asks for the OTP. */
  readonly asksForOtp: boolean;
}

/** Error of the platform. */
export interface PlatformError {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/**
 * Reads a status answer or a callback. Projects can customize its shape, so a missing part is undefined and never an
 * error.
 */
export function readPaymentState(body: JsonObject): PaymentState {
  const payment = toObject(body.payment);
  // A value that the signature does not cover is ignored: anyone can add it to a genuine callback.
  const single = [body.operation].filter(isJsonObject).filter(hasSignedValue);
  const several = listItems(body.operations).filter(isJsonObject).filter(hasSignedValue);
  const operations = several.length > 0 ? several : single;
  const status = textAt(payment, 'status') ?? 'unknown';
  return {
    paymentId: textAt(payment, 'id'),
    status,
    method: textAt(payment, 'method'),
    left: amountAt(payment, 'sum'),
    operations: withRefundId(operations.map(readOperation), textAt(payment, 'merchant_refund_id')),
    phone: /^7\d{10}$/.exec(textAt(toObject(body.account), 'number') ?? '')?.[0],
    operator: /^[\w .-]{1,40}$/.exec(textAt(toObject(body.account), 'type') ?? '')?.[0],
    error: status === 'error' ? (readPlatformErrors(body.errors)[0] ?? NO_REASON) : undefined,
    asksForOtp:
      isAwaitingOtp(status) ||
      single.some((operation) => operation.status === 'awaiting clarification') ||
      ((body.clarification_fields ?? null) !== null && hasSignedValue(body.clarification_fields) && !isFinal(status)),
  };
}

/** Returns the items of a list, or of an object whose keys are numbers. */
function listItems(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) && Object.keys(value).every((name) => /^\d+$/.test(name)) ? Object.values(value) : [];
}

function readOperation(operation: JsonObject): Operation {
  return {
    id: textAt(operation, 'id') ?? '',
    type: (textAt(operation, 'type') ?? '')
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')
      .trim(),
    status: textAt(operation, 'status') ?? '',
    createdAt: dateAt(operation, 'created_date'),
    changedAt: dateAt(operation, 'date'),
    requestId: textAt(operation, 'request_id'),
    merchantRefundId: textAt(operation, 'merchant_refund_id'),
    amount: movedAmount(operation),
    code: textAt(operation, 'code'),
    message: textAt(operation, 'message'),
  };
}

/** Adds the refund id of a payment to its only refund. For several refunds it is not known which one it belongs to. */
function withRefundId(operations: readonly Operation[], merchantRefundId: string | undefined): readonly Operation[] {
  const refunds = operations.filter(isRefundOperation);
  if (merchantRefundId === undefined || refunds.length !== 1) return operations;
  return operations.map((one) =>
    isRefundOperation(one) ? { ...one, merchantRefundId: one.merchantRefundId ?? merchantRefundId } : one,
  );
}

/** Reads the `errors` of an answer. */
export function readPlatformErrors(errors: Json | undefined): PlatformError[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map((error) => ({
    code: textAt(error, 'code'),
    message: textAt(error, 'message') ?? textAt(error, 'description'),
  }));
}

const NO_REASON: PlatformError = { code: undefined, message: undefined };

const toObject = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** Returns a string or number as text; undefined for an empty string and any other value. */
export function textAt(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function amountAt(body: JsonObject, key: string): Amount | undefined {
  const sum = toObject(body[key]);
  const text = textAt(sum, 'amount') ?? '';
  const minor = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  const currency = textAt(sum, 'currency');
  return Number.isSafeInteger(minor) && currency !== undefined ? { minor, currency } : undefined;
}

/** Reads the amount of an operation. An amount that is not positive is ignored. */
function movedAmount(operation: JsonObject): Amount | undefined {
  const amount = amountAt(operation, 'sum_initial');
  return amount !== undefined && amount.minor > 0 ? amount : undefined;
}

/** Parses a date of the platform: `2024-12-07T19:08:45+0000`. */
function dateAt(body: JsonObject, key: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d):?(\d\d)?$/.exec(textAt(body, key) ?? '');
  if (match === null) return undefined;
  const [, date, zone, minutes = '00'] = match;
  const time = Date.parse(zone === 'Z' ? `${date}Z` : `${date}${zone}:${minutes}`);
  return Number.isNaN(time) ? undefined : time;
}
