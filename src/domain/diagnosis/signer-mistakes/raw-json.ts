import type { Candidate } from '#domain/diagnosis/model/candidate';
import { type Mistake, SIGN_AGAIN } from '#domain/diagnosis/model/mistake';
import { isLiteral, literalOf, readSpelt } from '#domain/diagnosis/model/signing-scheme';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';

const RAW: readonly Mistake[] = [
  {
    name: 'raw_body_signed',
    if: 'the lines of path:value were signed, and not the text of the JSON',
    advice: SIGN_AGAIN,
  },
];

/** The text of the JSON as it came, but for its signature. */
export const withoutSignatureText = (text: string): Candidate => ({
  string: text.replace(/,\s*"signature"\s*:\s*"[^"]*"|"signature"\s*:\s*"[^"]*"\s*,?/, ''),
  mistakes: RAW,
  keys: 'likely',
  inAllWays: true,
});

/** The text of the JSON itself, as people sign it for other platforms: as it came, and as other languages write it. */
export function* ofRawBody(text: string): Generator<Candidate> {
  const candidate = withoutSignatureText(text);
  const cut = candidate.string;
  yield candidate;
  for (const end of ['\n', '\r\n']) yield { string: cut + end, mistakes: RAW };
  yield { string: `\ufeff${cut}`, mistakes: RAW };
  yield { string: text.replace(/("signature"\s*:\s*")[^"]*"/, '$1"'), mistakes: RAW };
  yield { string: text.replace(/("signature"\s*:\s*)"[^"]*"/, '$1null'), mistakes: RAW };
  yield { string: text, mistakes: RAW };
  for (const change of [JSON.stringify, encodeURIComponent, withoutSpace, inBase64]) {
    yield { string: change(cut), mistakes: RAW };
  }
  const tree = readSpelt(text);
  if (!isJsonObject(tree)) return;
  for (const string of asLanguagesWrite(tree)) yield { string, mistakes: RAW };
}

function* asLanguagesWrite(tree: JsonObject): Generator<string> {
  const without = withoutSignature(tree);
  const bodies = [without, withoutNulls(without), { ...without, signature: '' }, { ...without, signature: null }, tree];
  // What is the same on one line is the same on several.
  const seen = new Set<string>();
  for (const body of bodies.flatMap((one) => [one, sortedAtTop(one), sorted(one)])) {
    for (const style of STYLES) {
      const [compact, ...others] = LAYOUTS.map((layout) => () => write(body, layout, style, layout.lineEnd ?? '\n'));
      const string = compact?.() ?? '';
      if (seen.has(string)) continue;
      seen.add(string);
      yield string;
      for (const other of others) yield other();
    }
  }
}

const withoutSpace = (text: string): string => text.replace(/\s/g, '');
const inBase64 = (text: string): string => Buffer.from(text).toString('base64');

function withoutSignature({ signature: _, ...body }: JsonObject): JsonObject {
  if (!isJsonObject(body.general)) return body;
  const { signature: __, ...general } = body.general;
  return { ...body, general };
}

const changedInside = (value: Json | undefined, change: (value: JsonObject) => Json): Json => {
  if (Array.isArray(value)) return value.map((item) => changedInside(item, change));
  return isJsonObject(value) && !isLiteral(value) ? change(value) : (value ?? null);
};

const sortedAtTop = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

const sorted = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(sortedAtTop(value)).map(([key, item]) => [key, changedInside(item, sorted)]));

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key, changedInside(item, withoutNulls)]),
  );
}

/** Where white space stands in a JSON text. */
interface Layout {
  readonly comma: string;
  readonly colon: string;
  /** Of each level; none where all stands on one line. */
  readonly indent?: string;
  readonly lineEnd?: string;
}

const LAYOUTS: readonly Layout[] = [
  { comma: ',', colon: ':' },
  { comma: ', ', colon: ': ' },
  ...['  ', '    ', '\t'].map((indent) => ({ comma: ',', colon: ': ', indent })),
  { comma: ',', colon: ': ', indent: '  ', lineEnd: '\r\n' },
];

/** How a language writes the values of a JSON text. */
interface Style {
  readonly text: (json: string) => string;
  readonly number: (literal: string) => string;
  readonly emptyObject?: string;
}

const escaped =
  (sign: RegExp, upper = false) =>
  (json: string): string =>
    json.replace(sign, (unit) => {
      const code = unit.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${upper ? code.toUpperCase() : code}`;
    });

const ascii = escaped(/[\u007f-\uffff]/g);
const slashed = (json: string): string => json.replaceAll('/', '\\/');
const asItIs = (text: string): string => text;

/** JSON.stringify of what JSON.parse made of a number. */
const shortest = (literal: string): string => String(Number(literal));
/** The same where whole numbers keep their digits. */
const exact = (literal: string): string => (/^-?\d+$/.test(literal) ? literal : shortest(literal));

const STYLES: readonly Style[] = [
  // JavaScript
  { text: asItIs, number: shortest },
  // Python
  { text: ascii, number: asItIs },
  { text: asItIs, number: asItIs },
  // PHP, with its flags
  ...['{}', '[]'].flatMap((emptyObject) =>
    [(json: string) => slashed(ascii(json)), asItIs, ascii, slashed].flatMap((text) =>
      [asItIs, exact].map((number) => ({ text, number, emptyObject })),
    ),
  ),
  // Go and Java
  { text: escaped(/[&<>\u2028\u2029]/g), number: asItIs },
  { text: escaped(/[&<>\u2028\u2029]/g), number: exact },
  { text: escaped(/[&<>='\u2028\u2029]/g), number: asItIs },
  // .NET
  { text: (json) => dotNet(json.replaceAll('\\"', '\\u0022')), number: asItIs },
];

const dotNet = escaped(/[&<>+'`\u007f-\uffff]/g, true);

function write(value: Json, layout: Layout, style: Style, line: string): string {
  if (typeof value === 'string') return `"${style.text(JSON.stringify(value).slice(1, -1))}"`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (isLiteral(value)) return style.number(literalOf(value));
  const below = line + (layout.indent ?? '');
  const items = Array.isArray(value)
    ? value.map((item) => write(item, layout, style, below))
    : Object.entries(value).map(
        ([key, item]) => write(key, layout, style, below) + layout.colon + write(item, layout, style, below),
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return Array.isArray(value) ? '[]' : (style.emptyObject ?? '{}');
  if (layout.indent === undefined) return open + items.join(layout.comma) + close;
  return `${open}${below}${items.join(`${layout.comma}${below}`)}${line}${close}`;
}
