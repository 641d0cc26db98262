import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { usageError } from '#domain/errors/failure';
import { isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { mayBeUnreadable } from '#domain/json/unreadable-json';
import { exactStringToSign } from './exact-string-to-sign.ts';
import { fastStringToSign } from './fast-string-to-sign.ts';
import { RECEIVED_LIMITS } from './received-limits.ts';
import type { Secret } from './secret.ts';
import { BodyTooLarge, measure } from './signing-limits.ts';

/** Every signature of the platform: 64 bytes in standard Base64. */
export const SIGNATURE_LENGTH = 88;

/**
 * Returns the text that HMAC-SHA-512 signs: the signed lines of the body, joined by `;` (platform docs: "Signature").
 *
 * @throws {Failure} (usage) when the body is too large
 */
export function stringToSign(body: Json): string {
  try {
    return fastStringToSign(body) ?? exactStringToSign(body);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    throw usageError(`The body is too large to be signed: ${error.message}.`);
  }
}

/** Returns the signature of a body: HMAC-SHA-512 over {@link stringToSign}, in standard Base64. */
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

/** Result of verifying a signed text. */
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
 * A body that verifies can be read by {@link parseJson} too, whole.
 *
 * Only the signature is checked: `1`, `"1"` and `true` share one signature, so validate the fields after.
 */
export function verifySigned(text: string, secret: Secret): Verification {
  let body: Json;
  try {
    body = JSON.parse(text) as Json;
  } catch {
    return malformed(text);
  }
  // First what costs nothing: anybody can send a body without a secret.
  const received = findSignature(body);
  if (received?.length !== SIGNATURE_LENGTH && text.length <= SMALL && !isReadable(text)) return malformed(text);
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
  if (!FORM.test(received)) return MISMATCH;
  let signable: string | undefined;
  try {
    signable = receivedStringToSign(body);
    if (signable === undefined) {
      body = parseJson(text);
      signable = exactStringToSign(body, RECEIVED_LIMITS);
    }
  } catch (error) {
    return error instanceof BodyTooLarge ? tooLarge(error) : malformed(text);
  }
  const expected = signString(signable, secret.key);
  if (!equalInConstantTime(expected, received)) return MISMATCH;
  // Anyone can add such values to a genuine callback, where they are not signed or where the same key follows.
  return mayBeUnreadable(text) && !isReadable(text) ? malformed(text) : { valid: true, body };
}

/**
 * The string to sign of what `JSON.parse` has read; undefined where the text has to be read by `parseJson`.
 *
 * @throws {BodyTooLarge}
 */
function receivedStringToSign(body: Json): string | undefined {
  const fast = fastStringToSign(body, RECEIVED_LIMITS);
  if (fast !== undefined || !measure(body, RECEIVED_LIMITS)) return fast;
  const exact = exactStringToSign(body, RECEIVED_LIMITS);
  return exact.isWellFormed() ? exact : undefined;
}

/** 64 bytes in standard Base64. */
const FORM = /^[A-Za-z0-9+/]{86}==$/;

const MISMATCH: Verification = {
  valid: false,
  problem: 'mismatch',
  reason: 'The signature is not the one that this secret gives for this body.',
};

const tooLarge = ({ message }: BodyTooLarge): Verification => ({
  valid: false,
  problem: 'malformed',
  reason: `The body is not one that the platform sends: ${message}.`,
});

/** So small a text is looked at whole to tell what is wrong with it. */
const SMALL = 64 * 1024;

function isReadable(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
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
