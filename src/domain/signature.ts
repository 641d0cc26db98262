import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject, parseJson } from './json.ts';
import { quickStringToSign } from './quick-string-to-sign.ts';
import type { Secret } from './secret.ts';
import { signedLines } from './signed-lines.ts';

/** Every signature of the platform: 64 bytes in standard Base64. */
export const SIGNATURE_LENGTH = 88;

/** What HMAC-SHA-512 runs over: the signed lines of the body, joined by `;` (platform docs: "Signature"). */
export function stringToSign(body: Json): string {
  return quickStringToSign(body) ?? exactStringToSign(body);
}

function exactStringToSign(body: Json): string {
  return signedLines(body)
    .map((line) => `${line.path}:${line.value}`)
    .join(';');
}

/** The signature of a body: HMAC-SHA-512 over {@link stringToSign}, in standard Base64. */
export function sign(body: Json, secret: Secret): string {
  return signString(stringToSign(body), secret.key);
}

/** The signature of a string that is ready to be signed. */
export function signString(string: string, key: KeyObject): string {
  return createHmac('sha512', key).update(string).digest('base64');
}

/**
 * The body with its signature in place, and no other: in `general` where the body has such an object, as in every Gate
 * request, else at the top, as in flat requests (platform docs: "Signature", where it sits).
 */
export function withSignature(body: JsonObject, secret: Secret): JsonObject {
  const signature = sign(body, secret);
  const { signature: _, ...unsigned } = body;
  const { general } = unsigned;
  if (isJsonObject(general)) return { ...unsigned, general: { ...general, signature } };
  return { ...unsigned, signature };
}

/** What became of verifying a signed text. */
export type Verification =
  | { readonly valid: true; readonly body: Json }
  | {
      readonly valid: false;
      readonly problem: 'malformed' | 'no_signature' | 'placeholder' | 'mismatch';
      /** Why, in plain words. */
      readonly reason: string;
    };

/**
 * Verifies a callback or a signed answer as it was received. It covers the parsed values, so key order,
 * white space and escapes do not matter, but the digits of numbers do (platform docs: "Signature").
 *
 * Only the signature is checked: `1`, `"1"` and `true` share one signature, so validate the fields after.
 */
export function verifySigned(text: string, secret: Secret): Verification {
  let body: Json;
  let signable: string | undefined;
  try {
    body = JSON.parse(text) as Json;
    signable = quickStringToSign(body);
    if (signable === undefined) {
      body = parseJson(text);
      signable = exactStringToSign(body);
    }
  } catch {
    return malformed(text);
  }
  const received = findSignature(body);
  if (received === undefined) {
    return {
      valid: false,
      problem: 'no_signature',
      reason: 'There is no signature: neither "signature" at the top nor "general.signature".',
    };
  }
  if (received.length !== SIGNATURE_LENGTH) {
    return { valid: false, problem: 'placeholder', reason: describeLength(received.length) };
  }
  const expected = signString(signable, secret.key);
  if (equalInConstantTime(expected, received)) return { valid: true, body };
  return {
    valid: false,
    problem: 'mismatch',
    reason: 'The signature is not the one that this secret gives for this body.',
  };
}

function malformed(text: string): Verification {
  let problem = 'it cannot be read';
  try {
    parseJson(text);
  } catch (error) {
    problem = (error as Error).message;
  }
  return { valid: false, problem: 'malformed', reason: `The body is not JSON: ${problem}.` };
}

/** The signature that a body carries: at the top, else in `general`; undefined when there is none. */
export function findSignature(body: Json): string | undefined {
  if (!isJsonObject(body)) return undefined;
  if (typeof body.signature === 'string') return body.signature;
  const { general } = body;
  return isJsonObject(general) && typeof general.signature === 'string' ? general.signature : undefined;
}

function describeLength(length: number): string {
  const about = `The signature has ${length} characters; a real one always has ${SIGNATURE_LENGTH} and ends in "==".`;
  if (length > SIGNATURE_LENGTH) return about;
  return `${about} The platform's documentation prints shortened placeholders: one of those proves nothing.`;
}

function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
