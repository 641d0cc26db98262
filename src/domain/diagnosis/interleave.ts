/** One of each in turn, until all have ended: what is likely in each comes before what is not. */
export function* interleave<T>(...all: readonly Generator<T>[]): Generator<T> {
  let left = all;
  while (left.length > 0) {
    const results = left.map((one) => one.next());
    for (const { done, value } of results) if (done !== true) yield value;
    left = left.filter((_, at) => results[at]?.done !== true);
  }
}
