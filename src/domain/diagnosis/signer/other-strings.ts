import type { Candidate } from '#domain/diagnosis/candidate';
import { type MistakeName, mistake } from '#domain/diagnosis/mistake';
import { formatJavaScript, onlyFractions } from '#domain/foreign-formats/numbers';
import { JSON_ESCAPES } from '#domain/foreign-formats/text-escapes';
import { WHOLE_FORMS } from '#domain/foreign-formats/text-forms';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { formatSpaced, mapObjects, parseSpelled, sortEntries, writeNumbers } from '#domain/json/spelled-json';
import { type Leaf, type Leaves, listSortedLeaves, sortLeaves, textLeaf } from '#domain/signature/body-leaves';
import { buildString, isSigned } from '#domain/signature/signing-scheme';

const candidate = (name: MistakeName, clause: string, string: string): Candidate => ({
  string,
  mistakes: [mistake(name, clause)],
});
const leftIn = (key: string, leaves: Leaves, signs: (leaf: Leaf) => boolean = () => true): Candidate =>
  candidate('signature_left_in', `"${key}" were left out before signing`, buildString(leaves, { signs }));

/**
 * Lists the strings of a body with keys that are never signed.
 *
 * @param signatures that a body may have while it is signed again
 */
export function* listWithSignature(leaves: Leaves, ...signatures: readonly string[]): Generator<Candidate> {
  const has = (key: string) => (leaf: Leaf) => leaf.steps.some(({ name, inList }) => name === key && !inList);
  if (leaves.some(has('frame_mode'))) yield leftIn('frame_mode', leaves, (leaf) => !has('signature')(leaf));
  yield leftIn('signature', leaves);
  yield leftIn('general.signature', leaves, (leaf) => isSigned(leaf) || leaf.steps.length > 1);
  const signed = leaves.filter(isSigned);
  for (const path of [['signature'], ['general', 'signature'], ['payment', 'signature'], ['data', 'signature']]) {
    // A typed class has the field while it is signed: "" in Go, null in Java and C#; a template has a placeholder.
    for (const text of ['', 'null', 'None', 'undefined', 'signature', ...signatures])
      yield leftIn(path.join('.'), sortLeaves([...signed, textLeaf(path, text)]));
  }
}

/** Lists the strings of no body, of one object of the body, and of the body inside of an object. */
export function* listOtherBodies(text: string): Generator<Candidate> {
  // What programs have instead of a body, and what languages print of an object.
  for (const string of ['', 'Array', '[object Object]', 'null', 'undefined', 'None', '{}', '[]']) {
    const what = string === '' ? 'an empty string' : JSON.stringify(string);
    yield candidate('nothing_signed', `the lines of the body were signed, and not ${what}`, string);
  }
  const tree = parseSpelled(text) as JsonObject;
  const other = (body: Json, clause: string): Candidate =>
    candidate('wrapped_body', clause, buildString(listSortedLeaves(body)));
  for (const [key, part] of Object.entries(tree)) {
    if (listSortedLeaves(part).length === 0) continue;
    for (const body of [part, { [key]: part }]) yield other(body, `it covered the whole body, and not ${key} alone`);
  }
  // Envelopes of queues, frameworks and lists.
  for (const key of 'data,body,payload,callback,request,response,message,event,params,0'.split(','))
    yield other({ [key]: tree }, `it had been signed without ${JSON.stringify(key)} around it`);
}

const raw = (string: string): Candidate =>
  candidate('raw_body_signed', 'the lines of path:value were signed, and not the text of the JSON', string);

const SIGNATURE = /("signature"\s*:\s*)"[^"]*"/;

/** Returns the JSON text without its signature, as received: many other platforms sign it. */
export const withoutSignatureText = (text: string): Candidate =>
  raw(text.replace(/,\s*"signature"\s*:\s*"[^"]*"|"signature"\s*:\s*"[^"]*"\s*,?/, ''));

/** Lists the JSON texts that signers sign instead of lines: as received, and as languages write the same body. */
export function* listRawJson(text: string): Generator<Candidate> {
  const cut = withoutSignatureText(text);
  const { string } = cut;
  yield { ...cut, keys: 'common', macs: 'right' };
  // echo, json.Encoder of Go, editors; the preamble of Encoding.UTF8 in C#.
  for (const other of [`${string}\n`, `${string}\r\n`, `\ufeff${string}`, text]) yield raw(other);
  for (const empty of ['""', 'null']) yield raw(text.replace(SIGNATURE, `$1${empty}`)); // while it is signed
  for (const [, write] of WHOLE_FORMS) yield raw(write(string));
  for (const written of listWritten(parseSpelled(text) as JsonObject)) yield raw(written);
}

/** Besides the compact layout of JavaScript, PHP, Go and Java. */
const LAYOUTS: readonly ((tree: Json) => string)[] = [
  formatSpaced, // Python
  ...['  ', '    ', '\t'].map((indent) => (tree: Json) => JSON.stringify(tree, null, indent)), // PHP PRETTY_PRINT, Go
  (tree) => JSON.stringify(tree, null, 2).replaceAll('\n', '\r\n'), // .NET on Windows
];

const asIs = (text: string): string => text;
/** How languages write texts and numbers. Only JavaScript rounds big integers; the others spell numbers out, or shorten fractions. */
const WRITERS = [
  [asIs, formatJavaScript] as const,
  ...JSON_ESCAPES.flatMap((escaped) =>
    [asIs, onlyFractions(formatJavaScript)].map((number) => [escaped, number] as const),
  ),
];

function* listWritten(tree: JsonObject): Generator<string> {
  const filter = (one: Json, keep: (key: string, value: Json) => boolean): JsonObject =>
    mapObjects(one, (entries) => entries.filter(([key, value]) => keep(key, value))) as JsonObject;
  const unsigned = filter(tree, (key) => key !== 'signature');
  const withoutNulls = filter(unsigned, (_, value) => value !== null); // Jackson NON_NULL
  // An empty object is an empty array after json_decode(…, true).
  const arrays = JSON.parse(JSON.stringify(unsigned).replaceAll('{}', '[]')) as JsonObject;
  const signatures = ['', null].map((signature) => ({ ...unsigned, signature }));
  const bodies = [unsigned, arrays, withoutNulls, ...signatures, tree];
  // Sorted: ksort at the top, and sort_keys at all levels.
  const sorted = bodies.flatMap((one) => [
    one,
    Object.fromEntries(sortEntries(Object.entries(one))),
    mapObjects(one, sortEntries),
  ]);
  const seen = new Set<string>();
  for (const body of sorted) {
    for (const [escaped, number] of WRITERS) {
      const write = (layout: (tree: Json) => string): string => escaped(writeNumbers(layout(body), number));
      const compact = write(JSON.stringify);
      if (seen.has(compact)) continue;
      seen.add(compact);
      yield compact;
      for (const layout of LAYOUTS) yield write(layout);
    }
  }
}
