import type { Outcome, SignedRequest } from '../domain/gate-request.ts';
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
 * error may hide in an HTTP 200. What cannot be read, a redirect and a 5xx leave the outcome unknown; a
 * 4xx says that the request was not carried out, whoever says it.
 */
export function classifyAnswer(answer: HttpAnswer, request: SignedRequest, secret: Secret): Outcome {
  const { statusCode } = answer;
  const text = decode(answer.body);
  const json = text === undefined ? undefined : parse(text);
  if (statusCode >= 500) return { kind: 'unknown', reason: `the platform answered HTTP ${statusCode}` };
  if (statusCode >= 400 && statusCode !== 408) return refusal(statusCode, json);
  if (statusCode < 200 || statusCode >= 300) return { kind: 'unknown', reason: describeStrangeStatus(answer) };
  if (text === undefined || json === undefined)
    return { kind: 'unknown', reason: 'the answer cannot be read: it is not JSON' };

  const signed = findSignature(json) !== undefined;
  if (signed) {
    const verification = verifySigned(text, secret);
    if (!verification.valid) return untrusted(request, verification.reason);
  }
  const outcome = request.writes ? readWriteAnswer(statusCode, json, signed) : readReadAnswer(statusCode, json, signed);
  return outcome.kind === 'accepted' ? { ...outcome, answeredAt: timeOf(answer) } : outcome;
}

function readWriteAnswer(statusCode: number, json: Json, signed: boolean): Outcome {
  if (saysError(json)) return refusal(statusCode, json);
  const requestId = isJsonObject(json) ? textAt(json, 'request_id') : undefined;
  if (requestId !== undefined) return { kind: 'accepted', answer: json, requestId, signed };
  return { kind: 'unknown', reason: 'the answer neither accepts nor refuses: it has no request_id and no error' };
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
  if (request.writes) return { kind: 'unknown', reason: `the answer cannot be trusted (${reason.replace(/\.$/, '')})` };
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
