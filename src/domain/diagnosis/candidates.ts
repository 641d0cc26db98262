import { JOINS } from '#domain/diagnosis/signer/joins';
import { ORDERS, PATHS, SELECTIONS } from '#domain/diagnosis/signer/lines';
import { NUMBERS } from '#domain/diagnosis/signer/numbers';
import { listOtherBodies, listWithSignature } from '#domain/diagnosis/signer/other-bodies';
import { listRawJson, withoutSignatureText } from '#domain/diagnosis/signer/raw-json';
import { DROPPED_VALUES, EMPTY_LISTS, TEXTS, WORDS } from '#domain/diagnosis/signer/values';
import { withBigIntegers } from '#domain/diagnosis/transit/big-integers';
import {
  withOtherAmounts,
  withOtherFractions,
  withOtherTexts,
  withOtherValues,
} from '#domain/diagnosis/transit/edited-values';
import { withDroppedFields, withMissingFields, withoutFields, withoutOneField } from '#domain/diagnosis/transit/fields';
import { withFirstValues, withOtherContainers } from '#domain/diagnosis/transit/nested-values';
import type { Json } from '#domain/json/exact-json';
import { stringToSign } from '#domain/signature/signature';
import { type Candidate, interleave, signAsDocumented, signWith, type TransitChange } from './candidate.ts';
import { type Leaf, listSortedLeaves, parseSpelled } from './leaves.ts';
import { buildString, combineChanges, type SignerMistake } from './signing-scheme.ts';

const TABLES = [ORDERS, SELECTIONS, WORDS, DROPPED_VALUES, EMPTY_LISTS, NUMBERS, ...PATHS, ...JOINS, TEXTS];

/** All that signers do differently: the first row of each table, then each second row, and so on. */
const SIGNER_MISTAKES: readonly SignerMistake[] = Array.from(
  { length: Math.max(...TABLES.map(({ length }) => length)) },
  (_, rank) => TABLES.flatMap((table) => table[rank] ?? []),
).flat();

/** Length in characters. Few strings are tried for a larger body: no one signs such a body by hand. */
const LARGE = 128 * 1024;
/** Length in characters. Nothing is tried for a longer string to sign, which deep nesting gives. */
const MAX_STRING = 4 * 1024 * 1024;

/**
 * Lists the strings that may have been signed for a body: the right one, then those with one mistake, then those with two, the
 * most likely first. Some occur more than once.
 *
 * @param received the signature in the body: some signers leave it there
 * @param sign computes the platform's signature of a string
 */
export function* listCandidates(
  text: string,
  body: Json,
  received: string,
  sign: (string: string) => string,
): Generator<Candidate> {
  const right = stringToSign(body);
  if (right.length > MAX_STRING) return;
  const leaves = listSortedLeaves(parseSpelled(text));
  if (Math.max(text.length, right.length) > LARGE) {
    yield* listForLargeBody(text, right, leaves);
    return;
  }
  yield { string: right, mistakes: [], keys: 'all' };
  yield* signAsDocumented(withOtherFractions(leaves));
  yield* signAsDocumented(withOtherTexts(leaves));
  yield { string: right, mistakes: [], anyMac: true };
  yield* listSigned(right, leaves);
  yield* listWithSignature(leaves, sign(right), received);
  yield* listRawJson(text);
  yield* listOtherBodies(text);
  for (const list of [withOtherAmounts, withoutOneField, withoutFields, withOtherValues]) {
    yield* signAsDocumented(list(leaves));
  }
  yield* signAsDocumented(withOtherContainers(text, leaves));
  yield* signAsDocumented([withFirstValues(text)]);
  yield* signAsDocumented(withBigIntegers(leaves));
  yield* signAsDocumented(withMissingFields(leaves));
  yield* listPairs(right, leaves);
}

/** Leaves out the right string, which is tried with every key before. */
function* listSigned(right: string, leaves: readonly Leaf[]): Generator<Candidate> {
  for (const candidate of signWith(SIGNER_MISTAKES, leaves)) if (candidate.string !== right) yield candidate;
}

function* listForLargeBody(text: string, right: string, leaves: readonly Leaf[]): Generator<Candidate> {
  yield { string: right, mistakes: [], keys: 'common' };
  const common = interleave(listSigned(right, leaves), signAsDocumented(withoutOneField(leaves)));
  for (const candidates of [[withoutSignatureText(text)], common]) {
    for (const { string, mistakes } of candidates) yield { string, mistakes };
  }
}

/** How many integers are tried beside another mistake. */
const MAX_INTEGERS = 40;

/** Lists the strings with two mistakes, the most likely pairs first. */
function* listPairs(right: string, leaves: readonly Leaf[]): Generator<Candidate> {
  const texts = [...withOtherTexts(leaves)];
  const added = [...withoutOneField(leaves)];
  const integers = [...withBigIntegers(leaves, MAX_INTEGERS)];
  // Only what changes the string of this body, each change once.
  const seen = new Set([right]);
  const effective = SIGNER_MISTAKES.filter(({ change }) => {
    const string = buildString(leaves, change);
    return !seen.has(string) && seen.add(string);
  });
  // A program that parses and writes a body loses digits and changes something else too.
  yield* pairTransit([integers, withoutOneField], [integers, withDroppedFields]);
  yield* interleave(
    pairSigner(effective, leaves),
    pairTransit(
      [[...texts, ...integers, ...added], withOtherTexts],
      [added, withDroppedFields],
      [texts, withoutOneField],
    ),
  );
  for (const { leaves: earlier, mistake } of [...texts, ...added]) {
    for (const { string, mistakes } of signWith(effective, earlier)) yield { string, mistakes: [mistake, ...mistakes] };
  }
  yield* pairTransit([added, withoutOneField]);
}

type ListChanges = (leaves: readonly Leaf[]) => Iterable<TransitChange>;

function* pairTransit(...pairs: readonly [readonly TransitChange[], ListChanges][]): Generator<Candidate> {
  for (const [changes, listEarlier] of pairs) {
    for (const { leaves, mistake } of changes) {
      for (const { string, mistakes } of signAsDocumented(listEarlier(leaves))) {
        yield { string, mistakes: [mistake, ...mistakes] };
      }
    }
  }
}

/** By the product of their ranks: a common mistake occurs with any other. */
function* pairSigner(signers: readonly SignerMistake[], leaves: readonly Leaf[]): Generator<Candidate> {
  const pairs = signers.flatMap((first, a) =>
    signers.slice(a + 1).map((second, b) => ({ first, second, rank: (a + 1) * (a + b + 2) })),
  );
  for (const { first, second } of pairs.sort((a, b) => a.rank - b.rank)) {
    const change = combineChanges(first.change, second.change);
    if (change !== undefined) yield { string: buildString(leaves, change), mistakes: [first.mistake, second.mistake] };
  }
}
