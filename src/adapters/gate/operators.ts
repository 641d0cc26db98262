import * as z from 'zod/mini';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { omitUndefined } from '#domain/json/omit-undefined';
import type { Operator } from '#domain/payments/mobile-operator';
import { textAt } from '#domain/payments/payment-state';
import { type Endpoint, field, schema } from './endpoint.ts';

/** Reads the list of mobile operators (platform docs: Gate endpoints). */
export const operatorsEndpoint: Endpoint = {
  kind: 'operators',
  path: '/v2/info/mobile/sale/list',
  writes: false,
  schema: schema(() => z.looseObject({ general: z.looseObject({ project_id: field.projectId() }) })),
};

export const operatorsBody = (projectId: number): JsonObject => ({ general: { project_id: projectId } });

/**
 * Finds the operators in an answer. Its form is documented only as "an array of objects". Accepted forms are an array of
 * strings, an array of objects, an object with codes as keys, and each of these inside of one property. An object can have its
 * operators one level deeper, in `service_provider`, as in requests.
 */
export function readOperators(answer: Json): readonly Operator[] {
  if (Array.isArray(answer)) return answer.flatMap(readItem);
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
      ([code, object]) => readOperator(readIds(object).length === 0 ? { code, ...object } : object) ?? fromId(code),
    );
  }
  const texts = Object.entries(answer).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  // The answer of another server in place of the Gate.
  if (texts.some(([key, text]) => MESSAGE_KEY.test(key) || /:\/\//.test(text))) return [];
  return texts.map(([code, name]) => ({ id: code, name }));
}

/** Keys of a message, which is not a list of operators. */
const MESSAGE_KEY = /^(status|error|errors|message|code|result|success|detail|reason|redirect|url|location|title)$/i;

/** Finds the operators in one item of a list. */
function readItem(item: Json): readonly Operator[] {
  if (typeof item === 'string') return [fromId(item)];
  if (!isJsonObject(item)) return [];
  const nested = GROUP_KEYS.map((key) => item[key]).find((value) => typeof value === 'object' && value !== null);
  if (nested === undefined) return [readOperator(item)].filter((operator) => operator !== undefined);
  const country = textAt(item, 'country');
  return (Array.isArray(nested) ? nested.flatMap(readItem) : readItem(nested)).map((operator) =>
    country === undefined ? operator : { country, ...operator },
  );
}

/** Keys of an item that can contain an operator, or a list of operators. */
const GROUP_KEYS = ['service_provider', 'service_providers', 'operator', 'operators'];

/** Keys of the id of an operator. A code is preferred to a number, because the documents use codes. */
const ID_KEYS = ['code', 'abbr', 'operator', 'service_provider', 'id'];

const fromId = (id: string): Operator => ({ id, name: id });

function readOperator(item: JsonObject): Operator | undefined {
  const ids = readIds(item);
  const name = textAt(item, 'name') ?? textAt(item, 'title');
  const [id = name, ...aliases] = ids;
  if (id === undefined) return undefined;
  const country = textAt(item, 'country');
  return omitUndefined({ id, name: name ?? id, country, aliases: aliases.length === 0 ? undefined : aliases });
}

const readIds = (item: JsonObject): string[] =>
  ID_KEYS.map((key) => textAt(item, key)).filter((text) => text !== undefined);
