import { isRefundIntent } from '../domain/earlier-refunds.ts';
import { explainRequestCode } from '../domain/gate-codes.ts';
import type { Outcome, SignedRequest } from '../domain/gate-request.ts';
import type { IntentKind } from '../domain/intent.ts';
import { isJsonObject, type Json, type JsonObject, parseJson } from '../domain/json.ts';
import { readPlatformErrors, textAt } from '../domain/payment-state.ts';
import type { Secret } from '../domain/secret.ts';
import { findSignature, verifySigned } from '../domain/signature.ts';

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
  const json = text === undefined ? undefined : parse(text);
  if (request.writes && statusCode >= 400) return readWriteError(statusCode, json, request);
  if (statusCode >= 500 || PASSING.has(statusCode)) return unknown(`the platform answered HTTP ${statusCode}`);
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

/** Codes of a refund that say that it, or one like it, was made: they do not say that nothing was done. */
const REPEAT_CODES: ReadonlySet<string> = new Set(['3230', '3285', '3613']);

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
  if (isPlatforms && requestId === undefined && isPlatformError(json, statusCode, request)) {
    return readRefusal(statusCode, json, request);
  }
  return unknown(`the platform answered HTTP ${statusCode}`, requestId === undefined ? {} : { requestId });
}

function readWriteAnswer(statusCode: number, json: Json, signed: boolean, request: SignedRequest): Outcome {
  const other = otherSubject(json, request);
  if (other !== undefined) return unknown(`the answer is about another ${other}`);
  const requestId = requestIdOf(json, request);
  if (!saysError(json)) {
    if (requestId !== undefined) return { kind: 'accepted', answer: json, requestId, signed };
    return unknown('the answer neither accepts nor refuses: it has no request_id and no error');
  }
  if (requestId !== undefined) return unknown('the answer has a request_id and an error', { requestId });
  if (!isPlatformError(json, statusCode, request)) return unknown('the answer has an error without a code');
  return readRefusal(statusCode, json, request);
}

/** A refusal, unless its code says that the same was done. */
function readRefusal(statusCode: number, json: Json, request: SignedRequest): Outcome {
  const code = platformCode(json, statusCode);
  if (code === undefined || !REPEAT_CODES.has(code) || !isRefundRequest(request)) return refusal(statusCode, json);
  return unknown(`the platform answered ${code}: ${explainRequestCode(code)?.meaning}`, { code });
}

const isRefundRequest = ({ kind, url }: SignedRequest): boolean =>
  isRefundIntent({ kind: kind as IntentKind, path: new URL(url).pathname });

/**
 * True when the error comes from the platform: it has a platform code, or it is the documented body without a code with
 * a documented HTTP status (platform docs: synchronous answers). A proxy can write a similar body after the request went
 * through. A refund error without a code therefore counts only if it is about the signature or names a field.
 */
function isPlatformError(json: Json, statusCode: number, request: SignedRequest): boolean {
  if (platformCode(json, statusCode) !== undefined) return true;
  if (!isJsonObject(json) || !DOCUMENTED.has(statusCode) || (json.code ?? null) !== null) return false;
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

/** The first code of the platform in a body: a number of its own. A proxy writes words, or the HTTP status again. */
function platformCode(json: Json, statusCode: number): string | undefined {
  if (!isJsonObject(json)) return undefined;
  const codes = [textAt(json, 'code'), ...readPlatformErrors(json.errors).map(({ code }) => code)];
  return codes.find((one) => one !== undefined && /^\d{1,6}$/.test(one) && one !== String(statusCode));
}

/** The request id of an answer that is about this very payment. */
function requestIdOf(json: Json | undefined, request: SignedRequest): string | undefined {
  if (json === undefined || !isJsonObject(json) || otherSubject(json, request) !== undefined) return undefined;
  return textAt(json, 'request_id');
}

/** What an answer names that is not what the request was about. The platform ignores the case of payment ids. */
function otherSubject(json: Json, { body, paymentId }: SignedRequest): 'project' | 'payment' | undefined {
  if (!isJsonObject(json)) return undefined;
  const general = isJsonObject(body.general) ? body.general : body;
  const [ours, theirs] = [textAt(general, 'project_id'), textAt(json, 'project_id')];
  if (ours !== undefined && theirs !== undefined && ours !== theirs) return 'project';
  const named = textAt(json, 'payment_id');
  if (paymentId === undefined || named === undefined) return undefined;
  return named.toLowerCase() === paymentId.toLowerCase() ? undefined : 'payment';
}

/** Nothing is changed by a question: who may not ask is told so, and what nobody has judged is asked again. */
function readReadError(statusCode: number, json: Json | undefined): Outcome {
  const says = json !== undefined && (saysError(json) || platformCode(json, statusCode) !== undefined);
  if (says || statusCode === 401 || statusCode === 403) return refusal(statusCode, json);
  return unknown(`the platform answered HTTP ${statusCode}`);
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
    : `the platform answered HTTP ${statusCode}`;
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

function parse(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
