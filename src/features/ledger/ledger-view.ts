import type { View } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';

/** Formats the folder of the ledger and its number of open writes. */
export const ledgerLines: View<CommandDocument<'ledger status'>> = (
  { place, id, notedFolder, open, readOnly },
  style,
) => [
  `${style.dim('Ledger')} ${place}`,
  `${style.dim('Id')} ${id}`,
  `${style.dim('In the settings')} ${notedFolder ?? 'no folder is set'}`,
  `${style.dim('Writes without a known outcome')} ${open}`,
  ...(readOnly === null ? [] : [readOnly]),
];
