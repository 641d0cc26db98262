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
 * Lists the changes of a published schema that break its readers. Documents may get new fields, streams new kinds of lines,
 * and enumerations new values. No field is removed, changes its type or becomes optional.
 *
 * @param place the path of the schema in its document, as `--field` writes it
 */
export function findBreaks(before: Schema, after: Schema, place = ''): string[] {
  const [shapes, nextShapes] = [before.anyOf ?? [before], after.anyOf ?? [after]];
  if (shapes.length > 1 || nextShapes.length > 1) return shapeBreaks(shapes, nextShapes, place);
  return [
    ...keywordBreaks(before, after, place),
    ...fieldBreaks(before, after, place),
    ...partBreaks(before, after, place),
  ];
}

/** A shape must not be removed. A new shape is possible only for a whole document. */
function shapeBreaks(before: readonly Schema[], after: readonly Schema[], place: string): string[] {
  const fits = (one: Schema, other: Schema) => findBreaks(one, other, place).length === 0;
  const gone = before.filter((shape) => !after.some((next) => fits(shape, next)));
  const come = place === '' ? [] : after.filter((next) => !before.some((shape) => fits(shape, next)));
  return [
    ...gone.map((shape) => message(place, `the shape ${words(shape)} was removed`)),
    ...come.map((shape) => message(place, `the shape ${words(shape)} is new, and readers do not expect it there`)),
  ];
}

/** Keywords without a promise, and those that have their own comparison. */
const OTHERS = [
  ...['$schema', 'title', 'description', 'anyOf'],
  ...['properties', 'required', 'enum', 'items', 'additionalProperties', 'propertyNames'],
];

function keywordBreaks(before: Schema, after: Schema, place: string): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)].filter((word) => !OTHERS.includes(word)));
  const changed = [...keywords].filter((word) => JSON.stringify(before[word]) !== JSON.stringify(after[word]));
  const lost = (before.enum ?? []).filter((value) => !(after.enum ?? []).includes(value));
  return [
    ...changed.map((word) => message(place, `"${word}" was ${text(before[word])} and is ${text(after[word])}`)),
    ...lost.map((value) => message(place, `the value ${text(value)} was removed`)),
    ...(before.enum === undefined && after.enum !== undefined
      ? [message(place, 'it can only be one of a list now')]
      : []),
  ];
}

function fieldBreaks(before: Schema, after: Schema, place: string): string[] {
  const there = after.properties ?? {};
  return Object.entries(before.properties ?? {}).flatMap(([name, field]) => {
    const path = place === '' ? name : `${place}.${name}`;
    const next = there[name];
    if (next === undefined) return [message(path, 'the field was removed')];
    const optional = before.required?.includes(name) && !after.required?.includes(name);
    return [...(optional ? [message(path, 'the field can be missing now')] : []), ...findBreaks(field, next, path)];
  });
}

function partBreaks(before: Schema, after: Schema, place: string): string[] {
  return (['items', 'additionalProperties'] as const).flatMap((part) => {
    const [one, other] = [before[part], after[part]];
    return isSchema(one) ? findBreaks(one, isSchema(other) ? other : {}, `${place}.*`) : [];
  });
}

const isSchema = (part: unknown): part is Schema => typeof part === 'object' && part !== null;
const text = (value: unknown): string => JSON.stringify(value) ?? 'not there';
const message = (place: string, what: string): string => `${place === '' ? 'the document' : place}: ${what}`;
const words = ({ properties, type }: Schema): string =>
  properties === undefined ? text(type) : `{${Object.keys(properties).join(', ')}}`;
