import { nextTurn } from '#async/clock';

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Returns a function that does work for one item. Items that come together, or while the work runs, share the next run, because each
 * run waits for the disk of the server.
 *
 * @param work does the work for several items, or for none of them
 */
export function batchCalls<Item>(work: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: Waiting<Item>[] = [];
  let isBusy = false;
  const run = async () => {
    isBusy = true;
    while (waiting.length > 0) {
      await nextTurn();
      const group = waiting;
      waiting = [];
      try {
        await work(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isBusy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isBusy) void run();
    });
}
