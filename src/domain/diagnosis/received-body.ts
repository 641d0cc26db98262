import { type Json, tryParseJson } from '#domain/json/exact-json';
import { findExcess } from '#domain/signature/received-limits';
import { findSignature } from '#domain/signature/signature';

/** A text whose signature is wrong, parsed once for the whole diagnosis. */
export interface ReceivedText {
  readonly text: string;
  /** Undefined when the text is not JSON, or requires more work than anything that the platform sends. */
  readonly body: Json | undefined;
  /** Undefined when the body has none. */
  readonly signature: string | undefined;
}

/** Parses a text for a diagnosis. */
export function parseReceived(text: string): ReceivedText {
  const body = findExcess(text) === undefined ? tryParseJson(text) : undefined;
  return { text, body, signature: body === undefined ? undefined : findSignature(body) };
}
