import { dottedPath, insertLeaf, type Leaf, type Leaves, textLeaf } from '#domain/diagnosis/leaves';
import { type Difference, difference } from '#domain/diagnosis/signing-scheme';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';

const without = (removed: Leaves, fields: readonly string[]): Difference => {
  const places = new Set(removed.map(({ steps }) => steps));
  const clause = `there were no field${fields.length > 1 ? 's' : ''} ${fields.join(', ')}`;
  return difference('added_field', clause, {
    leaves: (received) => received.filter(({ steps }) => !places.has(steps)),
  });
};

/** Lists the body without each of its fields: middleware and databases add some, typed classes ignore some. */
export function* withoutOneField(leaves: Leaves): Generator<Difference> {
  const fields = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    for (let depth = leaf.steps.length; depth > 0; depth--) {
      const field = dottedPath(leaf.steps.slice(0, depth));
      fields.set(field, [...(fields.get(field) ?? []), leaf]);
    }
  }
  for (const [field, inside] of fields) if (inside.length < leaves.length) yield without(inside, [field]);
}

/** How many adjacent fields, and how many fields at the top, may have been added together. */
const [MAX_ADJACENT, MAX_AT_TOP] = [4, 3];
/** In a body with up to `ALL` fields at the top, any number of them; with more than `MOST`, none. */
const [ALL, MOST] = [8, 20];

/** Lists all choices of `size` items. */
function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => combinations(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

/** Lists the body without several of its fields: a signer signs only the fields that it knows. */
export function* withoutFields(leaves: Leaves): Generator<Difference> {
  const inBody = leaves.toSorted((a, b) => a.place - b.place);
  const names = inBody.map(({ steps }) => dottedPath(steps));
  for (let count = 2; count <= MAX_ADJACENT; count++) {
    for (let at = 0; at + count < inBody.length; at++) {
      yield without(inBody.slice(at, at + count), names.slice(at, at + count));
    }
  }
  const keys = [...new Set(leaves.map(({ steps }) => steps[0]?.name ?? ''))].filter((key) => !UNSIGNED_KEYS.has(key));
  const most = keys.length > MOST ? 0 : keys.length > ALL ? MAX_AT_TOP : keys.length - 1;
  for (let count = 2; count <= most; count++) {
    for (const chosen of combinations(keys, count)) {
      yield without(
        leaves.filter(({ steps }) => chosen.includes(steps[0]?.name ?? '')),
        chosen,
      );
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

type Field = readonly [path: string, value: string];

const insertFields = (fields: readonly Field[]) => (received: Leaves) =>
  fields.reduce((all, [path, value]) => insertLeaf(all, textLeaf(path.split('.'), value)), received);

/** Lists the body with a number of fields that are often empty and that it does not have: libraries drop empty fields. */
export function* withDroppedFields(leaves: Leaves, count = 1): Generator<Difference> {
  const present = new Set(leaves.map(({ steps }) => dottedPath(steps)));
  for (const paths of combinations(
    OFTEN_EMPTY.filter((path) => !present.has(path)),
    count,
  )) {
    const fields = paths.map((path): Field => [path, '']);
    const clause = `${paths.join(', ')} were there, null or empty`;
    yield difference('empty_fields_dropped', clause, { leaves: insertFields(fields) });
  }
}

/** Lists the body with up to three empty fields, or up to two usual fields, that something removed. */
export function* withMissingFields(leaves: Leaves): Generator<Difference> {
  for (const count of [1, 2, 3]) yield* withDroppedFields(leaves, count);
  const present = new Map(leaves.map(({ steps, text }) => [dottedPath(steps), text]));
  const copied = SAME_VALUES.flatMap((paths) => {
    const [value] = paths.flatMap((path) => present.get(path) ?? []);
    return value === undefined ? [] : paths.map((path): Field => [path, value]);
  });
  const usual = OFTEN.map((field) => field.split('=') as [path: string, value: string]);
  const missing = [...usual, ...copied].filter(([path]) => !present.has(path));
  for (const fields of [...combinations(missing, 1), ...combinations(missing, 2)]) {
    const clause = fields.map(([path, value]) => `${path} were there, with ${JSON.stringify(value)}`).join(' and ');
    yield difference('removed_field', clause, { leaves: insertFields(fields) });
  }
}
