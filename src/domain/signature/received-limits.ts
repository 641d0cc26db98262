import type { Json } from '#domain/json/exact-json';
import { BodyTooLarge, measure, type SigningLimits } from './signing-limits.ts';

/**
 * What anybody may send: a few hundred times a callback of the platform. Paths repeat in each line, so that the string to sign may
 * be far longer than the body.
 */
export const RECEIVED_LIMITS: SigningLimits = {
  values: 50_000,
  keys: 30_000,
  characters: 4 * 1024 * 1024,
  oddKeys: 5000,
  oddCharacters: 128 * 1024,
};

/** Length in characters: `listen` accepts no longer body. */
const MAX_LENGTH = 1024 * 1024;

/** True when a text is not longer than a callback can be. */
export const isSmallEnough = (text: string): boolean => text.length <= MAX_LENGTH;

/**
 * Returns why a text is not diagnosed: it requires more work than anything that the platform sends. Undefined when it can be
 * diagnosed, and for a text that is not JSON.
 */
export function findExcess(text: string): string | undefined {
  if (!isSmallEnough(text)) return `it is longer than ${MAX_LENGTH} characters`;
  try {
    measure(JSON.parse(text) as Json, RECEIVED_LIMITS);
    return undefined;
  } catch (error) {
    return error instanceof BodyTooLarge ? error.message : undefined;
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
