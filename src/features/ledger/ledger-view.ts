import type { LedgerDocument } from '#domain/documents';
import type { View } from '#domain/terminal/terminal';

/** Where the ledger is, and how many writes in it are open. */
export const ledgerLines: View<LedgerDocument> = ({ place, id, notedFolder, open, readOnly }, style) => [
  `${style.dim('Ledger')} ${place}`,
  `${style.dim('Id')} ${id}`,
  `${style.dim('In the settings')} ${notedFolder ?? 'no place is noted'}`,
  `${style.dim('Writes without a known outcome')} ${open}`,
  ...(readOnly === null ? [] : [readOnly]),
];
