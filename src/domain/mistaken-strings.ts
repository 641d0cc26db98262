import { type EarlierBody, withJsonText, withMissingFields, withoutOneField } from './changed-fields.ts';
import { withBigIntegers, withOtherFractions, withOtherTexts, withTextsForNumbers } from './changed-values.ts';
import { formatJson, isJsonObject, type Json, type JsonObject, parseJson } from './json.ts';
import { changedScheme, type MistakenScheme } from './mistaken-scheme.ts';
import { MISTAKEN_SCHEMES } from './mistaken-schemes.ts';
import { type Mistake, SIGN_AGAIN } from './signing-mistake.ts';
import {
  DOCUMENTED,
  inNaturalOrder,
  type Leaf,
  leavesOf,
  readLeaves,
  readSpelt,
  type Scheme,
  stringBy,
} from './signing-scheme.ts';

/** A string that somebody may have signed, and what is wrong with it. */
export interface Candidate {
  readonly string: string;
  readonly mistakes: readonly Mistake[];
}

/** Of a larger body only the right string is tried: nobody signs such a one by hand. */
const LARGE = 128 * 1024;

/**
 * The strings that may have been signed for a body: the right one first, then those with one mistake in them, then
 * those with two. Each once.
 *
 * @param signature as it was received: some sign with it left in
 * @param signs the platform's signature of a string
 */
export function* candidateStrings(
  text: string,
  signature: string,
  signs: (string: string) => string,
): Generator<Candidate> {
  const leaves = inNaturalOrder(readLeaves(text));
  const right = stringBy(DOCUMENTED, leaves);
  yield { string: right, mistakes: [] };
  if (text.length > LARGE) return;
  const seen = new Set([right]);
  for (const candidate of oneMistake(text, leaves, signature, () => signs(right))) {
    if (seen.has(candidate.string)) continue;
    seen.add(candidate.string);
    yield candidate;
  }
  for (const candidate of twoMistakes(right, leaves)) {
    if (!seen.has(candidate.string)) yield candidate;
  }
}

/** The strings that other ways of signing make of a body: see {@link candidateStrings}. */
function* oneMistake(
  text: string,
  leaves: readonly Leaf[],
  signature: string,
  expected: () => string,
): Generator<Candidate> {
  for (const { leaves: earlier, mistake } of withOtherFractions(leaves)) {
    yield { string: stringBy(DOCUMENTED, earlier), mistakes: [mistake] };
  }
  yield* signedWith(DOCUMENTED, [], MISTAKEN_SCHEMES, leaves);
  yield* withSignatureIn(leaves, signature, expected());
  yield* ofPart(text);
  yield* ofRawBody(text);
  for (const { leaves: earlier, mistake } of earlierBodies(text, leaves)) {
    yield { string: stringBy(DOCUMENTED, earlier), mistakes: [mistake] };
  }
}

function* earlierBodies(text: string, leaves: readonly Leaf[]): Generator<EarlierBody> {
  yield* withOtherTexts(leaves);
  yield* withoutOneField(leaves);
  yield* withMissingFields(leaves);
  yield* withTextsForNumbers(leaves);
  yield* withBigIntegers(leaves);
  yield* withJsonText(leaves, text);
  const advice = 'Of a key that stands twice the last value counts. Mend whoever writes it twice.';
  const mistake: Mistake = {
    name: 'duplicate_key',
    if: 'no key stood twice: whoever signed took the first value of it',
    advice,
  };
  yield { leaves: inNaturalOrder(readLeaves(text, 'first')), mistake };
}

function* twoMistakes(right: string, leaves: readonly Leaf[]): Generator<Candidate> {
  // What makes no difference alone makes none beside another.
  const mistaken = MISTAKEN_SCHEMES.filter(({ change }) => {
    const scheme = changedScheme(DOCUMENTED, change);
    return scheme !== undefined && stringBy(scheme, leaves) !== right;
  });
  for (const [at, first] of mistaken.entries()) {
    const once = changedScheme(DOCUMENTED, first.change);
    if (once !== undefined) yield* signedWith(once, [first.mistake], mistaken.slice(at + 1), leaves);
  }
  for (const { leaves: earlier, mistake } of [...withOtherTexts(leaves), ...withoutOneField(leaves)]) {
    yield* signedWith(DOCUMENTED, [mistake], mistaken, earlier);
    for (const again of [...withOtherTexts(earlier), ...withoutOneField(earlier)]) {
      yield { string: stringBy(DOCUMENTED, again.leaves), mistakes: [mistake, again.mistake] };
    }
  }
}

/** The strings that a scheme makes with one mistake more. */
function* signedWith(
  scheme: Scheme,
  before: readonly Mistake[],
  mistaken: readonly MistakenScheme[],
  leaves: readonly Leaf[],
): Generator<Candidate> {
  for (const { mistake, change } of mistaken) {
    const changed = changedScheme(scheme, change);
    if (changed !== undefined) yield { string: stringBy(changed, leaves), mistakes: [...before, mistake] };
  }
}

/** With a line for the signature: empty, as it came, or as it was in a body that had been signed before. */
function* withSignatureIn(leaves: readonly Leaf[], received: string, expected: string): Generator<Candidate> {
  const mistake = (where: string): Mistake => ({
    name: 'signature_left_in',
    if: `${where} were left out before signing`,
    advice: 'Drop every key named "signature" at any depth, then sign.',
  });
  const everything: Scheme = { ...DOCUMENTED, signs: () => true };
  yield { string: stringBy(everything, leaves), mistakes: [mistake('"signature"')] };
  const rest = leaves.filter(DOCUMENTED.signs);
  const inside = leaves.filter((leaf) => DOCUMENTED.signs(leaf) || leaf.steps.length > 1);
  yield { string: stringBy(everything, inside), mistakes: [mistake('"general.signature"')] };
  for (const names of [['signature'], ['general', 'signature']]) {
    const steps = names.map((name) => ({ name, inList: false }));
    for (const text of ['', 'null', expected, received]) {
      const leaf: Leaf = { steps, kind: 'text', text, place: leaves.length };
      const string = stringBy(everything, inNaturalOrder([...rest, leaf]));
      yield { string, mistakes: [mistake(JSON.stringify(names.join('.')))] };
    }
  }
}

/** Of an object inside of the body alone, or of the body inside of another object. */
function* ofPart(text: string): Generator<Candidate> {
  const tree = readSpelt(text) as JsonObject;
  const wrapped = (clause: string): Mistake => ({
    name: 'wrapped_body',
    if: clause,
    advice: 'The signature covers the whole body that came from the platform, and nothing around it.',
  });
  for (const [key, part] of Object.entries(tree)) {
    const leaves = inNaturalOrder(leavesOf(part));
    if (leaves.length === 0) continue;
    yield {
      string: stringBy(DOCUMENTED, leaves),
      mistakes: [wrapped(`it covered the whole body, and not ${key} alone`)],
    };
  }
  for (const name of [
    'data',
    'body',
    'payload',
    'callback',
    'request',
    'response',
    'message',
    'event',
    'params',
    '0',
  ]) {
    const leaves = inNaturalOrder(leavesOf({ [name]: tree }));
    yield {
      string: stringBy(DOCUMENTED, leaves),
      mistakes: [wrapped(`it had been signed without ${JSON.stringify(name)} around it`)],
    };
  }
}

/** The text of the JSON itself, as people sign it for other platforms. */
function* ofRawBody(text: string): Generator<Candidate> {
  const mistake: Mistake = {
    name: 'raw_body_signed',
    if: 'the lines of path:value were signed, and not the text of the JSON',
    advice: SIGN_AGAIN,
  };
  const body = parseJson(text) as JsonObject;
  const bodies = [withoutSignature(body), { ...body, signature: '' }, body];
  const forms = bodies.flatMap((one) => [one, sorted(one)]).flatMap(formsOf);
  const cut = text.replace(/,\s*"signature"\s*:\s*"[^"]*"|"signature"\s*:\s*"[^"]*"\s*,?/, '');
  for (const form of [cut, text.replace(/("signature"\s*:\s*")[^"]*"/, '$1"'), ...forms]) {
    for (const string of [form, Buffer.from(form).toString('base64')]) yield { string, mistakes: [mistake] };
  }
}

function withoutSignature({ signature: _, ...body }: JsonObject): JsonObject {
  if (!isJsonObject(body.general)) return body;
  const { signature: __, ...general } = body.general;
  return { ...body, general };
}

/** JSON as JavaScript, Python and PHP write it. */
function formsOf(body: JsonObject): string[] {
  const compact = formatJson(body);
  const spaced = formatJson(body, 1).replace(/\n */g, (_, at: number, all: string) =>
    /[[{]/.test(all[at - 1] ?? '') || /^\n *[\]}]/.test(all.slice(at)) ? '' : ' ',
  );
  const escaped = (json: string) =>
    json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    ...[compact, spaced, formatJson(body, 2), formatJson(body, 4)].flatMap((json) => [json, escaped(json)]),
    ...[compact, escaped(compact)].map((json) => json.replaceAll('/', '\\/')),
  ];
}

function sorted(value: JsonObject): JsonObject {
  const below = (item: Json): Json => (isJsonObject(item) ? sorted(item) : item);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, below(item)]),
  );
}
