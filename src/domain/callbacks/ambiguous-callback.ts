import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';

/**
 * Returns why a genuine callback can be read in two ways; undefined when it cannot. Different bodies have the same string to sign
 * (platform docs: "Signature"), so anyone who has seen a callback can give it another form with the same signature. Only forms that the
 * platform does not send change the event.
 */
export function findAmbiguity(body: Json): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const hidden = findHiddenLines(body, WITH_SIGNATURE);
  if (hidden !== undefined) return hidden;
  const reshaped = findReshaped(body, CALLBACK);
  return reshaped === undefined ? undefined : `its ${reshaped.slice(1)} does not have the form that the platform uses`;
}

/** Places of a signature: at the top, and in `general`. */
const WITH_SIGNATURE: Places = { signature: {}, general: { signature: {} } };

interface Places {
  readonly signature?: Places;
  readonly general?: Places;
}

/**
 * Signed lines inside another value, of the fields that decide the event. In every callback their paths have two parts or more, so an
 * ordinary text such as `paid;payment: cash` does not match.
 */
const HIDDEN_LINES = /;((payment|operation|clarification_fields|errors):[^;:\s]+:|operations:\d+:|project_id:\d)/;

function findHiddenLines(value: Json | undefined, places?: Places): string | undefined {
  if (typeof value === 'string')
    return value.includes(';') && HIDDEN_LINES.test(value) ? 'a text in it holds signed lines of its own' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key in value) {
    if (key === 'signature' && places?.signature !== undefined) continue;
    const found =
      findOddKey(key) ?? findHiddenLines((value as JsonObject)[key], key === 'general' ? places?.general : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findOddKey(key: string): string | undefined {
  if (UNSIGNED_KEYS.has(key)) return `it has ${key} where the platform has none`;
  return key === '' || key.includes(';') ? 'one of its keys is not one that the platform uses' : undefined;
}

/** Form of a part of a callback: the fields that are read. */
interface Form {
  /** Fields that are text or numbers. */
  readonly fields: readonly string[];
  readonly parts?: readonly (readonly [name: string, form: Form])[];
  readonly lists?: readonly (readonly [name: string, form: Form])[];
}

const SUM: Form = { fields: ['amount', 'currency'] };
const SUMS = [
  ['sum', SUM],
  ['sum_initial', SUM],
] as const;
const PAYMENT: Form = { fields: ['id', 'type', 'status', 'method', 'merchant_refund_id'], parts: SUMS };
const OPERATION: Form = {
  fields: [...PAYMENT.fields, 'request_id', 'code', 'message', 'date', 'created_date'],
  parts: SUMS,
};
const CALLBACK: Form = {
  fields: ['project_id'],
  parts: [
    ['payment', PAYMENT],
    ['operation', OPERATION],
    ['account', { fields: ['number'] }],
  ],
  lists: [
    ['operations', OPERATION],
    ['errors', { fields: ['code', 'message', 'description'] }],
  ],
};

/** Returns the path of the first field or part that has another type than the platform gives it. */
function findReshaped(value: Json, { fields, parts = NONE, lists = NONE }: Form): string | undefined {
  if (!isJsonObject(value)) return isEmpty(value) ? undefined : '';
  for (const field of fields) if (isReshapedField(value[field])) return `.${field}`;
  for (const [part, form] of parts) {
    const found = findReshaped(value[part] ?? null, form);
    if (found !== undefined) return `.${part}${found}`;
  }
  for (const [list, form] of lists) {
    const found = findReshapedItem(value[list] ?? null, form);
    if (found !== undefined) return `.${list}${found}`;
  }
  return undefined;
}

function findReshapedItem(list: Json, form: Form): string | undefined {
  if (!Array.isArray(list)) return isEmpty(list) ? undefined : '';
  for (const item of list) {
    const found = findReshaped(item, form);
    if (found !== undefined) return found;
  }
  return undefined;
}

const NONE = [] as const;

/** True for a part without content. An empty text and null have the same signature. */
const isEmpty = (value: Json): boolean => value === null || value === '' || !hasSignedValue(value);

/** True for a field that is neither text nor a number: `1`, `"1"` and `true` have the same signature. */
const isReshapedField = (value: Json | undefined): boolean =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && hasSignedValue(value));

/** True for a value with a signed line. An empty list or object has none and counts as absent. */
export function hasSignedValue(value: Json | undefined): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) {
    if (!UNSIGNED_KEYS.has(key) && hasSignedValue((value as JsonObject)[key])) return true;
  }
  return false;
}
