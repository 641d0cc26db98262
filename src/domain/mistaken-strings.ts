import {
  type EarlierBody,
  withFlatContainers,
  withJsonText,
  withMissingFields,
  withoutOneField,
  withoutSiblings,
  withParsedText,
} from './changed-fields.ts';
import { withBigIntegers, withOtherFractions, withTextsForNumbers } from './changed-numbers.ts';
import { withOtherAmounts, withOtherStatuses, withOtherTexts } from './changed-texts.ts';
import type { Json, JsonObject } from './json.ts';
import { ofRawBody } from './mistaken-json.ts';
import { changedScheme, type MistakenScheme } from './mistaken-scheme.ts';
import { MISTAKEN_SCHEMES } from './mistaken-schemes.ts';
import { stringToSign } from './signature.ts';
import type { Mistake } from './signing-mistake.ts';
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
  /** Likely enough to be tried with mistaken secrets too. */
  readonly common?: boolean;
  /** Likely enough to be tried with everything else that is done with a string and a secret. */
  readonly whole?: boolean;
}

/** Of a larger body only the right string is tried: nobody signs such a one by hand. */
const LARGE = 128 * 1024;

/**
 * The strings that may have been signed for a body: the right one first, then those with one mistake in them, then
 * those with two. Some come more than once.
 *
 * @param body what the text holds
 * @param signature as it was received: some sign with it left in
 * @param signs the platform's signature of a string
 */
export function* candidateStrings(
  text: string,
  body: Json,
  signature: string,
  signs: (string: string) => string,
): Generator<Candidate> {
  if (text.length > LARGE) {
    yield { string: stringToSign(body), mistakes: [], whole: true };
    return;
  }
  const leaves = inNaturalOrder(readLeaves(text));
  const right = stringBy(DOCUMENTED, leaves);
  yield { string: right, mistakes: [] };
  if (right.length > LARGE) return;
  yield* signedAs(withOtherFractions(leaves));
  yield* signedAs(withOtherTexts(leaves));
  yield { string: right, mistakes: [], whole: true };
  yield* other(signedWith(DOCUMENTED, [], MISTAKEN_SCHEMES, leaves), right);
  yield* withSignatureIn(leaves, signature, signs(right));
  yield* ofRawBody(text);
  yield* ofPart(text);
  yield* signedAs(earlierBodies(text, leaves));
  yield* twoMistakes(right, leaves);
}

/** Those that are not the right one after all: it has been tried with everything. */
function* other(candidates: Iterable<Candidate>, right: string): Generator<Candidate> {
  for (const candidate of candidates) if (candidate.string !== right) yield candidate;
}

function* signedAs(bodies: Iterable<EarlierBody>): Generator<Candidate> {
  for (const { leaves, mistake } of bodies) yield { string: stringBy(DOCUMENTED, leaves), mistakes: [mistake] };
}

/** The body as it may have been, the likeliest first. */
function* earlierBodies(text: string, leaves: readonly Leaf[]): Generator<EarlierBody> {
  yield* withOtherAmounts(leaves);
  yield* withOtherStatuses(leaves);
  yield* withoutOneField(leaves);
  yield* withoutSiblings(leaves);
  yield* withTextsForNumbers(leaves);
  yield* withJsonText(leaves, text);
  yield* withParsedText(leaves);
  yield* withFlatContainers(leaves, text);
  const advice = 'Of a key that stands twice the last value counts. Mend whoever writes it twice.';
  const mistake: Mistake = {
    name: 'duplicate_key',
    if: 'no key stood twice: whoever signed took the first value of it',
    advice,
  };
  yield { leaves: inNaturalOrder(readLeaves(text, 'first')), mistake };
  yield* withBigIntegers(leaves);
  yield* withMissingFields(leaves);
}

function* twoMistakes(right: string, leaves: readonly Leaf[]): Generator<Candidate> {
  // What makes no difference alone makes none beside another, and so does what makes the same difference.
  const seen = new Set([right]);
  const mistaken = MISTAKEN_SCHEMES.filter(({ change }) => {
    const scheme = changedScheme(DOCUMENTED, change);
    const string = scheme === undefined ? right : stringBy(scheme, leaves);
    return !seen.has(string) && seen.add(string);
  });
  const changes = [...withOtherTexts(leaves), ...withoutOneField(leaves)];
  for (const { leaves: earlier, mistake } of changes) {
    for (const again of withOtherTexts(earlier)) {
      yield { string: stringBy(DOCUMENTED, again.leaves), mistakes: [mistake, again.mistake] };
    }
  }
  // Pairs of what is likely come first: by the sum of their ranks.
  for (let sum = 1; sum < 2 * mistaken.length; sum++) {
    for (let at = Math.max(0, sum - mistaken.length + 1); at * 2 < sum; at++) {
      const [first, second] = [mistaken[at], mistaken[sum - at]];
      const once = first && changedScheme(DOCUMENTED, first.change);
      if (once && second) yield* signedWith(once, [first.mistake], [second], leaves);
    }
  }
  for (const { leaves: earlier, mistake } of changes) {
    yield* signedWith(DOCUMENTED, [mistake], mistaken, earlier);
    for (const again of withoutOneField(earlier)) {
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
    const mistakes = [...before, mistake];
    if (changed !== undefined) yield { string: stringBy(changed, leaves), mistakes, common: before.length === 0 };
  }
}

const nothingSigned = (string: string): Mistake => ({
  name: 'nothing_signed',
  if: `the lines of the body were signed, and not ${string === '' ? 'an empty string' : JSON.stringify(string)}`,
  advice: 'The signing program had no body, or turned it into text before it read its fields.',
});

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
  for (const names of [['signature'], ['general', 'signature'], ['payment', 'signature'], ['data', 'signature']]) {
    const steps = names.map((name) => ({ name, inList: false }));
    for (const text of ['', 'null', 'None', 'undefined', 'signature', expected, received]) {
      const leaf: Leaf = { steps, kind: 'text', text, place: leaves.length };
      const string = stringBy(everything, inNaturalOrder([...rest, leaf]));
      yield { string, mistakes: [mistake(JSON.stringify(names.join('.')))] };
    }
  }
}

const NO_LINES = ['', 'Array', '[object Object]', 'null', 'undefined', 'None', '{}', '[]'];

/** Of an object inside of the body alone, or of the body inside of another object. */
function* ofPart(text: string): Generator<Candidate> {
  const tree = readSpelt(text) as JsonObject;
  for (const string of NO_LINES) yield { string, mistakes: [nothingSigned(string)] };
  const wrapped = (clause: string): Mistake => ({
    name: 'wrapped_body',
    if: clause,
    advice: 'The signature covers the whole body that came from the platform, and nothing around it.',
  });
  for (const [key, part] of Object.entries(tree)) {
    if (leavesOf(part).length === 0) continue;
    for (const alone of [part, { [key]: part }]) {
      yield {
        string: stringBy(DOCUMENTED, inNaturalOrder(leavesOf(alone))),
        mistakes: [wrapped(`it covered the whole body, and not ${key} alone`)],
      };
    }
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
