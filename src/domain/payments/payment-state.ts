import { hasSignedValue } from '#domain/callbacks/ambiguous-callback';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { isUndecidedCode } from '#domain/platform-codes/platform-codes';
import type { Amount } from './amount.ts';
import { isAwaitingOtp, isFailed, isFinal } from './payment-status.ts';

/** One operation of a payment: a sale, a refund, a reversal, a customer action (a resend). */
export interface Operation {
  /** As text: ids may exceed 2^53. */
  readonly id: string;
  readonly type: string;
  readonly status: string;
  /** When it was made, epoch milliseconds; undefined where the platform does not say. */
  readonly createdAt: number | undefined;
  /** When it last changed, epoch milliseconds. */
  readonly changedAt: number | undefined;
  /** The `request_id` of the request that began it: the key to join an answer with its result. */
  readonly requestId: string | undefined;
  /** Our own id of a refund, where the platform repeats it. */
  readonly merchantRefundId?: string | undefined;
  readonly amount: Amount | undefined;
  /** The platform's code as text: `0` is success. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** The operation that takes the money, as it stands last. */
export const lastSale = ({ operations }: Pick<PaymentState, 'operations'>): Operation | undefined =>
  operations.filter(({ type }) => type === 'sale').at(-1);

/** True of an operation that gives money back, under whatever name: `refund`, `reversal`, `partial refund`. */
export const isRefundOperation = ({ type }: Pick<Operation, 'type'>): boolean =>
  /refund|revers/.test(type) && !/chargeback/.test(type) && !isReverseOperation({ type });

/** True of an operation that takes a refund back: it adds to what is left. */
export const isReverseOperation = ({ type }: Pick<Operation, 'type'>): boolean => /refund reverse/.test(type);

/** An operation that has failed. A refund operation with an error has failed too (platform docs: statuses). */
export const hasFailed = ({ status, code }: Pick<Operation, 'status' | 'code'>): boolean =>
  isFailed(status) || (status === 'error' && isRealError(code));

/** Codes of errors that are not final: not found, not received yet, and busy. */
const PASSING_ERRORS: ReadonlySet<string> = new Set(['3061', '3062', '2147']);

/** True of an error's code that is final for an attempt. */
export const isRealError = (code: string | undefined): boolean =>
  code !== undefined && !PASSING_ERRORS.has(code) && !isUndecidedCode(code);

/** What an operation is known by: its id, or where it has none, what does not change of it. */
export const operationKey = ({ id, type, requestId, amount, createdAt }: Operation): string =>
  id === '' ? JSON.stringify([type, requestId, amount?.minor, createdAt]) : id;

/** What the platform says of a payment, in a status answer or in a callback. */
export interface PaymentState {
  readonly paymentId: string | undefined;
  /** As the platform writes it; `error` when a status answer knows no such payment (yet). */
  readonly status: string;
  /** How it was paid: `mobile`, `card`; undefined where the platform does not say. */
  readonly method?: string | undefined;
  /** What is left of the payment after its refunds. */
  readonly left: Amount | undefined;
  readonly operations: readonly Operation[];
  /** Why a status answer knows no such payment: `3061` not found, `3062` not received yet; neither is final. */
  readonly error: PlatformError | undefined;
  /** The payer's number in digits; undefined where the platform does not tell it, or masks it. */
  readonly phone?: string | undefined;
  /** True when the platform asks for the OTP. */
  readonly asksForOtp: boolean;
}

/** An error as the platform tells it, in any of its forms. */
export interface PlatformError {
  /** Always text: the platform writes it as a string in some answers and as a number in others. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/**
 * Reads a status answer or a callback. A project may have customised its shape, so nothing is relied on
 * but what is needed, and a missing part is undefined, never an error.
 */
export function readPaymentState(body: JsonObject): PaymentState {
  const payment = objectAt(body, 'payment');
  // What has no signed line counts as absent: anybody can add it to a genuine callback.
  const single = [body.operation].filter(isJsonObject).filter(hasSignedValue);
  const several = listOf(body.operations).filter(isJsonObject).filter(hasSignedValue);
  const operations = several.length > 0 ? several : single;
  const status = textAt(payment, 'status') ?? 'unknown';
  return {
    paymentId: textAt(payment, 'id'),
    status,
    method: textAt(payment, 'method'),
    left: amountAt(payment, 'sum'),
    operations: withRefundId(operations.map(readOperation), textAt(payment, 'merchant_refund_id')),
    phone: /^7\d{10}$/.exec(textAt(objectAt(body, 'account'), 'number') ?? '')?.[0],
    error: status === 'error' ? (readPlatformErrors(body.errors)[0] ?? NO_REASON) : undefined,
    asksForOtp:
      isAwaitingOtp(status) ||
      single.some((operation) => operation.status === 'awaiting clarification') ||
      ((body.clarification_fields ?? null) !== null && hasSignedValue(body.clarification_fields) && !isFinal(status)),
  };
}

/** The items of a list; also of one that has the form of an object with numbers as its names. */
function listOf(value: Json | undefined): readonly Json[] {
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

/** Told of the payment, the id of a refund belongs to its only refund; of several it does not say which. */
function withRefundId(operations: readonly Operation[], merchantRefundId: string | undefined): readonly Operation[] {
  const refunds = operations.filter(isRefundOperation);
  if (merchantRefundId === undefined || refunds.length !== 1) return operations;
  return operations.map((one) => (isRefundOperation(one) ? { merchantRefundId, ...defined(one) } : one));
}

const defined = ({ merchantRefundId, ...operation }: Operation): Operation =>
  merchantRefundId === undefined ? operation : { ...operation, merchantRefundId };

/** The errors of an answer, whatever their form: `[{code, message}]`. */
export function readPlatformErrors(errors: Json | undefined): PlatformError[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map((error) => ({
    code: textAt(error, 'code'),
    message: textAt(error, 'message') ?? textAt(error, 'description'),
  }));
}

const NO_REASON: PlatformError = { code: undefined, message: undefined };

const objectAt = (body: JsonObject, key: string): JsonObject => {
  const value = body[key];
  return isJsonObject(value) ? value : {};
};

/** A scalar as text; undefined for null, for what is no scalar, and for an empty string. */
export function textAt(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function amountAt(body: JsonObject, key: string): Amount | undefined {
  const sum = objectAt(body, key);
  const text = textAt(sum, 'amount') ?? '';
  const minor = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  const currency = textAt(sum, 'currency');
  return Number.isSafeInteger(minor) && currency !== undefined ? { minor, currency } : undefined;
}

/** What an operation has moved. No operation moves nothing, or less: such an amount tells nothing. */
function movedAmount(operation: JsonObject): Amount | undefined {
  const amount = amountAt(operation, 'sum_initial');
  return amount !== undefined && amount.minor > 0 ? amount : undefined;
}

/** Dates of the platform: `2024-12-07T19:08:45+0000`. */
function dateAt(body: JsonObject, key: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d):?(\d\d)?$/.exec(textAt(body, key) ?? '');
  if (match === null) return undefined;
  const [, date, zone, minutes = '00'] = match;
  const time = Date.parse(zone === 'Z' ? `${date}Z` : `${date}${zone}:${minutes}`);
  return Number.isNaN(time) ? undefined : time;
}
