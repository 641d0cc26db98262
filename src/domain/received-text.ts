import { type Json, parseJson } from './json.ts';
import { findSignature } from './signature.ts';

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
export function readReceived(text: string): ReceivedText {
  const body = text.length > LARGEST ? undefined : readOrUndefined(text);
  return { text, body, signature: body === undefined ? undefined : findSignature(body) };
}

/** True of what can be a callback by its size alone: nothing is known of anything larger. */
export const isSmallEnough = ({ text }: ReceivedText): boolean => text.length <= LARGEST;

function readOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
