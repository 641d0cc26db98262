import * as z from 'zod/mini';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { Operator } from '../domain/operator.ts';
import { textAt } from '../domain/payment-state.ts';
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
 * array of strings, an array of objects, an object keyed by code, or any of these inside one property.
 */
export function readOperators(answer: Json): readonly Operator[] {
  if (Array.isArray(answer))
    return answer.map((item) => readOperator(item)).filter((operator) => operator !== undefined);
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
  if (objects.length > 0)
    return objects.map(([code, object]) => ({ id: codeOf(object) ?? code, name: nameOf(object) ?? code }));
  const texts = Object.entries(answer).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  // A message of something else that answers in the place of the Gate.
  if (texts.some(([key, text]) => MESSAGE_KEY.test(key) || /:\/\//.test(text))) return [];
  return texts.map(([code, name]) => ({ id: code, name }));
}

/** Keys by which a message is known, and no operator. */
const MESSAGE_KEY = /^(status|error|errors|message|code|result|success|detail|reason|redirect|url|location|title)$/i;

function readOperator(item: Json): Operator | undefined {
  if (typeof item === 'string') return { id: item, name: item };
  if (!isJsonObject(item)) return undefined;
  const id = codeOf(item) ?? nameOf(item);
  return id === undefined ? undefined : { id, name: nameOf(item) ?? id };
}

const codeOf = (item: JsonObject): string | undefined => textAt(item, 'code') ?? textAt(item, 'id');

const nameOf = (item: JsonObject): string | undefined => textAt(item, 'name') ?? textAt(item, 'title');
