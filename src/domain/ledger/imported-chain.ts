/** An imported ledger, whose records have a chain of their own. */
export interface ImportedChain {
  /** Number of the chain: negative. */
  readonly chain: number;
  /** Id of the imported ledger. */
  readonly ledger: string;
  /** False while it is being imported: the end of its chain is not there yet. */
  readonly isFinished: boolean;
}

/** Content of the record of an import: it vouches for every record of the imported chain. */
export interface ImportRecord {
  readonly ledger: string;
  /** Hash of the last imported record. */
  readonly head: string;
  readonly records: number;
}

/** Returns what stands in place of the intent id in the record of an import. */
export const toImportSubject = (ledger: string): string => `ledger:${ledger}`;

/** Reads the content of the record of an import; a missing or damaged one vouches for nothing. */
export function readImportRecord(data: string | undefined): Pick<ImportRecord, 'head' | 'records'> {
  try {
    const { head, records } = Object(JSON.parse(data ?? ''));
    return { head: String(head), records: Number(records) };
  } catch {
    return { head: '', records: 0 };
  }
}
