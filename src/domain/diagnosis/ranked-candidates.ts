import { type Candidate, candidatesForKey, candidatesForString } from '#domain/diagnosis/model/candidate';
import { inNaturalOrder, readLeaves } from '#domain/diagnosis/model/signing-scheme';
import { ofPart, withSignatureIn } from '#domain/diagnosis/signer-mistakes/partial-body';
import { MISTAKEN_SCHEMES } from '#domain/diagnosis/signer-mistakes/ranked-schemes';
import { ofRawBody, withoutSignatureText } from '#domain/diagnosis/signer-mistakes/raw-json';
import { withoutOneField } from '#domain/diagnosis/transit-changes/added-fields';
import { withOtherFractions } from '#domain/diagnosis/transit-changes/number-precision';
import { rankedBodyChanges } from '#domain/diagnosis/transit-changes/ranked-changes';
import { withOtherTexts } from '#domain/diagnosis/transit-changes/string-conversions';
import type { Json } from '#domain/json/exact-json';
import { stringToSign } from '#domain/signature/signature';
import { doubleMistakes } from './double-mistakes.ts';
import { interleave } from './interleave.ts';

/** Of a larger body little is tried: nobody signs such a one by hand. */
const LARGE = 128 * 1024;

/** Of deep nesting a string is far longer than its body: longer than this nothing is tried. */
const LARGEST = 4 * 1024 * 1024;

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
  const right = stringToSign(body);
  if (right.length > LARGEST) return;
  if (Math.max(text.length, right.length) > LARGE) {
    yield* ofLargeBody(text, right);
    return;
  }
  const leaves = inNaturalOrder(readLeaves(text));
  yield { string: right, mistakes: [], keys: 'all' };
  yield* candidatesForString(withOtherFractions(leaves));
  yield* candidatesForString(withOtherTexts(leaves));
  yield { string: right, mistakes: [], inAllWays: true };
  yield* other(candidatesForKey(MISTAKEN_SCHEMES, leaves), right);
  yield* withSignatureIn(leaves, signature, signs(right));
  yield* ofRawBody(text);
  yield* ofPart(text);
  yield* candidatesForString(rankedBodyChanges(text, leaves));
  yield* doubleMistakes(right, leaves);
}

/** What is likeliest first: there is work for a few strings only. */
function* ofLargeBody(text: string, right: string): Generator<Candidate> {
  yield { string: right, mistakes: [], keys: 'likely' };
  const { string, mistakes } = withoutSignatureText(text);
  yield { string, mistakes };
  const leaves = inNaturalOrder(readLeaves(text));
  const ofSigner = other(candidatesForKey(MISTAKEN_SCHEMES, leaves), right);
  for (const candidate of interleave(ofSigner, candidatesForString(withoutOneField(leaves)))) {
    yield { string: candidate.string, mistakes: candidate.mistakes };
  }
}

/** Those that are not the right one after all: it has been tried with everything. */
function* other(candidates: Iterable<Candidate>, right: string): Generator<Candidate> {
  for (const candidate of candidates) if (candidate.string !== right) yield candidate;
}
