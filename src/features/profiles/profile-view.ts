import { columns } from '#cli/text-table';
import { describeSource, type Profile } from '#domain/profiles/profile';
import type { Style } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

/** Converts a stored profile to a document, with the source of its secret, never the secret. */
export function profileDocument({ name, secret, ...values }: Profile): CommandDocument<'profiles show'> {
  return { profile: name, ...values, secret: secret === undefined ? null : describeSource(secret) };
}

/** Formats a stored profile, one value per line. */
export function profileLines(document: CommandDocument<'profiles show'>, style: Style): string[] {
  const rows = Object.entries(document).map(([key, value]) => [key, formatValue(value)]);
  return columns(rows, (text, column) => (column === 0 ? style.dim(text) : text));
}

/** Formats a value: a list with commas, a customer as `id 1, email a@b`, a missing value as a dash. */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  const parts = Object.entries(value).map(([key, part]) => `${key} ${part}`);
  return parts.length === 0 ? '-' : parts.join(', ');
}
