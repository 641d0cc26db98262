import type { Candidate } from '#domain/diagnosis/candidate';
import { parseSpelled, readLiteral } from '#domain/diagnosis/leaves';
import { mistake } from '#domain/diagnosis/mistake';
import { type PrintStyle, printValue } from '#domain/diagnosis/print-value';
import { escapeSlashes, toAscii } from '#domain/diagnosis/text-forms';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';

const RAW = [mistake('raw_body_signed', 'the lines of path:value were signed, and not the text of the JSON')];

/** The JSON text without its signature, as received: many other platforms sign it. */
export const withoutSignatureText = (text: string): Candidate => ({
  string: text.replace(/,\s*"signature"\s*:\s*"[^"]*"|"signature"\s*:\s*"[^"]*"\s*,?/, ''),
  mistakes: RAW,
  keys: 'common',
  anyMac: true,
});

/** Lists the JSON texts that signers sign instead of lines: as received, and as languages write the same body. */
export function* listRawJson(text: string): Generator<Candidate> {
  const candidate = withoutSignatureText(text);
  const cut = candidate.string;
  yield candidate;
  const strings = [
    ...[`${cut}\n`, `${cut}\r\n`], // echo, json.Encoder of Go, editors
    `\ufeff${cut}`, // C# Encoding.UTF8 with its preamble
    text.replace(/("signature"\s*:\s*")[^"]*"/, '$1"'), // an empty signature while signing
    text.replace(/("signature"\s*:\s*)"[^"]*"/, '$1null'),
    text,
    ...[JSON.stringify(cut), encodeURIComponent(cut)], // encoded twice
    cut.replace(/\s/g, ''),
    Buffer.from(cut).toString('base64'), // LiqPay
  ];
  for (const string of strings) yield { string, mistakes: RAW };
  for (const string of listWritten(parseSpelled(text))) yield { string, mistakes: RAW };
}

const LAYOUTS: readonly Pick<PrintStyle, 'comma' | 'colon' | 'indent' | 'lineEnd'>[] = [
  { comma: ',', colon: ':' }, // JavaScript, PHP, Go, Java
  { comma: ', ', colon: ': ' }, // Python
  ...['  ', '    ', '\t'].map((indent) => ({ comma: ',', colon: ': ', indent })), // JavaScript, PHP PRETTY_PRINT, Go
  { comma: ',', colon: ': ', indent: '  ', lineEnd: '\r\n' }, // .NET on Windows
];

const escapeUnits = (units: RegExp) => (json: string) =>
  json.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const escapeDotNet = (json: string): string =>
  escapeUnits(/[&<>+'`\u007f-\uffff]/g)(json.replaceAll('\\"', '\\u0022')).replace(/(?<=\\u)[0-9a-f]{4}/g, (code) =>
    code.toUpperCase(),
  );

const asIs = (text: string): string => text;
const shortest = (literal: string): string => String(Number(literal));
const exact = (literal: string): string => (/^-?\d+$/.test(literal) ? literal : shortest(literal));

type Style = readonly [text: (json: string) => string, number: (literal: string) => string, emptyObject?: string];

/** How languages write the texts, numbers and empty objects of JSON. */
const STYLES: readonly Style[] = [
  [asIs, shortest], // JavaScript
  [toAscii, asIs], // Python
  [asIs, asIs], // Python ensure_ascii=False
  // PHP with its flags; an empty object is an empty array after json_decode(…, true).
  ...['{}', '[]'].flatMap((empty) =>
    [(json: string) => escapeSlashes(toAscii(json)), asIs, toAscii, escapeSlashes].flatMap((text): Style[] => [
      [text, asIs, empty],
      [text, exact, empty],
    ]),
  ),
  [escapeUnits(/[&<>\u2028\u2029]/g), asIs], // Go json.Number
  [escapeUnits(/[&<>\u2028\u2029]/g), exact], // Go
  [escapeUnits(/[&<>='\u2028\u2029]/g), asIs], // Java Gson
  [escapeDotNet, asIs], // System.Text.Json
];

type Change = (object: JsonObject) => JsonObject;

/** Changes the entries of an object. */
const changeEntries = (object: JsonObject, change: (entries: [string, Json][]) => [string, Json][]): JsonObject =>
  Object.fromEntries(change(Object.entries(object)));
const sortKeys: Change = (object) => changeEntries(object, (entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)));
const dropNulls: Change = (object) => changeEntries(object, (entries) => entries.filter(([, item]) => item !== null));
const dropSignature: Change = ({ signature: _, ...rest }) => rest;

/** Changes an object and all objects inside. */
const changeAll = (object: JsonObject, change: Change): JsonObject => {
  const inside = (item: Json): Json => {
    if (Array.isArray(item)) return item.map(inside);
    return isJsonObject(item) && readLiteral(item) === undefined ? changeAll(item, change) : item;
  };
  return changeEntries(change(object), (entries) => entries.map(([key, item]) => [key, inside(item)]));
};

function* listWritten(tree: Json): Generator<string> {
  if (!isJsonObject(tree)) return;
  const { general } = tree;
  const unsigned = { ...dropSignature(tree), ...(isJsonObject(general) ? { general: dropSignature(general) } : {}) };
  const bodies = [
    unsigned,
    changeAll(unsigned, dropNulls),
    { ...unsigned, signature: '' },
    { ...unsigned, signature: null },
    tree,
  ];
  const seen = new Set<string>();
  for (const body of bodies.flatMap((one) => [one, sortKeys(one), changeAll(one, sortKeys)])) {
    for (const [writeText, number, emptyObject = '{}'] of STYLES) {
      const text = (value: string): string => `"${writeText(JSON.stringify(value).slice(1, -1))}"`;
      const style = { list: '[]', object: '{}', text, number, emptyObject };
      const [compact = '', ...others] = LAYOUTS.map((layout) => printValue(body, { ...style, ...layout }));
      if (!seen.has(compact)) yield* [compact, ...others];
      seen.add(compact);
    }
  }
}
