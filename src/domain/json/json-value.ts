/**
 * A JSON value that was read without loss: integers beyond 2^53 are `bigint`, all other numbers are `number`.
 * `JSON.parse` would change the last digits of the operation ids that the platform sends.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object, the form of every request, answer and callback of the platform. */
export type JsonObject = { readonly [key: string]: Json };

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
