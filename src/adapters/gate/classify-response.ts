import type { Outcome, SignedRequest } from '#domain/gate/signed-request';
import { isJsonObject, type Json, type JsonObject, tryParseJson } from '#domain/json/exact-json';
import type { IntentKind } from '#domain/ledger/intent';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { readPlatformErrors, textAt } from '#domain/payments/payment-state';
import { explainOperationCode, isRepeatCode, isUndecidedCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import type { Secret } from '#domain/signature/secret';
import { findSignature, verifySigned } from '#domain/signature/signature';

/** What of an HTTP answer the verdict needs. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: { readonly location?: string | undefined; readonly date?: string | undefined };
  readonly body: Uint8Array;
}

/**
 * What an HTTP answer means for a request (platform docs: synchronous answers). Accepted is not paid. An
 * error may hide in an HTTP 200. What cannot be read, a redirect and a 5xx leave the outcome unknown; so does
 * a 4xx without an error of the platform, for it may come from a proxy after the request went through.
 */
export function classifyAnswer(answer: HttpAnswer, request: SignedRequest, secret: Secret): Outcome {
  const { statusCode } = answer;
  const text = decode(answer.body);
  const json = text === undefined ? undefined : tryParseJson(text);
  if (request.writes && statusCode >= 400) return readWriteError(statusCode, json, request);
  if (statusCode >= 500 || PASSING.has(statusCode)) return unknown(`the answer was HTTP ${statusCode}`);
  if (statusCode >= 400) return readReadError(statusCode, json);
  if (statusCode < 200 || statusCode >= 300) return unknown(describeStrangeStatus(answer));
  if (text === undefined || json === undefined) return unknown('the answer cannot be read: it is not JSON');

  const signed = findSignature(json) !== undefined;
  if (signed) {
    const verification = verifySigned(text, secret);
    if (!verification.valid) return untrusted(request, verification.reason);
  }
  const outcome = request.writes
    ? readWriteAnswer(statusCode, json, signed, request)
    : readReadAnswer(statusCode, json, signed);
  return outcome.kind === 'accepted' ? { ...outcome, answeredAt: timeOf(answer) } : outcome;
}

/** Time-out, too early, too many requests, and "the client has gone": no one has said what happened to the request. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 499]);

const unknown = (reason: string, parts: Partial<Extract<Outcome, { kind: 'unknown' }>> = {}): Outcome => ({
  kind: 'unknown',
  reason,
  ...parts,
});

function readWriteError(statusCode: number, json: Json | undefined, request: SignedRequest): Outcome {
  const other = json === undefined ? undefined : otherSubject(json, request);
  if (other !== undefined) return unknown(`the answer is about another ${other}`);
  const requestId = requestIdOf(json, request);
  const isPlatforms = statusCode < 500 && !PASSING.has(statusCode) && json !== undefined;
  if (isPlatforms && !holdsRequestId(json) && isPlatformError(json, statusCode, request)) {
    return readRefusal(statusCode, json, request);
  }
  return unknown(`the answer was HTTP ${statusCode}`, requestId === undefined ? {} : { requestId });
}

function readWriteAnswer(statusCode: number, json: Json, signed: boolean, request: SignedRequest): Outcome {
  const other = otherSubject(json, request);
  if (other !== undefined) return unknown(`the answer is about another ${other}`);
  const requestId = requestIdOf(json, request);
  if (!saysError(json)) {
    if (requestId !== undefined) return { kind: 'accepted', answer: json, requestId, signed };
    return unknown('the answer neither accepts nor refuses: it has no request_id and no error');
  }
  if (holdsRequestId(json)) {
    return unknown('the answer has a request_id and an error', requestId === undefined ? {} : { requestId });
  }
  if (!isPlatformError(json, statusCode, request)) return unknown('the answer has an error without a code');
  return readRefusal(statusCode, json, request);
}

/** A refusal, unless one of its codes says that the same was done, or that it is not decided. */
function readRefusal(statusCode: number, json: Json, request: SignedRequest): Outcome {
  const code = platformCodes(json, statusCode).find(
    (one) => isUndecidedCode(one) || (isRepeatCode(one) && isRefundRequest(request)),
  );
  if (code === undefined) return refusal(statusCode, json);
  return unknown(`the platform answered ${code}: ${explainOperationCode(code)?.meaning ?? 'still open'}`, { code });
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
  const isInForm = json.status === 'error' || codesIn(json.errors).length > 0;
  if (platformCodes(json, statusCode).length > 0 && (isInForm || !isRefundRequest(request))) return true;
  if (!DOCUMENTED.has(statusCode) || (json.code ?? null) !== null) return false;
  const [first] = readPlatformErrors(json.errors);
  const own = json.status === 'error' ? textAt(json, 'message') : undefined;
  const words = own ?? (first?.code === undefined ? first?.message : undefined);
  if (words === undefined) return false;
  return !isRefundRequest(request) || /signature/i.test(words) || namesField(json.errors);
}

/** HTTP statuses with which the platform refuses. */
const DOCUMENTED: ReadonlySet<number> = new Set([200, 400, 403, 422]);

const namesField = (errors: Json | undefined): boolean =>
  Array.isArray(errors) && errors.some((error) => isJsonObject(error) && textAt(error, 'field') !== undefined);

/** The codes of the platform in a body: numbers of its own. A proxy writes words, or the HTTP status again. */
function platformCodes(json: Json, statusCode: number): readonly string[] {
  if (!isJsonObject(json)) return [];
  const own = textAt(json, 'code');
  const codes = [...(own === undefined ? [] : [own]), ...codesIn(json.errors)];
  return codes.filter((one) => /^\d{1,6}$/.test(one) && one !== String(statusCode));
}

const codesIn = (errors: Json | undefined): readonly string[] =>
  readPlatformErrors(errors).flatMap(({ code }) => (code === undefined ? [] : [code]));

/** True of an answer with a request id anywhere in it and of whatever form: it may have been given to the request. */
function holdsRequestId(json: Json): boolean {
  const rest: Json[] = [json];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (isJsonObject(value) && !EMPTY.has(value.request_id)) return true;
    rest.push(...Object.values(value));
  }
  return false;
}

const EMPTY: ReadonlySet<Json | undefined> = new Set([undefined, null, '', false]);

/** The request id of an answer that is about this very payment. */
function requestIdOf(json: Json | undefined, request: SignedRequest): string | undefined {
  if (json === undefined || !isJsonObject(json) || otherSubject(json, request) !== undefined) return undefined;
  return textAt(json, 'request_id');
}

/** What an answer names that is not what the request was about. The platform ignores the case of payment ids. */
function otherSubject(json: Json, { body, paymentId }: SignedRequest): 'project' | 'payment' | undefined {
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

/** Nothing is changed by a question: who may not ask is told so, and what nobody has judged is asked again. */
function readReadError(statusCode: number, json: Json | undefined): Outcome {
  const says = json !== undefined && (saysError(json) || platformCodes(json, statusCode).length > 0);
  if (says || statusCode === 401 || statusCode === 403) return refusal(statusCode, json);
  return unknown(`the answer was HTTP ${statusCode}`);
}

function readReadAnswer(statusCode: number, json: Json, signed: boolean): Outcome {
  if (isJsonObject(json) && !isJsonObject(json.payment) && saysError(json)) return refusal(statusCode, json);
  const requestId = isJsonObject(json) ? textAt(json, 'request_id') : undefined;
  return { kind: 'accepted', answer: json, requestId, signed };
}

function saysError(json: Json): boolean {
  if (!isJsonObject(json)) return false;
  return json.status === 'error' || readPlatformErrors(json.errors).length > 0 || isErrorPayment(json.payment);
}

const isErrorPayment = (payment: Json | undefined): boolean => isJsonObject(payment) && payment.status === 'error';

function refusal(httpStatus: number, json: Json | undefined): Outcome {
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

function untrusted(request: SignedRequest, reason: string): Outcome {
  if (request.writes) return unknown(`the answer cannot be trusted (${reason.replace(/\.$/, '')})`);
  return { kind: 'unverified', reason };
}

function describeStrangeStatus({ statusCode, headers }: HttpAnswer): string {
  const target = headers.location;
  const place = target !== undefined && URL.canParse(target) ? ` to ${new URL(target).host}` : '';
  return statusCode >= 300 && statusCode < 400
    ? `the answer was a redirect${place}, which is never followed`
    : `the answer was HTTP ${statusCode}`;
}

function timeOf({ headers }: HttpAnswer): number | undefined {
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
