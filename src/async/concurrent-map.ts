/**
 * Runs `work` for several items concurrently, and yields each result as soon as it is ready, in any order. It takes an item only when
 * a result is requested. It rejects with the first error and ignores later results.
 */
export async function* mapConcurrently<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const source = items[Symbol.asyncIterator]();
  const running = new Map<number, Promise<readonly [key: number, result: Result]>>();
  let ended = false;
  try {
    for (let next = 0; ; ) {
      while (!ended && running.size < concurrency) {
        const { done, value } = await source.next();
        ended = done === true;
        if (ended) break;
        const key = next++;
        const result = work(value as Item).then((value) => [key, value] as const);
        // Prevents an unhandled rejection when it fails before it is awaited, or after another error.
        result.catch(() => {});
        running.set(key, result);
      }
      if (running.size === 0) return;
      const [key, result] = await Promise.race(running.values());
      running.delete(key);
      yield result;
    }
  } finally {
    await source.return?.();
  }
}

/**
 * Sorts items by their row numbers while they arrive in any order.
 *
 * @param first row number of the first item
 */
export async function* inInputOrder<Item extends { readonly row: number }>(
  items: AsyncIterable<Item>,
  first: number,
): AsyncGenerator<Item> {
  const early = new Map<number, Item>();
  let next = first;
  for await (const item of items) {
    early.set(item.row, item);
    for (let found = early.get(next); found !== undefined; found = early.get(next)) {
      early.delete(next);
      next += 1;
      yield found;
    }
  }
}

/** Groups items into arrays of `size`; the last one may be shorter. */
export async function* chunk<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
