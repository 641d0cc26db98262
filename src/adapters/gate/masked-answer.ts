import { maskData, maskText } from '#domain/encoding/mask-sensitive-data';
import type { SignedRequest } from '#domain/gate/signed-request';
import { formatJson, type Json, parseJson } from '#domain/json/exact-json';

/** Maximum part of an answer that is masked, in characters. A longer answer is cut and masked as text. */
const MAX_TRACED = 64 * 1024;

/** Returns an answer for the trace: masked as a request is, also the OTP that it may repeat. */
export function maskedAnswer(text: string, request: SignedRequest): string {
  return withoutCode(maskedText(text.length > MAX_TRACED ? text.slice(0, MAX_TRACED) : text), request).slice(0, 4000);
}

function maskedText(text: string): string {
  try {
    return formatJson(maskData(parseJson(text)));
  } catch {
    // The answer was cut off, or it is not JSON.
    return maskText(text);
  }
}

function withoutCode(text: string, { body }: SignedRequest): string {
  const codes = textsIn(body.additional_data).filter((code) => code.length >= SHORTEST_CODE);
  return codes.reduce((hidden, code) => hidden.replaceAll(JSON.stringify(code).slice(1, -1), '[code]'), text);
}

/** Minimum length of an OTP. Shorter texts can be in an answer by chance. */
const SHORTEST_CODE = 3;

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
