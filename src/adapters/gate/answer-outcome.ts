import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { isJsonObject, type Json, type JsonObject, tryParseJson } from '#domain/json/exact-json';
import { mapText, message, type Text } from '#domain/language/message';
import type { IntentKind } from '#domain/ledger/intent';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { readPlatformErrors, textAt } from '#domain/payments/payment-state';
import { explainOperationCode, isRepeatCode, isUndecidedCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import type { Secret } from '#domain/signature/secret';
import { findSignature, type Verification, verifySigned } from '#domain/signature/signature';

/** The used part of an HTTP answer. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: { readonly location?: string | undefined; readonly date?: string | undefined };
  readonly body: Uint8Array;
}

/**
 * Returns the outcome of a request by its HTTP answer (platform docs: synchronous answers). Accepted is not paid. An HTTP 200 can
 * contain an error. After an unreadable answer, a redirect or a 5xx the outcome is unknown. It is also unknown after a 4xx without
 * an error of the platform, because a proxy can send it after the request was processed.
 */
export function classifyAnswer(answer: HttpAnswer, request: SignedRequest, secret: Secret): Outcome {
  const { statusCode } = answer;
  const text = decode(answer.body);
  const json = text === undefined ? undefined : tryParseJson(text);
  if (request.writes && statusCode >= 400) return classifyWriteError(statusCode, json, request);
  if (statusCode >= 500 || UNDECIDED.has(statusCode)) return unknown(httpText(statusCode));
  if (statusCode >= 400) return classifyReadError(statusCode, json);
  if (statusCode < 200 || statusCode >= 300) return unknown(describeStatus(answer));
  if (text === undefined || json === undefined) return unknown(message('the answer cannot be read: it is not JSON'));

  const signed = findSignature(json) !== undefined;
  if (signed) {
    const verification = verifySigned(text, secret);
    if (!verification.valid) return toUntrusted(request, reasonMessage(verification));
  }
  const outcome = request.writes
    ? classifyWriteAnswer(statusCode, json, signed, request)
    : classifyReadAnswer(statusCode, json, signed);
  return outcome.kind === 'accepted' ? { ...outcome, answeredAt: readDate(answer) } : outcome;
}

/** HTTP statuses that do not say whether the request was processed: time-out, too early, too many requests, client closed. */
const UNDECIDED: ReadonlySet<number> = new Set([408, 425, 429, 499]);

const httpText = (statusCode: number): Text => message('the answer was HTTP {status}', { status: String(statusCode) });

const unknown = (reason: Text, parts: Partial<Extract<Outcome, { kind: 'unknown' }>> = {}): Outcome => ({
  kind: 'unknown',
  reason,
  ...parts,
});

function classifyWriteError(statusCode: number, json: Json | undefined, request: SignedRequest): Outcome {
  const other = json === undefined ? undefined : findOtherSubject(json, request);
  if (other !== undefined) return unknown(describeOtherSubject(other));
  const requestId = readRequestId(json, request);
  const canBePlatform = statusCode < 500 && !UNDECIDED.has(statusCode) && json !== undefined;
  if (canBePlatform && !hasRequestId(json) && isPlatformError(json, statusCode, request)) {
    return classifyRefusal(statusCode, json, request);
  }
  return unknown(httpText(statusCode), requestId === undefined ? {} : { requestId });
}

function classifyWriteAnswer(statusCode: number, json: Json, signed: boolean, request: SignedRequest): Outcome {
  const other = findOtherSubject(json, request);
  if (other !== undefined) return unknown(describeOtherSubject(other));
  const requestId = readRequestId(json, request);
  if (!hasError(json)) {
    if (requestId !== undefined) return { kind: 'accepted', answer: json, requestId, signed };
    return unknown(message('the answer neither accepts nor refuses: it has no request_id and no error'));
  }
  if (hasRequestId(json)) {
    return unknown(message('the answer has a request_id and an error'), requestId === undefined ? {} : { requestId });
  }
  if (!isPlatformError(json, statusCode, request)) return unknown(message('the answer has an error without a code'));
  return classifyRefusal(statusCode, json, request);
}

/** Returns a refusal, or an unknown outcome if a code says that the same was done before, or that it is still open. */
function classifyRefusal(statusCode: number, json: Json, request: SignedRequest): Outcome {
  const code = readPlatformCodes(json, statusCode).find(
    (one) => isUndecidedCode(one) || (isRepeatCode(one) && isRefundRequest(request)),
  );
  if (code === undefined) return toRefusal(statusCode, json);
  const meaning = explainOperationCode(code)?.meaning ?? message('still open');
  return unknown(message('the platform answered {code}: {meaning}', { code, meaning }), { code });
}

const isRefundRequest = ({ kind, url }: SignedRequest): boolean =>
  isRefundIntent({ kind: kind as IntentKind, path: new URL(url).pathname });

/**
 * True when the error comes from the platform: it has a platform code, or it is the documented body without a code with
 * a documented HTTP status (platform docs: synchronous answers). A proxy can write a similar body after the request went
 * through. A refund error without a code therefore counts only if it is about the signature or names a field.
 */
function isPlatformError(json: Json, statusCode: number, request: SignedRequest): boolean {
  if (!isJsonObject(json) || (json.status ?? 'error') !== 'error') return false;
  // A gateway's own error can have a number too; it does not have the form of the platform's.
  const isInForm = json.status === 'error' || readErrorCodes(json.errors).length > 0;
  if (readPlatformCodes(json, statusCode).length > 0 && (isInForm || !isRefundRequest(request))) return true;
  if (!DOCUMENTED.has(statusCode) || (json.code ?? null) !== null) return false;
  const [first] = readPlatformErrors(json.errors);
  const own = json.status === 'error' ? textAt(json, 'message') : undefined;
  const words = own ?? (first?.code === undefined ? first?.message : undefined);
  if (words === undefined) return false;
  return !isRefundRequest(request) || /signature/i.test(words) || namesField(json.errors);
}

/** HTTP statuses of a documented refusal. */
const DOCUMENTED: ReadonlySet<number> = new Set([200, 400, 403, 422]);

const namesField = (errors: Json | undefined): boolean =>
  Array.isArray(errors) && errors.some((error) => isJsonObject(error) && textAt(error, 'field') !== undefined);

/** Returns the codes of the platform in a body. They are numbers. A proxy writes words, or repeats the HTTP status. */
function readPlatformCodes(json: Json, statusCode: number): readonly string[] {
  if (!isJsonObject(json)) return [];
  const own = textAt(json, 'code');
  const codes = [...(own === undefined ? [] : [own]), ...readErrorCodes(json.errors)];
  return codes.filter((one) => /^\d{1,6}$/.test(one) && one !== String(statusCode));
}

const readErrorCodes = (errors: Json | undefined): readonly string[] =>
  readPlatformErrors(errors).flatMap(({ code }) => (code === undefined ? [] : [code]));

/** Returns true for an answer with a request id of any form at any place: the platform may have accepted the request. */
function hasRequestId(json: Json): boolean {
  const rest: Json[] = [json];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (isJsonObject(value) && !EMPTY.has(value.request_id)) return true;
    rest.push(...Object.values(value));
  }
  return false;
}

const EMPTY: ReadonlySet<Json | undefined> = new Set([undefined, null, '', false]);

/** Returns the request id of an answer, unless the answer is about another payment. */
function readRequestId(json: Json | undefined, request: SignedRequest): string | undefined {
  if (json === undefined || !isJsonObject(json) || findOtherSubject(json, request) !== undefined) return undefined;
  return textAt(json, 'request_id');
}

const describeOtherSubject = (subject: 'project' | 'payment'): Text =>
  subject === 'project'
    ? message('the answer is about another project')
    : message('the answer is about another payment');

/** Returns what differs between an answer and its request. The platform ignores the case of payment ids. */
function findOtherSubject(json: Json, { body, paymentId }: SignedRequest): 'project' | 'payment' | undefined {
  if (!isJsonObject(json)) return undefined;
  const [general, theirGeneral, theirPayment] = [
    objectIn(body.general, body),
    objectIn(json.general),
    objectIn(json.payment),
  ];
  const ours = textAt(general, 'project_id');
  const projects = [textAt(json, 'project_id'), textAt(theirGeneral, 'project_id')];
  if (ours !== undefined && projects.some((named) => named !== undefined && named !== ours)) return 'project';
  const payments = [textAt(json, 'payment_id'), textAt(theirGeneral, 'payment_id'), textAt(theirPayment, 'id')];
  if (paymentId === undefined) return undefined;
  const isOther = (named: string | undefined) =>
    named !== undefined && comparablePaymentId(named) !== comparablePaymentId(paymentId);
  return payments.some(isOther) ? 'payment' : undefined;
}

const objectIn = (value: Json | undefined, none: JsonObject = {}): JsonObject => (isJsonObject(value) ? value : none);

/** Returns the outcome of a read by an answer with a 4xx status. A read changes nothing, so it can be repeated. */
function classifyReadError(statusCode: number, json: Json | undefined): Outcome {
  const hasReason = json !== undefined && (hasError(json) || readPlatformCodes(json, statusCode).length > 0);
  if (hasReason || statusCode === 401 || statusCode === 403) return toRefusal(statusCode, json);
  return unknown(httpText(statusCode));
}

function classifyReadAnswer(statusCode: number, json: Json, signed: boolean): Outcome {
  if (isJsonObject(json) && !isJsonObject(json.payment) && hasError(json)) return toRefusal(statusCode, json);
  const requestId = isJsonObject(json) ? textAt(json, 'request_id') : undefined;
  return { kind: 'accepted', answer: json, requestId, signed };
}

function hasError(json: Json): boolean {
  if (!isJsonObject(json)) return false;
  return json.status === 'error' || readPlatformErrors(json.errors).length > 0 || isErrorPayment(json.payment);
}

const isErrorPayment = (payment: Json | undefined): boolean => isJsonObject(payment) && payment.status === 'error';

function toRefusal(httpStatus: number, json: Json | undefined): Outcome {
  const body: JsonObject = isJsonObject(json) ? json : {};
  const first = readPlatformErrors(body.errors)[0];
  return {
    kind: 'refused',
    httpStatus,
    code: textAt(body, 'code') ?? first?.code,
    message: textAt(body, 'message') ?? first?.message,
    requestId: textAt(body, 'request_id'),
  };
}

/** The usual reason as a message. The others describe a body that no platform sends, and stay in English. */
const reasonMessage = ({ problem, reason }: Extract<Verification, { valid: false }>): Text =>
  problem === 'mismatch' ? message('The signature is not the one that this secret gives for this body.') : reason;

function toUntrusted(request: SignedRequest, reason: Text): Outcome {
  if (request.writes) {
    const shown = mapText(reason, (text) => text.replace(/\.$/, ''));
    return unknown(message('the answer cannot be trusted ({reason})', { reason: shown }));
  }
  return { kind: 'unverified', reason };
}

function describeStatus({ statusCode, headers }: HttpAnswer): Text {
  const target = headers.location;
  if (statusCode < 300 || statusCode >= 400) return httpText(statusCode);
  return target !== undefined && URL.canParse(target)
    ? message('the answer was a redirect to {host}, which is never followed', { host: new URL(target).host })
    : message('the answer was a redirect, which is never followed');
}

function readDate({ headers }: HttpAnswer): number | undefined {
  const time = Date.parse(headers.date ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function decode(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
