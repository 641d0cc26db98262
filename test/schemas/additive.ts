/** A schema, or a part of one, as JSON Schema writes it. */
export interface Schema {
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly [keyword: string]: unknown;
}

/**
 * What a reader of the published schema would miss in the next one, in words. Documents may get new fields, streams new
 * kinds of lines, and enumerations new values; nothing goes, nothing changes its type, and what was always there stays so.
 *
 * @param place of the schema in its document, as `--field` writes it
 */
export function breaks(before: Schema, after: Schema, place = ''): string[] {
  const [shapes, nextShapes] = [before.anyOf ?? [before], after.anyOf ?? [after]];
  if (shapes.length > 1 || nextShapes.length > 1) return shapeBreaks(shapes, nextShapes, place);
  return [
    ...wordBreaks(before, after, place),
    ...fieldBreaks(before, after, place),
    ...partBreaks(before, after, place),
  ];
}

/** Each shape that there was has to be there still; a new one only as a whole document. */
function shapeBreaks(before: readonly Schema[], after: readonly Schema[], place: string): string[] {
  const fits = (one: Schema, other: Schema) => breaks(one, other, place).length === 0;
  const gone = before.filter((shape) => !after.some((next) => fits(shape, next)));
  const come = place === '' ? [] : after.filter((next) => !before.some((shape) => fits(shape, next)));
  return [
    ...gone.map((shape) => told(place, `the shape ${words(shape)} is gone`)),
    ...come.map((shape) => told(place, `the shape ${words(shape)} is new, and readers do not expect it there`)),
  ];
}

/** Keywords that add no promise, and those that are compared by themselves. */
const OTHERS = [
  ...['$schema', 'title', 'description', 'anyOf'],
  ...['properties', 'required', 'enum', 'items', 'additionalProperties', 'propertyNames'],
];

function wordBreaks(before: Schema, after: Schema, place: string): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)].filter((word) => !OTHERS.includes(word)));
  const changed = [...keywords].filter((word) => JSON.stringify(before[word]) !== JSON.stringify(after[word]));
  const lost = (before.enum ?? []).filter((value) => !(after.enum ?? []).includes(value));
  return [
    ...changed.map((word) => told(place, `"${word}" was ${text(before[word])} and is ${text(after[word])}`)),
    ...lost.map((value) => told(place, `the value ${text(value)} is gone`)),
    ...(before.enum === undefined && after.enum !== undefined ? [told(place, 'it may only be one of a list now')] : []),
  ];
}

function fieldBreaks(before: Schema, after: Schema, place: string): string[] {
  const there = after.properties ?? {};
  return Object.entries(before.properties ?? {}).flatMap(([name, field]) => {
    const path = place === '' ? name : `${place}.${name}`;
    const next = there[name];
    if (next === undefined) return [told(path, 'the field is gone')];
    const optional = before.required?.includes(name) && !after.required?.includes(name);
    return [...(optional ? [told(path, 'the field may be missing now')] : []), ...breaks(field, next, path)];
  });
}

function partBreaks(before: Schema, after: Schema, place: string): string[] {
  return (['items', 'additionalProperties'] as const).flatMap((part) => {
    const [one, other] = [before[part], after[part]];
    return isSchema(one) ? breaks(one, isSchema(other) ? other : {}, `${place}.*`) : [];
  });
}

const isSchema = (part: unknown): part is Schema => typeof part === 'object' && part !== null;
const text = (value: unknown): string => JSON.stringify(value) ?? 'not there';
const told = (place: string, what: string): string => `${place === '' ? 'the document' : place}: ${what}`;
const words = ({ properties, type }: Schema): string =>
  properties === undefined ? text(type) : `{${Object.keys(properties).join(', ')}}`;
