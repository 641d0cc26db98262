import type { View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

/** Formats whether the audit trail is intact. */
export const auditLines: View<CommandDocument<'audit verify'>> = ({ valid, records, head, flaw }, style) => {
  const count = `${records} record${records === 1 ? '' : 's'}`;
  if (!valid) return [`${style.bad('not intact:')} ${flaw}`, `${count} before it are valid. Last valid hash: ${head}`];
  return [`${style.good('intact:')} ${count}, each with the hash of the previous one`, `${style.dim('Head')} ${head}`];
};
