import { JOINS } from '#domain/diagnosis/signer/joins';
import { ORDERS, PATHS, SELECTIONS } from '#domain/diagnosis/signer/order-and-paths';
import {
  listOtherBodies,
  listRawJson,
  listWithSignature,
  withoutSignatureText,
} from '#domain/diagnosis/signer/other-strings';
import { DROPPED_VALUES, EMPTY_LISTS, NUMBERS, TEXTS, WORDS } from '#domain/diagnosis/signer/value-texts';
import {
  withBigIntegers,
  withOtherAmounts,
  withOtherFractions,
  withOtherTexts,
  withOtherValues,
} from '#domain/diagnosis/transit/edited-values';
import {
  withDroppedFields,
  withMissingFields,
  withoutFields,
  withoutOneField,
} from '#domain/diagnosis/transit/missing-fields';
import { withFirstValues, withOtherContainers } from '#domain/diagnosis/transit/nested-values';
import type { Json } from '#domain/json/exact-json';
import { parseSpelled } from '#domain/json/spelled-json';
import { type Leaves, listSortedLeaves } from '#domain/signature/body-leaves';
import { stringToSign } from '#domain/signature/signature';
import { buildString, combineChanges } from '#domain/signature/signing-scheme';
import type { Candidate, Difference } from './candidate.ts';

const TABLES = [ORDERS, SELECTIONS, WORDS, DROPPED_VALUES, EMPTY_LISTS, NUMBERS, ...PATHS, ...JOINS, TEXTS];

/** All that signers do differently: the first row of each table, then each second row, and so on. */
const SIGNERS: readonly Difference[] = Array.from(
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
  /** Leaves out the right string, which is tried with every key. */
  function* build(differences: Iterable<Difference>): Generator<Candidate> {
    for (const { mistake, change } of differences) {
      const string = buildString(leaves, change);
      if (string !== right) yield { string, mistakes: [mistake] };
    }
  }
  if (Math.max(text.length, right.length) > LARGE) {
    yield { string: right, mistakes: [], keys: 'common' };
    yield withoutSignatureText(text);
    yield* build(interleave(SIGNERS.values(), withoutOneField(leaves)));
    return;
  }
  yield { string: right, mistakes: [], keys: 'all' };
  yield* build(withOtherFractions(leaves));
  yield* build(withOtherTexts(leaves));
  yield { string: right, mistakes: [], macs: 'common' };
  // Only what changes the string of this body, each string once.
  const [seen, signers] = [new Set([right]), [] as Difference[]];
  for (const signer of SIGNERS) {
    const string = buildString(leaves, signer.change);
    if (seen.has(string)) continue;
    seen.add(string);
    signers.push(signer);
    yield { string, mistakes: [signer.mistake], keys: 'common' };
  }
  yield* listWithSignature(leaves, sign(right), received);
  yield* listRawJson(text);
  yield* listOtherBodies(text);
  for (const list of [withOtherAmounts, withoutOneField, withoutFields, withOtherValues]) yield* build(list(leaves));
  yield* build(withOtherContainers(text, leaves));
  yield* build([withFirstValues(text)]);
  yield* build(withBigIntegers(leaves));
  yield* build(withMissingFields(leaves));
  for (const [first, second] of listPairs(signers, leaves)) {
    const change = combineChanges(first.change, second.change);
    if (change === undefined) continue;
    yield { string: buildString(leaves, change), mistakes: [first.mistake, second.mistake] };
  }
}

type Pair = readonly [Difference, Difference];

/** How many integers are tried beside another mistake. */
const MAX_INTEGERS = 40;

/** Lists pairs of mistakes, the most likely first. */
function* listPairs(signers: readonly Difference[], leaves: Leaves): Generator<Pair> {
  const integers = [...withBigIntegers(leaves, MAX_INTEGERS)];
  const [texts, added] = [[...withOtherTexts(leaves)], [...withoutOneField(leaves)]];
  const dropped = [...withDroppedFields(leaves)];
  // A program that parses and writes a body loses digits and changes something else too.
  yield* pair(integers, [...integers, ...added, ...dropped]);
  const transit = [...pair(texts, texts), ...pair([...texts, ...integers], added), ...pair(added, dropped)];
  yield* interleave(pair(signers, signers), [...transit, ...pair(integers, texts)].values());
  yield* pair([...texts, ...added], signers);
  yield* pair(added, added);
}

/** By the product of their ranks: a common mistake occurs with any other. */
function* pair(firsts: readonly Difference[] = [], seconds: readonly Difference[] = []): Generator<Pair> {
  const pairs = firsts.flatMap((first, a) =>
    seconds.flatMap((second, b) =>
      firsts === seconds && b <= a ? [] : { pair: [first, second] as const, rank: (a + 1) * (b + 1) },
    ),
  );
  for (const { pair: both } of pairs.sort((a, b) => a.rank - b.rank)) yield both;
}

/** Returns one item of each iterator in turn: what is likely in each comes first. */
function* interleave<T>(...iterators: readonly Iterator<T>[]): Generator<T> {
  const running = new Set(iterators);
  while (running.size > 0) {
    for (const iterator of running) {
      const { done, value } = iterator.next();
      if (done === true) running.delete(iterator);
      else yield value;
    }
  }
}
