import { type Json, parseJson } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import { measure, RECEIVED_LIMITS } from '#domain/signature/signing-limits';

/** A text whose signature is wrong, read once for everybody who asks why. */
export interface ReceivedText {
  readonly text: string;
  /** Undefined when it is not JSON, or larger than a callback can be. */
  readonly body: Json | undefined;
  /** Undefined when it carries none. */
  readonly signature: string | undefined;
}

/** What is larger than a listener takes is no callback, and would take long. */
const LARGEST = 1024 * 1024;

/** Reads a text for a diagnosis. */
export function parseReceived(text: string): ReceivedText {
  const body = text.length > LARGEST ? undefined : readOrUndefined(text);
  return { text, body, signature: body === undefined ? undefined : findSignature(body) };
}

/** True of what can be a callback by its size alone: nothing is known of anything larger. */
export const isSmallEnough = ({ text }: ReceivedText): boolean => text.length <= LARGEST;

/**
 * Why a text is not examined further than its signature: it asks for more work than anything that the platform sends. Undefined
 * when it does not, and for what is not JSON.
 */
export function excessOf(text: string): string | undefined {
  if (text.length > LARGEST) return `it is longer than ${LARGEST} characters`;
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

/** The reason why a text does not verify, and why it is not examined further, where it is not. */
export function reasonOf(
  { problem, reason }: { readonly problem: string; readonly reason: string },
  text: string,
): string {
  const excess = problem === 'malformed' ? undefined : excessOf(text);
  return excess === undefined
    ? reason
    : `${reason} The body is not examined further, for the platform sends none like it: ${excess}.`;
}

/** Also undefined where the body asks for too much work: it may come out of another one. */
function readOrUndefined(text: string): Json | undefined {
  try {
    measure(JSON.parse(text) as Json, RECEIVED_LIMITS);
    return parseJson(text);
  } catch {
    return undefined;
  }
}
