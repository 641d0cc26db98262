import { describe, expect, it } from 'vitest';
import { chunk, inInputOrder, mapConcurrently } from '#async/concurrent-map';
import { createRateLimiter } from '#async/rate-limiter';
import { FakeClock, settle } from '../support/fake-clock.ts';

async function* from<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Work that takes as many seconds of the clock as its item says, and counts what is in progress. */
function countedWork(clock: FakeClock) {
  const seen = { begun: [] as number[], ended: [] as number[], most: 0 };
  const work = async (seconds: number) => {
    seen.begun.push(seconds);
    seen.most = Math.max(seen.most, seen.begun.length - seen.ended.length);
    await clock.sleep(seconds * 1000);
    seen.ended.push(seconds);
    return seconds;
  };
  return { seen, work };
}

describe('a concurrent map', () => {
  it.each<[items: number, concurrency: number]>([
    [0, 3],
    [1, 3],
    [3, 3],
    [7, 1],
    [20, 4],
    [5, 100],
  ])('of %d items never runs more than %d at the same time, and runs each once', async (count, concurrency) => {
    const clock = new FakeClock();
    const { seen, work } = countedWork(clock);
    const results = await clock.until(all(mapConcurrently(from(numbers(count)), concurrency, work)));
    expect(results.sort((one, other) => one - other)).toEqual(numbers(count));
    expect(seen.begun).toEqual(numbers(count));
    expect(seen.most).toBe(Math.min(count, concurrency));
    expect(clock.sleeping).toBe(0);
  });

  it('yields each result as soon as it is there', async () => {
    const clock = new FakeClock();
    const { work } = countedWork(clock);
    expect(await clock.until(all(mapConcurrently(from([9, 2, 5, 1]), 3, work)))).toEqual([2, 1, 5, 9]);
  });

  it('starts no more work than its results are read', async () => {
    const clock = new FakeClock();
    const { seen, work } = countedWork(clock);
    const results = mapConcurrently(from(numbers(10)), 2, work);
    await settle();
    expect(seen.begun).toEqual([]);
    expect((await clock.until(results.next())).value).toBe(1);
    await clock.advance(60_000);
    expect(seen.begun).toEqual([1, 2]);
    await results.return(undefined);
    expect(seen.begun).toEqual([1, 2]);
  });

  it('can have several readers: each result goes to one, and all see the end', async () => {
    const clock = new FakeClock();
    const { seen, work } = countedWork(clock);
    const results = mapConcurrently(from(numbers(20)), 4, work);
    const shares = await clock.until(Promise.all([all(results), all(results), all(results)]));
    expect(shares.flat().sort((one, other) => one - other)).toEqual(numbers(20));
    expect(seen.most).toBe(4);
    for (const share of shares) expect(share.length).toBeGreaterThan(1);
  });

  it('closes the source when the consumer stops early', async () => {
    const clock = new FakeClock();
    const { seen, work } = countedWork(clock);
    let closed = false;
    async function* source() {
      try {
        yield* numbers(10);
      } finally {
        closed = true;
      }
    }
    const first = async () => {
      for await (const result of mapConcurrently(source(), 3, work)) return result;
      return undefined;
    };
    expect(await clock.until(first())).toBe(1);
    expect(closed).toBe(true);
    expect(seen).toMatchObject({ begun: [1, 2, 3], ended: [1] });
    await clock.advance(60_000);
    expect(seen.ended).toEqual([1, 2, 3]);
  });

  it('rejects with the first error and ignores later results', async () => {
    const clock = new FakeClock();
    const { seen, work } = countedWork(clock);
    const failing = async (seconds: number) => {
      await work(seconds);
      if (seconds > 1) throw new Error(`of ${seconds}`);
      return seconds;
    };
    const results = mapConcurrently(from([1, 2, 3, 4, 5]), 3, failing);
    expect((await clock.until(results.next())).value).toBe(1);
    await expect(clock.until(results.next())).rejects.toThrow('of 2');
    await clock.advance(60_000);
    expect(seen).toMatchObject({ begun: [1, 2, 3, 4], ended: [1, 2, 3, 4] });
  });

  it('rejects with an error that occurs while the source waits for the next item', async () => {
    const clock = new FakeClock();
    async function* source() {
      yield 1;
      await clock.sleep(1000);
      yield 2;
    }
    const failing = (item: number) => Promise.reject(new Error(`of ${item}`));
    // An unhandled rejection would end the whole program.
    await expect(clock.until(all(mapConcurrently(source(), 2, failing)))).rejects.toThrow('of 1');
  });

  it('rejects with the error of the source', async () => {
    const clock = new FakeClock();
    const { seen, work } = countedWork(clock);
    async function* source() {
      yield* [1, 2];
      throw new Error('torn');
    }
    await expect(clock.until(all(mapConcurrently(source(), 3, work)))).rejects.toThrow('torn');
    expect(seen.begun).toEqual([1, 2]);
  });
});

describe('inInputOrder', () => {
  const rows = (order: readonly number[]) => from(order.map((row) => ({ row })));

  it.each<[order: number[], first: number]>([
    [[], 1],
    [[1, 2, 3], 1],
    [[3, 2, 1], 1],
    [[2, 1, 4, 5, 3, 6], 1],
    [[9, 8, 7, 10], 7],
  ])('sorts %j from %d on', async (order, first) => {
    const found = await all(inInputOrder(rows(order), first));
    expect(found.map(({ row }) => row)).toEqual(order.map((_, index) => first + index));
  });

  it('yields an item as soon as all previous ones were yielded', async () => {
    const seen: number[] = [];
    async function* source() {
      for (const row of [2, 1, 4, 3]) {
        seen.push(row);
        yield { row };
      }
    }
    const ordered = inInputOrder(source(), 1);
    expect((await ordered.next()).value).toEqual({ row: 1 });
    expect((await ordered.next()).value).toEqual({ row: 2 });
    expect(seen).toEqual([2, 1]);
    expect((await ordered.next()).value).toEqual({ row: 3 });
  });

  it('of concurrent work is in the order of the items', async () => {
    const clock = new FakeClock();
    const work = async (row: number) => {
      await clock.sleep(((row * 7) % 5) * 1000);
      return { row };
    };
    const found = await clock.until(all(inInputOrder(mapConcurrently(from(numbers(30)), 4, work), 1)));
    expect(found.map(({ row }) => row)).toEqual(numbers(30));
  });
});

describe('chunk', () => {
  it.each<[count: number, size: number, sizes: number[]]>([
    [0, 3, []],
    [2, 3, [2]],
    [3, 3, [3]],
    [7, 3, [3, 3, 1]],
    [3, 1, [1, 1, 1]],
  ])('groups %d items by %d', async (count, size, sizes) => {
    const pages = await all(chunk(from(numbers(count)), size));
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(pages.flat()).toEqual(numbers(count));
  });
});

describe('a rate limiter', () => {
  const { signal } = new AbortController();

  /** Returns the times at which `count` concurrent calls passed, in milliseconds. */
  async function passed(count: number, perSecond: number): Promise<number[]> {
    const clock = new FakeClock(0);
    const limit = createRateLimiter(perSecond, { clock });
    const pass = async () => {
      await limit(signal);
      return clock.elapsed();
    };
    return clock.until(Promise.all(numbers(count).map(pass)));
  }

  it.each<[perSecond: number, times: number[]]>([
    [1, [0, 1000, 2000, 3000]],
    [4, [0, 250, 500, 750]],
    [0.5, [0, 2000, 4000, 6000]],
    [0, [0, 0, 0, 0]],
  ])('of %d per second resolves at %j', async (perSecond, times) => {
    expect(await passed(4, perSecond)).toEqual(times);
  });

  it('does not save up passes during a rest, and does not delay a late call', async () => {
    const clock = new FakeClock(0);
    const limit = createRateLimiter(2, { clock });
    const times: number[] = [];
    for (const rest of [0, 0, 10_000, 0, 700]) {
      await clock.advance(rest);
      await clock.until(limit(signal));
      times.push(clock.elapsed());
    }
    expect(times).toEqual([0, 500, 10_500, 11_000, 11_700]);
  });

  it('does not depend on the time of day', async () => {
    const clock = new FakeClock(0);
    const limit = createRateLimiter(1, { clock });
    await limit(signal);
    clock.jump(-3_600_000);
    await clock.until(limit(signal));
    expect(clock.elapsed()).toBe(1000);
  });

  it('rejects every waiting call when it is interrupted', async () => {
    const clock = new FakeClock(0);
    const limit = createRateLimiter(1, { clock });
    const interrupt = new AbortController();
    const waiting = numbers(3).map(() => limit(interrupt.signal));
    interrupt.abort(new Error('interrupted'));
    const ends = await Promise.allSettled([...waiting, limit(interrupt.signal)]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(clock.sleeping).toBe(0);
    await expect(waiting[1]).rejects.toThrow('interrupted');
  });
});
