/**
 * Works on some items at once, and gives each result when it is there, in no order. Several may take from
 * the same generator. Nothing more is begun than is taken.
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
        const result = work(value as Item).then((made) => [key, made] as const);
        // It may fail before anybody waits for it, or after nobody does any more.
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

/** Puts what comes numbered 1, 2, 3, … in no order into that order. */
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

/** Items, some at a time. */
export async function* chunk<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let page: Item[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
