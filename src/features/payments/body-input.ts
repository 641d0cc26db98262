import type { Input } from '#context';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { usageError } from '#domain/errors/failure';
import { type Json, parseJson } from '#domain/json/exact-json';
import { JsonSyntaxError } from '#domain/json/json-reader';

/**
 * Reads a body given as `-` (standard input), `@file` or JSON text.
 *
 * @throws {Failure} (usage) with line and column when it is not JSON.
 */
export async function readBody(given: string, input: Input): Promise<Json> {
  if (given === '-') return parseBody(withoutByteOrderMark(await input.text('-')), 'Standard input');
  if (given.startsWith('@')) return parseBody(withoutByteOrderMark(await input.text(given.slice(1))), given.slice(1));
  return parseBody(given, 'The body');
}

/** Parses JSON text; `name` says where it came from. */
export function parseBody(text: string, name: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw usageError(`${name} is not JSON: ${error.message}.`, 'Fix it there, then run this again.');
  }
}
