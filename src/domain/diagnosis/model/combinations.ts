/** All choices of one to `most` of some items, the smallest first. */
export function combinations<T>(items: readonly T[], most: number): T[][] {
  let last: { readonly chosen: T[]; readonly next: number }[] = [{ chosen: [], next: 0 }];
  const all: T[][] = [];
  for (let size = 1; size <= most; size++) {
    last = last.flatMap(({ chosen, next }) =>
      items.slice(next).map((item, at) => ({ chosen: [...chosen, item], next: next + at + 1 })),
    );
    all.push(...last.map(({ chosen }) => chosen));
  }
  return all;
}
