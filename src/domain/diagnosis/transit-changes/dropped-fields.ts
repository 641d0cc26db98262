import { combinations } from '#domain/diagnosis/model/combinations';
import type { Mistake } from '#domain/diagnosis/model/mistake';
import type { Leaf } from '#domain/diagnosis/model/signing-scheme';
import { type BodyChange, dottedPath, insertLeaf, VERIFY_RAW_BYTES } from './body-change.ts';

/** Fields of the platform's callbacks that are often empty. */
const OFTEN_EMPTY = [
  'payment.description',
  'operation.provider.auth_code',
  'operation.message',
  'customer.id',
  'account.number',
  'account.type',
  'account.token',
  'operation.request_id',
  'operation.provider.payment_id',
  'operation.provider.id',
  'operation.provider.endpoint_id',
  'operation.eci',
  'payment.merchant_refund_id',
  'payment.region',
  'customer.phone',
  'customer.email',
  'description',
];

/** Fields of the platform's callbacks with what they most often hold. */
const OFTEN_SO: readonly (readonly [string, string])[] = [
  ['payment.method', 'mobile'],
  ['payment.type', 'purchase'],
  ['operation.code', '0'],
  ['operation.message', 'Success'],
  ['operation.type', 'sale'],
  ['operation.type', 'refund'],
  ['payment.sum.currency', 'KZT'],
  ['operation.sum_initial.currency', 'KZT'],
  ['operation.sum_converted.currency', 'KZT'],
];

/** Fields that hold the same, each beside the others. */
const ALIKE = [
  ['payment.sum.amount', 'operation.sum_initial.amount', 'operation.sum_converted.amount'],
  ['payment.sum.currency', 'operation.sum_initial.currency', 'operation.sum_converted.currency'],
  ['payment.date', 'operation.date', 'operation.created_date'],
  ['payment.status', 'operation.status'],
];

/** How many empty fields may be missing at once. */
const MAX_MISSING = 3;

/** The body with fields that are often empty and that this one has not: something dropped them. */
export function* withDroppedFields(leaves: readonly Leaf[], most = 1): Generator<BodyChange> {
  const there = new Set(leaves.map((leaf) => dottedPath(leaf.steps)));
  for (const paths of combinations(
    OFTEN_EMPTY.filter((path) => !there.has(path)),
    most,
  )) {
    yield { leaves: paths.reduce((all, path) => insertLeaf(all, path, ''), leaves), mistake: dropped(paths) };
  }
}

/** The body with fields that a callback mostly has and this one has not: something dropped them. */
export function* withMissingFields(leaves: readonly Leaf[]): Generator<BodyChange> {
  yield* withDroppedFields(leaves, MAX_MISSING);
  const there = new Map(leaves.map((leaf) => [dottedPath(leaf.steps), leaf]));
  const copied = ALIKE.flatMap((group) => {
    const [value] = group.flatMap((path) => there.get(path)?.text ?? []);
    return value === undefined ? [] : group.map((path) => [path, value] as const);
  });
  const guesses = [...OFTEN_SO, ...copied].filter(([path]) => !there.has(path));
  for (const pair of combinations(guesses, 2)) {
    yield {
      leaves: pair.reduce((all, [path, value]) => insertLeaf(all, path, value), leaves),
      mistake: {
        name: 'removed_field',
        if: pair.map(([path, value]) => `${path} were there, with ${JSON.stringify(value)}`).join(' and '),
        advice: `Something took it out after signing. ${VERIFY_RAW_BYTES}`,
      },
    };
  }
}

const dropped = (paths: readonly string[]): Mistake => ({
  name: 'empty_fields_dropped',
  if: `${paths.join(', ')} were there, null or empty`,
  advice: `Something dropped what is empty, and an empty field has its line too. ${VERIFY_RAW_BYTES}`,
});
