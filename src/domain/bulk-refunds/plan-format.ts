import { createHash } from 'node:crypto';
import { fileWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import { type ApprovalKey, formatPublicKey, signValues, verifyValues } from './approval-key.ts';
import { hasHeaderFields, hasRefundFields, hasSkippedFields } from './plan-field-types.ts';
import type { PlanHeader, PlanRow } from './refund-plan.ts';

/** Formats a row as a line of the plan. */
export const formatRow = (row: PlanRow): string => `${JSON.stringify(row)}\n`;

/** A header without the fields that follow from the others and from the maker's key. */
export type UnsignedHeader = Omit<PlanHeader, 'makerKey' | 'hash' | 'signature'>;

/** Adds the hash of all fields and the signature of the maker to a header. */
export function signHeader(header: UnsignedHeader, key: ApprovalKey): PlanHeader {
  const named = { ...header, makerKey: formatPublicKey(key) };
  const hash = sha256(JSON.stringify(named));
  return { ...named, hash, signature: signValues(toSignedValues(header.plan, hash), key) };
}

/** Returns what the maker of a plan signs. */
const toSignedValues = (plan: string, hash: string): readonly string[] => ['rocketpay plan', plan, hash];

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Parses the first line of a plan.
 *
 * @throws {Failure} (usage) when the file is not a plan; (blocked) when the line was edited or is not signed.
 */
export function parseHeader(line: string, file: string): PlanHeader {
  const header = parseObject(line) as Partial<PlanHeader> | undefined;
  const name = JSON.stringify(file);
  if (header?.type !== 'plan') {
    const hint = message('Make one: rocketpay refunds plan <file.csv>');
    throw new Failure(EXIT.usage, 'no_plan', message('{name} is not a plan of refunds.', { name }), { hint });
  }
  if ((header.version as number) === 1) throw unsignedFailure(name, header);
  if (header.version !== 2)
    throw new Failure(EXIT.usage, 'no_plan', message('The plan {name} was made by a newer version.', { name }));
  if (JSON.stringify(header) !== line || !hasHeaderFields(header))
    throw planModifiedError(message('its first line was changed'));
  const { hash, signature, ...rest } = header;
  if (hash !== sha256(JSON.stringify(rest))) throw planModifiedError(message('its first line was changed'));
  if (!verifyValues(toSignedValues(header.plan, hash), signature, header.makerKey))
    throw planModifiedError(message('it is not signed by the key of its maker'));
  return header;
}

/** Plans of version 1 have no signature, so a change cannot be detected. */
function unsignedFailure(name: string, { input }: Partial<PlanHeader>): Failure {
  const csv = typeof input?.file === 'string' ? fileWord(input.file) : '<file.csv>';
  const hint = message(
    'Make it again with another name: rocketpay refunds plan {csv} --out <new-plan>. The new plan skips rows that were refunded.',
    { csv },
  );
  const text = message('The plan {name} was made by an older version and is not signed.', { name });
  return blockedFailure('plan_unsigned', text, { hint });
}

/**
 * Parses a row of a plan.
 *
 * @throws {Failure} (blocked) when the line is not a valid row.
 */
export function parseRow(line: string, number: number): PlanRow {
  const row = parseObject(line) as PlanRow | undefined;
  const isRow = row?.verdict === 'skip' ? hasSkippedFields(row) : hasRefundFields(row);
  // A field that occurs twice in the line could be read in two ways.
  if (isRow && JSON.stringify(row) === line.replace(/\n$/, '')) return row as PlanRow;
  throw planModifiedError(message('line {line} is not a valid row, or is cut off', { line: number }));
}

function parseObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the failure for a changed plan. A plan is applied as it was made, or not at all. */
export const planModifiedError = (change: Text): Failure =>
  blockedFailure('plan_edited', message('The plan was changed after it was made: {change}.', { change }), {
    hint: message('Do not edit a plan: change the CSV file and make a new plan.'),
  });
