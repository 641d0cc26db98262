import type { CompiledQuery } from 'kysely';
import pg from 'pg';

/**
 * Returns a statement with its values as literals, so that it is one message to the server. A statement with parameters is several
 * messages, between which no time-out of the server counts: a client that stops there would keep the lock of the ledger.
 *
 * @returns undefined where a value has no literal here
 */
export function inlineValues({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): string | undefined {
  const literals = parameters.map(toLiteral);
  if (literals.includes(undefined)) return undefined;
  return sql.replaceAll(/\$(\d+)/g, (_, number) => literals[Number(number) - 1] ?? 'null');
}

/** The server converts a literal in quotation marks to the type that is needed, as it does with a parameter. */
function toLiteral(value: unknown): string | undefined {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return toQuoted(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return `'${value}'`;
  if (Buffer.isBuffer(value)) return toQuoted(`\\x${value.toString('hex')}`);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return toQuoted(toArray(value));
  return undefined;
}

/** A text ends at its first zero byte in such a message. As a parameter the server refuses it. */
const toQuoted = (text: string): string | undefined => (text.includes('\0') ? undefined : pg.escapeLiteral(text));

const toArray = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
