import type { Context } from '#context';

/**
 * Indexes what an earlier version has stored, with its progress. It can be interrupted at any time: the next run continues.
 * A ledger that cannot be written is searched as it is.
 *
 * @returns the number of rows that were indexed
 */
export async function indexOlder({
  ledger: open,
  terminal,
  signal,
}: Pick<Context, 'ledger' | 'terminal'> & Partial<Pick<Context, 'signal'>>): Promise<number> {
  const ledger = await open();
  if (ledger.readOnly !== undefined || (await ledger.search.settings()).indexed) return 0;
  const { waiting } = await ledger.search.state();
  let rows = 0;
  await terminal.showProgress(
    (done: { readonly indexed: number }) => [
      `Indexing what an earlier version stored: ${done.indexed} of about ${waiting}. This happens once.`,
    ],
    async (show) => {
      for (let some = 1; some > 0; rows += some) {
        signal?.throwIfAborted();
        some = await ledger.search.indexMore();
        show({ indexed: rows + some });
      }
    },
  );
  return rows;
}
