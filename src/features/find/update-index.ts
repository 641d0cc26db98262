import type { Context } from '#context';

/** More rows than these are indexed with their progress. */
const FEW = 2000;

/**
 * Indexes the callbacks that are not indexed yet, and what an earlier version has stored. It can be interrupted at any time: the next
 * run continues. What is stored meanwhile is left for the next run. A ledger that cannot be written is searched as it is.
 *
 * @returns the number of rows that were indexed
 */
export async function updateIndex({
  ledger: open,
  terminal,
  signal,
}: Pick<Context, 'ledger' | 'terminal'> & Partial<Pick<Context, 'signal'>>): Promise<number> {
  const ledger = await open();
  if (ledger.readOnly !== undefined) return 0;
  const first = await ledger.search.indexMore();
  if (first === 0 || (await ledger.search.settings()).indexed) return first;
  const { waiting } = await ledger.search.state();
  let rows = 0;
  const indexAll = async (show: (done: { readonly indexed: number }) => void) => {
    for (let some = 1; some > 0 && rows <= waiting; rows += some) {
      signal?.throwIfAborted();
      some = await ledger.search.indexMore();
      show({ indexed: first + rows + some });
    }
  };
  if (waiting <= FEW) await indexAll(() => {});
  else
    await terminal.showProgress(
      (done: { readonly indexed: number }, { say }) => [
        say('Indexing what was stored since the last search: {indexed} of about {all}.', {
          indexed: done.indexed,
          all: first + waiting,
        }),
      ],
      indexAll,
    );
  return first + rows;
}
