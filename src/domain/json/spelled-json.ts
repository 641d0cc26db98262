import { isJsonObject, type Json, parseJson } from './exact-json.ts';
import type { JsonReviver } from './json-reader.ts';

/** Begins the literal of a number, which is a text in a tree of {@link parseSpelled}. No text of a callback begins so. */
const NUMBER = '\u0000number ';

const SPELLED: JsonReviver = { number: (literal) => NUMBER + literal, object: Object.fromEntries };
const FIRST_VALUES: JsonReviver = { ...SPELLED, object: (entries) => Object.fromEntries(entries.toReversed()) };

/**
 * Parses JSON text and keeps how numbers are spelled.
 *
 * @param keeps which value counts when a key occurs twice in an object
 * @throws {JsonSyntaxError} when the text is not JSON
 */
export const parseSpelled = (text: string, keeps: 'first' | 'last' = 'last'): Json =>
  parseJson(text, keeps === 'first' ? FIRST_VALUES : SPELLED);

/** Returns the literal of a number in such a tree; undefined for a text. */
export const readLiteral = (text: string): string | undefined =>
  text.startsWith(NUMBER) ? text.slice(NUMBER.length) : undefined;

/** Formats such a tree as JSON with ", " and ": ", as Python does. */
export const formatSpaced = (tree: Json): string =>
  JSON.stringify(tree, null, 1).replace(/(,?)\n */g, (_, comma) => comma && ', ');

/** Replaces the numbers in the JSON text of such a tree. */
export const writeNumbers = (json: string, write: (literal: string) => string): string =>
  json.replace(/"\\u0000number ([^"]*)"/g, (_, literal) => write(literal));

type Entries = [key: string, value: Json][];

/** Changes the entries of each object in such a tree. */
export const mapObjects = (tree: Json, change: (entries: Entries) => Entries): Json =>
  JSON.parse(JSON.stringify(tree), (_, value) =>
    isJsonObject(value) ? Object.fromEntries(change(Object.entries(value))) : value,
  );

/** Sorts entries by their keys, as text. */
export const sortEntries = (entries: Entries): Entries => entries.sort(([a], [b]) => (a < b ? -1 : 1));
