import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatJson } from '#domain/json/exact-json';
import { mended, type UnwrappedBody } from './unwrapped-body.ts';

/** A form with more of them is no callback. */
const MAX_FIELDS = 1000;

/** A body that came as a form: each field by itself, or the JSON as one of them. */
export function* unwrapForm(text: string): Generator<UnwrappedBody> {
  const advice = 'The platform sends JSON (application/json): read the raw body, not the fields of a form.';
  const form = text.trim();
  if (/^%7B/i.test(form)) {
    yield mended(decodeForm(form), 'form_encoded', 'the body were JSON, and not URL-encoded', advice);
  }
  if (form.startsWith('{') || form.startsWith('[') || !form.includes('=')) return;
  const pairs = form.split('&');
  if (pairs.length > MAX_FIELDS) return;
  const fields = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    return equals < 0 ? ([pair, ''] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
  });
  for (const [key, value] of fields) {
    const json = [value, key].map(decodeForm).find((part) => part.trimStart().startsWith('{'));
    if (json !== undefined)
      yield mended(json, 'form_encoded', 'the body were the JSON alone, and not a field of a form', advice);
  }
  for (const decode of [decodeForm, percentDecoded]) {
    const body = fields.reduce<Tree>((tree, [key, value]) => put(tree, partsOf(decode(key)), decode(value)), {});
    yield mended(formatJson(body), 'form_encoded', 'the body were JSON, and not a form (a=1&b=2)', advice);
  }
}

const decodeForm = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

type Tree = { readonly [key: string]: string | Tree };

/** `payment[sum][amount]` and `payment.sum.amount` → three parts. */
const partsOf = (key: string): string[] => key.replace(/\]/g, '').split(/[[.]/);

function put(tree: Tree, [part = '', ...rest]: readonly string[], value: string): Tree {
  if (rest.length === 0) return Object.fromEntries([...Object.entries(tree), [part, value]]);
  const inner = Object.hasOwn(tree, part) ? tree[part] : undefined;
  const below = put(typeof inner === 'object' ? inner : {}, rest, value);
  return Object.fromEntries([...Object.entries(tree), [part, below]]);
}
