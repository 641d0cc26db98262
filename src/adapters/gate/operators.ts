import * as z from 'zod/mini';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { Operator } from '#domain/payments/mobile-operator';
import { textAt } from '#domain/payments/payment-state';
import { type Endpoint, field } from './endpoint.ts';

/** The current list of mobile operators (platform docs: Gate endpoints). */
export const operatorsEndpoint: Endpoint = {
  kind: 'operators',
  path: '/v2/info/mobile/sale/list',
  writes: false,
  schema: z.looseObject({ general: z.looseObject({ project_id: field.projectId }) }),
};

export const operatorsBody = (projectId: number): JsonObject => ({ general: { project_id: projectId } });

/**
 * The operators in an answer. Its shape is documented only as "an array of objects", so it is read as an
 * array of strings, an array of objects, an object keyed by code, or any of these inside one property. An
 * object may hold its operators one level deeper, as the platform's requests do: `service_provider`.
 */
export function readOperators(answer: Json): readonly Operator[] {
  if (Array.isArray(answer)) return answer.flatMap(operatorsOf);
  if (!isJsonObject(answer)) return [];
  const values = Object.values(answer);
  const list = values
    .filter((value) => Array.isArray(value))
    .map(readOperators)
    .find((operators) => operators.length > 0);
  if (list !== undefined) return list;

  const objects = Object.entries(answer).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]));
  const [only] = objects;
  if (
    only !== undefined &&
    objects.length === 1 &&
    readOperator(only[1]) === undefined &&
    Object.keys(only[1]).length > 0
  ) {
    return readOperators(only[1]);
  }
  if (objects.length > 0) {
    return objects.map(
      ([code, object]) => readOperator(idsOf(object).length === 0 ? { code, ...object } : object) ?? plain(code),
    );
  }
  const texts = Object.entries(answer).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  // A message of something else that answers in the place of the Gate.
  if (texts.some(([key, text]) => MESSAGE_KEY.test(key) || /:\/\//.test(text))) return [];
  return texts.map(([code, name]) => ({ id: code, name }));
}

/** Keys by which a message is known, and no operator. */
const MESSAGE_KEY = /^(status|error|errors|message|code|result|success|detail|reason|redirect|url|location|title)$/i;

/** The operators in one item of a list. */
function operatorsOf(item: Json): readonly Operator[] {
  if (typeof item === 'string') return [plain(item)];
  if (!isJsonObject(item)) return [];
  const nested = GROUP_KEYS.map((key) => item[key]).find((value) => typeof value === 'object' && value !== null);
  if (nested === undefined) return [readOperator(item)].filter((operator) => operator !== undefined);
  const country = textAt(item, 'country');
  return (Array.isArray(nested) ? nested.flatMap(operatorsOf) : operatorsOf(nested)).map((operator) =>
    country === undefined ? operator : { country, ...operator },
  );
}

/** Keys under which an item may hold an operator as an object, or several as a list. */
const GROUP_KEYS = ['service_provider', 'service_providers', 'operator', 'operators'];

/** Keys of an operator's id. A code comes before a number, for the documents name operators by code. */
const ID_KEYS = ['code', 'abbr', 'operator', 'service_provider', 'id'];

const plain = (id: string): Operator => ({ id, name: id });

function readOperator(item: JsonObject): Operator | undefined {
  const ids = idsOf(item);
  const name = textAt(item, 'name') ?? textAt(item, 'title');
  const [id = name, ...aliases] = ids;
  if (id === undefined) return undefined;
  const country = textAt(item, 'country');
  return {
    id,
    name: name ?? id,
    ...(country === undefined ? {} : { country }),
    ...(aliases.length === 0 ? {} : { aliases }),
  };
}

const idsOf = (item: JsonObject): string[] =>
  ID_KEYS.map((key) => textAt(item, key)).filter((text) => text !== undefined);
