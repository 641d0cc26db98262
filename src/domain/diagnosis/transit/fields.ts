import { combinations, type TransitChange } from '#domain/diagnosis/candidate';
import { dottedPath, insertLeaf, type Leaf, textLeaf } from '#domain/diagnosis/leaves';
import { mistake } from '#domain/diagnosis/mistake';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';

const without = (leaves: readonly Leaf[], removed: ReadonlySet<Leaf>, fields: readonly string[]): TransitChange => ({
  leaves: leaves.filter((leaf) => !removed.has(leaf)),
  mistake: mistake('added_field', `there were no field${fields.length > 1 ? 's' : ''} ${fields.join(', ')}`),
});

/** Lists the body without each of its fields: middleware and databases add some, typed classes ignore some. */
export function* withoutOneField(leaves: readonly Leaf[]): Generator<TransitChange> {
  const fields = new Map<string, Set<Leaf>>();
  for (const leaf of leaves) {
    for (let depth = leaf.steps.length; depth > 0; depth--) {
      const field = dottedPath(leaf.steps.slice(0, depth));
      fields.set(field, (fields.get(field) ?? new Set()).add(leaf));
    }
  }
  for (const [field, inside] of fields) if (inside.size < leaves.length) yield without(leaves, inside, [field]);
}

/** How many adjacent fields, and how many fields at the top, may have been added together. */
const [MAX_ADJACENT, MAX_AT_TOP] = [4, 3];
/** In a body with up to `ALL` fields at the top, any number of them; with more than `MOST`, none. */
const [ALL, MOST] = [8, 20];

/** Lists the body without several of its fields: a signer signs only the fields that it knows. */
export function* withoutFields(leaves: readonly Leaf[]): Generator<TransitChange> {
  const inBody = leaves.toSorted((a, b) => a.place - b.place);
  for (let count = 2; count <= MAX_ADJACENT; count++) {
    for (let from = 0; from + count < inBody.length; from++) {
      const adjacent = inBody.slice(from, from + count);
      yield without(
        leaves,
        new Set(adjacent),
        adjacent.map(({ steps }) => dottedPath(steps)),
      );
    }
  }
  const keys = [...new Set(leaves.map(({ steps }) => steps[0]?.name ?? ''))].filter((key) => !UNSIGNED_KEYS.has(key));
  const most = keys.length > MOST ? 0 : keys.length > ALL ? MAX_AT_TOP : keys.length - 1;
  for (let count = 2; count <= most; count++) {
    for (const chosen of combinations(keys, count)) {
      yield without(leaves, new Set(leaves.filter(({ steps }) => chosen.includes(steps[0]?.name ?? ''))), chosen);
    }
  }
}

/** Fields of the platform's callbacks that are often empty. */
const OFTEN_EMPTY = (
  'payment.description operation.provider.auth_code operation.message customer.id account.number account.type ' +
  'account.token operation.request_id operation.provider.payment_id operation.provider.id operation.eci ' +
  'operation.provider.endpoint_id payment.merchant_refund_id payment.region customer.phone customer.email description'
).split(' ');

/** What fields of the platform's callbacks most often contain. */
const OFTEN = (
  'payment.method=mobile payment.type=purchase operation.code=0 operation.message=Success operation.type=sale ' +
  'operation.type=refund payment.sum.currency=KZT operation.sum_initial.currency=KZT operation.sum_converted.currency=KZT'
).split(' ');

/** Fields that contain the same value. */
const SAME_VALUES = [
  ['payment.sum.amount', 'operation.sum_initial.amount', 'operation.sum_converted.amount'],
  ['payment.sum.currency', 'operation.sum_initial.currency', 'operation.sum_converted.currency'],
  ['payment.date', 'operation.date', 'operation.created_date'],
  ['payment.status', 'operation.status'],
];

const insertFields = (leaves: readonly Leaf[], fields: readonly (readonly [path: string, value: string])[]) =>
  fields.reduce((all, [path, value]) => insertLeaf(all, textLeaf(path.split('.'), value)), leaves);

/** Lists the body with a number of fields that are often empty and that it does not have: libraries drop empty fields. */
export function* withDroppedFields(leaves: readonly Leaf[], count = 1): Generator<TransitChange> {
  const present = new Set(leaves.map(({ steps }) => dottedPath(steps)));
  for (const paths of combinations(
    OFTEN_EMPTY.filter((path) => !present.has(path)),
    count,
  )) {
    const fields = paths.map((path) => [path, ''] as const);
    const clause = `${paths.join(', ')} were there, null or empty`;
    yield { leaves: insertFields(leaves, fields), mistake: mistake('empty_fields_dropped', clause) };
  }
}

/** Lists the body with up to three empty fields, or up to two usual fields, that something removed. */
export function* withMissingFields(leaves: readonly Leaf[]): Generator<TransitChange> {
  for (const count of [1, 2, 3]) yield* withDroppedFields(leaves, count);
  const present = new Map(leaves.map(({ steps, text }) => [dottedPath(steps), text]));
  const copied = SAME_VALUES.flatMap((paths) => {
    const [value] = paths.flatMap((path) => present.get(path) ?? []);
    return value === undefined ? [] : paths.map((path) => [path, value] as const);
  });
  const usual = OFTEN.map((field) => field.split('=') as [path: string, value: string]);
  const missing = [...usual, ...copied].filter(([path]) => !present.has(path));
  for (const fields of [...combinations(missing, 1), ...combinations(missing, 2)]) {
    const clause = fields.map(([path, value]) => `${path} were there, with ${JSON.stringify(value)}`).join(' and ');
    yield { leaves: insertFields(leaves, fields), mistake: mistake('removed_field', clause) };
  }
}
