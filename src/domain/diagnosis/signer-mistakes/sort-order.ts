import type { Line } from '#domain/diagnosis/model/signing-scheme';
import { compareNatural } from '#domain/signature/natural-sort';
import { type SchemeVariant, scheme } from './scheme-variant.ts';

const plainly = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Keys of one object sorted as text, and what is in them after that, as a sort in each object does. */
function byEachKey(a: Line, b: Line): number {
  for (const [at, { name }] of a.steps.entries()) {
    const other = b.steps[at]?.name;
    if (other === undefined) return 1;
    const order = plainly(name, other);
    if (order !== 0) return order;
  }
  return -1;
}

const NATURAL =
  'Sort the whole key paths in natural order: 2 before 10, capitals before small letters. In PHP: SORT_NATURAL.';

const SORTED: readonly SchemeVariant[] = [
  ...[
    (a: Line, b: Line) => plainly(a.path, b.path),
    byEachKey,
    (a: Line, b: Line) => plainly(`${a.path}:${a.value}`, `${b.path}:${b.value}`),
  ].map((order) =>
    scheme(
      'plain_order',
      'the keys were sorted in natural order, and not as plain text (10 before 2)',
      { order },
      NATURAL,
    ),
  ),
  ...[
    (a: Line, b: Line) => a.path.localeCompare(b.path, 'en'),
    (a: Line, b: Line) => compareNatural(a.path.toLowerCase(), b.path.toLowerCase()),
    (a: Line, b: Line) => plainly(a.path.toLowerCase(), b.path.toLowerCase()),
  ].map((order) =>
    scheme(
      'plain_order',
      'the keys were sorted with regard to case, and not by a dictionary’s order',
      { order },
      NATURAL,
    ),
  ),
];

const lastKey = ({ steps }: Line): string => steps.at(-1)?.name ?? '';

/** Keys of the whole body sorted, and what is in them as it stands. */
export function byFirstKey(a: Line, b: Line): number {
  return plainly(a.steps[0]?.name ?? '', b.steps[0]?.name ?? '') || a.place - b.place;
}

const OTHERS: readonly SchemeVariant[] = (
  [
    ['each object were sorted, and not only the one at the top', byFirstKey],
    ['the lines were sorted by their path, and not by their value', (a: Line, b: Line) => plainly(a.value, b.value)],
    [
      'the lines were sorted by their whole path, and not by its last key',
      (a: Line, b: Line) => plainly(lastKey(a), lastKey(b)),
    ],
    ['the lines were sorted upwards, and not downwards', (a: Line, b: Line) => compareNatural(b.path, a.path)],
    ['the lines were sorted upwards, and not downwards', (a: Line, b: Line) => plainly(b.path, a.path)],
  ] as const
).map(([clause, order]) => scheme('wrong_order', clause, { order }, NATURAL));

/** Lines in the order of the body. */
export const UNSORTED = scheme(
  'unsorted',
  'the lines were sorted, and not signed in the order of the body',
  { order: (a, b) => a.place - b.place },
  NATURAL,
);

/** How lines are sorted by mistake, the likeliest first. */
export const ORDERS: readonly SchemeVariant[] = [...SORTED, ...OTHERS];
