import { type Json, parseJson } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import { measure, RECEIVED_LIMITS } from '#domain/signature/signing-limits';

/** A text whose signature is wrong, parsed once for the whole diagnosis. */
export interface ReceivedText {
  readonly text: string;
  /** Undefined when the text is not JSON, or is larger than a callback can be. */
  readonly body: Json | undefined;
  /** Undefined when the body has none. */
  readonly signature: string | undefined;
}

/** Length in characters: `listen` accepts no longer body. */
const MAX_LENGTH = 1024 * 1024;

/** Parses a text for a diagnosis. */
export function parseReceived(text: string): ReceivedText {
  const body = isSmallEnough(text) ? parseWithinLimits(text) : undefined;
  return { text, body, signature: body === undefined ? undefined : findSignature(body) };
}

/** True when a text is not longer than a callback can be. */
export const isSmallEnough = (text: string): boolean => text.length <= MAX_LENGTH;

/**
 * Returns why a text is not diagnosed: it requires more work than anything that the platform sends. Undefined when it can be
 * diagnosed, and for a text that is not JSON.
 */
export function findExcess(text: string): string | undefined {
  if (!isSmallEnough(text)) return `it is longer than ${MAX_LENGTH} characters`;
  let body: Json;
  try {
    body = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  try {
    measure(body, RECEIVED_LIMITS);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Returns why a text does not verify and, if it is too large, why it is not diagnosed. */
export function explainInvalid(
  { problem, reason }: { readonly problem: string; readonly reason: string },
  text: string,
): string {
  const excess = problem === 'malformed' ? undefined : findExcess(text);
  if (excess === undefined) return reason;
  return `${reason} The body is not examined further, because the platform sends none like it: ${excess}.`;
}

/** Undefined also for a body that requires too much work: it may come out of another body. */
function parseWithinLimits(text: string): Json | undefined {
  try {
    measure(JSON.parse(text) as Json, RECEIVED_LIMITS);
    return parseJson(text);
  } catch {
    return undefined;
  }
}
