import type { AuditDocument } from '#domain/documents';
import type { View } from '#domain/terminal/terminal';

/** Whether the audit trail is whole. */
export const auditLines: View<AuditDocument> = ({ valid, records, head, flaw }, style) => {
  const count = `${records} record${records === 1 ? '' : 's'}`;
  if (!valid) return [`${style.bad('not whole:')} ${flaw}`, `${count} before it are right. Last good hash: ${head}`];
  return [`${style.good('whole:')} ${count}, each follows the one before it`, `${style.dim('Head')} ${head}`];
};
