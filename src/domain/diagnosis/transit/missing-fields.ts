import type { Difference } from '#domain/diagnosis/candidate';
import { type MistakeName, mistake } from '#domain/diagnosis/mistake';
import { dottedPath, insertLeaf, type Leaf, type Leaves, textLeaf } from '#domain/signature/body-leaves';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';

/** Lists all choices of `size` items. */
function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => combinations(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

const without = (removed: Leaves, fields: readonly string[]): Difference => {
  const steps = new Set(removed.map((leaf) => leaf.steps));
  return {
    mistake: mistake('added_field', `there were no field${fields.length > 1 ? 's' : ''} ${fields.join(', ')}`),
    change: { leaves: (received) => received.filter((leaf) => !steps.has(leaf.steps)) },
  };
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

/** Lists the body without several of its fields: a signer signs only the fields that it knows. */
export function* withoutFields(leaves: Leaves): Generator<Difference> {
  const inBody = leaves.toSorted((a, b) => a.place - b.place);
  const names = inBody.map(({ steps }) => dottedPath(steps));
  for (let count = 2; count <= MAX_ADJACENT; count++) {
    for (let at = 0; at + count < inBody.length; at++)
      yield without(inBody.slice(at, at + count), names.slice(at, at + count));
  }
  const top = ({ steps }: Leaf): string => steps[0]?.name ?? '';
  const keys = [...new Set(leaves.map(top))].filter((key) => !UNSIGNED_KEYS.has(key));
  const most = keys.length > MOST ? 0 : keys.length > ALL ? MAX_AT_TOP : keys.length - 1;
  for (let count = 2; count <= most; count++) {
    for (const chosen of combinations(keys, count))
      yield without(
        leaves.filter((leaf) => chosen.includes(top(leaf))),
        chosen,
      );
  }
}

/** Fields of the platform's callbacks that are often empty. */
const OFTEN_EMPTY =
  'payment.description= operation.provider.auth_code= operation.message= customer.id= account.number= account.type= ' +
  'account.token= operation.request_id= operation.provider.payment_id= operation.provider.id= operation.eci= ' +
  'operation.provider.endpoint_id= payment.merchant_refund_id= payment.region= customer.phone= customer.email= description=';

/** What fields of the platform's callbacks most often contain: omitempty of Go drops 0, filters drop what they know. */
const OFTEN =
  'payment.method=mobile payment.type=purchase operation.code=0 operation.message=Success operation.type=sale ' +
  'operation.type=refund payment.sum.currency=KZT operation.sum_initial.currency=KZT operation.sum_converted.currency=KZT';

/** Lists the body with a number of fields that it does not have. */
function* withFields(leaves: Leaves, fields: string, count: number, name: MistakeName): Generator<Difference> {
  const present = new Set(leaves.map(({ steps }) => dottedPath(steps)));
  const added = fields.split(' ').map((field) => {
    const [path = '', value = ''] = field.split('=');
    const clause = `${path} were there, ${value === '' ? 'null or empty' : `with ${JSON.stringify(value)}`}`;
    return { path, clause, leaf: textLeaf(path.split('.'), value) };
  });
  const missing = added.filter(({ path }) => !present.has(path));
  for (const chosen of combinations(missing, count)) {
    const clause = chosen.map((field) => field.clause).join(' and ');
    const insert = (received: Leaves): Leaves => chosen.reduce((all, { leaf }) => insertLeaf(all, leaf), received);
    yield { mistake: mistake(name, clause), change: { leaves: insert } };
  }
}

/** Lists the body with a number of fields that are often empty: libraries drop empty fields. */
export const withDroppedFields = (leaves: Leaves, count = 1): Generator<Difference> =>
  withFields(leaves, OFTEN_EMPTY, count, 'empty_fields_dropped');

/** Lists the body with up to three empty fields, or up to two usual fields, that something removed. */
export function* withMissingFields(leaves: Leaves): Generator<Difference> {
  for (const count of [1, 2, 3]) yield* withDroppedFields(leaves, count);
  for (const count of [1, 2]) yield* withFields(leaves, OFTEN, count, 'removed_field');
}
