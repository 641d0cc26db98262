import { mistake } from '#domain/diagnosis/mistake';
import type { Candidate } from '#domain/diagnosis/signing-scheme';
import { formatSpaced, mapObjects, parseSpelled, sortEntries, writeNumbers } from '#domain/diagnosis/spelled-json';
import { escapeSlashes, escapeUnits, toAscii } from '#domain/diagnosis/text-forms';
import type { Json, JsonObject } from '#domain/json/exact-json';

const RAW = [mistake('raw_body_signed', 'the lines of path:value were signed, and not the text of the JSON')];

/** The JSON text without its signature, as received: many other platforms sign it. */
export const withoutSignatureText = (text: string): Candidate => ({
  string: text.replace(/,\s*"signature"\s*:\s*"[^"]*"|"signature"\s*:\s*"[^"]*"\s*,?/, ''),
  mistakes: RAW,
  keys: 'common',
  macs: 'right',
});

/** Lists the JSON texts that signers sign instead of lines: as received, and as languages write the same body. */
export function* listRawJson(text: string): Generator<Candidate> {
  const candidate = withoutSignatureText(text);
  const cut = candidate.string;
  yield candidate;
  const strings = [
    ...[`${cut}\n`, `${cut}\r\n`, `\ufeff${cut}`], // echo, json.Encoder of Go, editors; the preamble of Encoding.UTF8 in C#
    text.replace(/("signature"\s*:\s*")[^"]*"/, '$1"'), // an empty signature while signing
    text.replace(/("signature"\s*:\s*)"[^"]*"/, '$1null'),
    ...[text, JSON.stringify(cut), encodeURIComponent(cut), cut.replace(/\s/g, '')], // encoded twice, minified
    Buffer.from(cut).toString('base64'), // LiqPay
  ];
  for (const string of strings) yield { string, mistakes: RAW };
  for (const string of listWritten(parseSpelled(text) as JsonObject)) yield { string, mistakes: RAW };
}

/** Besides the compact layout of JavaScript, PHP, Go and Java. */
const LAYOUTS: readonly ((tree: Json) => string)[] = [
  formatSpaced, // Python
  ...['  ', '    ', '\t'].map((indent) => (tree: Json) => JSON.stringify(tree, null, indent)), // PHP PRETTY_PRINT, Go
  (tree) => JSON.stringify(tree, null, 2).replaceAll('\n', '\r\n'), // .NET on Windows
];

const asIs = (text: string): string => text;
const shortest = (literal: string): string => String(Number(literal));
const exact = (literal: string): string => (/^-?\d+$/.test(literal) ? literal : shortest(literal));
/** An empty object is an empty array after json_decode(…, true). */
const emptyArrays = (json: string): string => json.replaceAll('{}', '[]');
const escapeDotNet = (json: string): string => {
  const escaped = escapeUnits(json.replaceAll('\\"', '\\u0022'), /[&<>+'`\u007f-\uffff]/g);
  return escaped.replace(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`);
};

/** How languages write texts and numbers. */
const STYLES: readonly (readonly [text: (json: string) => string, number: (literal: string) => string])[] = [
  [asIs, shortest], // JavaScript
  ...[toAscii, asIs].map((text) => [text, asIs] as const), // Python, with ensure_ascii and without
  // PHP with its flags.
  ...[asIs, emptyArrays].flatMap((objects) =>
    [(json: string) => escapeSlashes(toAscii(json)), asIs, toAscii, escapeSlashes].flatMap((text) =>
      [asIs, exact].map((number) => [(json: string) => text(objects(json)), number] as const),
    ),
  ),
  // Go with and without json.Number, Java Gson, System.Text.Json.
  ...[asIs, exact].map((number) => [(json: string) => escapeUnits(json, /[&<>\u2028\u2029]/g), number] as const),
  [(json) => escapeUnits(json, /[&<>='\u2028\u2029]/g), asIs],
  [escapeDotNet, asIs],
];

function* listWritten(tree: JsonObject): Generator<string> {
  const unsigned = mapObjects(tree, (entries) => entries.filter(([key]) => key !== 'signature')) as JsonObject;
  const withoutNulls = mapObjects(unsigned, (entries) => entries.filter(([, value]) => value !== null)) as JsonObject;
  const bodies = [unsigned, withoutNulls, { ...unsigned, signature: '' }, { ...unsigned, signature: null }, tree];
  const seen = new Set<string>();
  for (const body of bodies.flatMap((one): Json[] => [
    one,
    Object.fromEntries(sortEntries(Object.entries(one))),
    mapObjects(one, sortEntries),
  ])) {
    for (const [text, number] of STYLES) {
      const write = (layout: (tree: Json) => string): string => text(writeNumbers(layout(body), number));
      const compact = write(JSON.stringify);
      if (seen.has(compact)) continue;
      seen.add(compact);
      yield compact;
      for (const layout of LAYOUTS) yield write(layout);
    }
  }
}
