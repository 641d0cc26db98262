import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';

/**
 * Why a genuine callback can be read in two ways; undefined when it cannot. Different bodies share one string to sign (platform docs:
 * "Signature"), so that anyone who has seen a callback can give it another shape. Only shapes that the platform does not send change
 * what it tells of.
 */
export function ambiguityOf(body: Json): string | undefined {
  if (!isJsonObject(body)) return undefined;
  return hiddenIn(body, WITH_SIGNATURE) ?? reshapedIn(body);
}

/** The places of a signature: at the top, and in `general`. */
const WITH_SIGNATURE: Places = { signature: {}, general: { signature: {} } };

interface Places {
  readonly signature?: Places;
  readonly general?: Places;
}

/**
 * Whole lines of the fields that decide what a callback tells of, inside another value: a path of two parts at least, as these have
 * in every callback. An honest text such as `paid;payment: cash` holds none.
 */
const HIDDEN_LINES = /;((payment|operation|clarification_fields|errors):[^;:\s]+:|operations:\d+:|project_id:\d)/;

function hiddenIn(value: Json | undefined, places?: Places): string | undefined {
  if (typeof value === 'string')
    return value.includes(';') && HIDDEN_LINES.test(value) ? 'a text in it holds signed lines of its own' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    if (key === 'signature' && places?.signature !== undefined) continue;
    const found = oddKey(key) ?? hiddenIn((value as JsonObject)[key], key === 'general' ? places?.general : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function oddKey(key: string): string | undefined {
  if (UNSIGNED_KEYS.has(key)) return `it has ${key} where the platform has none`;
  return key === '' || key.includes(';') ? 'one of its keys is not one that the platform uses' : undefined;
}

/** The parts that are objects or lists, and the values in them that are text or numbers. */
function reshapedIn(body: JsonObject): string | undefined {
  const { payment, operation, operations } = body;
  const odd = (name: string): string => `its ${name} does not have the form that the platform uses`;
  if (operations !== undefined && !Array.isArray(operations) && hasSignedValue(operations)) return odd('operations');
  for (const [name, part] of [
    ['payment', payment],
    ['operation', operation],
  ] as const) {
    if (part !== undefined && !isJsonObject(part) && hasSignedValue(part)) return odd(name);
  }
  const parts = [payment, operation, ...(Array.isArray(operations) ? operations : [])].filter(isJsonObject);
  for (const part of parts) {
    const sums = [part.sum, part.sum_initial];
    if (sums.some((sum) => hasSignedValue(sum) && !isJsonObject(sum))) return odd('sum');
    const amounts = sums.filter(isJsonObject).flatMap(({ amount, currency }) => [amount, currency]);
    const { id, type, status, request_id: requestId, merchant_refund_id: refundId, code } = part;
    if ([id, type, status, ...amounts].some(isNoText)) return odd('status, type, id or amount');
    // What tells one that came before from a new one, and a failure from a passing error.
    if ([requestId, refundId, code].some(isNoText)) return odd('request id or code');
  }
  return undefined;
}

const isNoText = (value: Json | undefined): boolean =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && hasSignedValue(value));

/** True of what has at least one signed line: an empty list or object has none, and counts as absent. */
export function hasSignedValue(value: Json | undefined): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).some(([key, child]) => !UNSIGNED_KEYS.has(key) && hasSignedValue(child));
}
