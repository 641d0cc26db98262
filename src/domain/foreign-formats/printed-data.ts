import { isJsonObject, type Json } from '#domain/json/exact-json';
import { formatSpaced, mapObjects, readLiteral, sortEntries } from '#domain/json/spelled-json';
import {
  type FormatNumber,
  formatGo,
  formatJavaScript,
  formatNumber,
  formatPhp,
  formatPython,
  onlyFractions,
} from './numbers.ts';

/** What languages print of true, false, null and numbers. */
export const PROGRAMMING_LANGUAGES: readonly (readonly [name: string, words: string, number: FormatNumber])[] = [
  ['JavaScript', 'true false null', formatJavaScript],
  ['Python', 'True False None', onlyFractions(formatPython)],
  ['Go', 'true false <nil>', formatGo],
  ['Java', 'true false null', onlyFractions(formatPython)],
  ['PHP', '1  ', formatPhp(14)],
];

/** Formats a scalar of a parsed tree. */
const formatText = (text: string, quote: (text: string) => string): string => {
  const literal = readLiteral(text);
  return literal === undefined ? quote(text) : formatNumber(literal);
};
const asIs = (text: string): string => text;

/** Formats data as a template of JavaScript does: `1,2` and `[object Object]`. */
function printJavaScript(value: Json): string {
  if (Array.isArray(value)) return value.map(printJavaScript).join(',');
  if (typeof value === 'string') return formatText(value, asIs);
  return isJsonObject(value) ? '[object Object]' : String(value ?? '');
}

/** Formats a text of Python: `'a'`, or `"it's"`. */
function quotePython(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(: )?|, |[{}]|true|false|null/g;

/** Formats data as JSON does, with other marks and words. */
const print = (tokens: Readonly<Record<string, string>>, quote: (text: string) => string) => (value: Json) =>
  formatSpaced(value).replace(TOKEN, (token, quoted: string | undefined, colon = '') =>
    quoted === undefined ? (tokens[token] ?? token) : formatText(JSON.parse(quoted), quote) + (tokens[colon] ?? colon),
  );

export const printJson = print({ ', ': ',', ': ': ':' }, JSON.stringify);
const printGo = print({ ', ': ' ', ': ': ':', '{': 'map[', '}': ']', null: '<nil>' }, asIs);

/** What signers write for a list or an object that they do not look into. */
export const PRINTED: readonly (readonly [what: string, print: (value: Json) => string])[] = [
  ['JSON text', printJson],
  ['"Array"', () => 'Array'], // PHP (string)
  ['"[object Object]"', () => '[object Object]'], // JavaScript String()
  ['what JavaScript prints of it', printJavaScript],
  ['what Python prints of it', print({ true: 'True', false: 'False', null: 'None' }, quotePython)],
  ['what Go prints of it', (value) => printGo(mapObjects(value, sortEntries))],
  ['what Java prints of it', print({ ': ': '=' }, asIs)],
  ['what Ruby prints of it', print({ ': ': '=>', null: 'nil' }, JSON.stringify)],
  ['nothing', () => ''], // loops that skip what is not a scalar
];
