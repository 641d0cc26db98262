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
import { type Leaves, listSortedLeaves } from './leaves.ts';
import { buildString, type Candidate, combineChanges, type Difference } from './signing-scheme.ts';
import { parseSpelled } from './spelled-json.ts';

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
  function* build(differences: Iterable<Difference>, keys: Candidate['keys'] = 'right'): Generator<Candidate> {
    for (const { mistake, change } of differences) {
      const string = buildString(leaves, change);
      if (string !== right) yield { string, mistakes: [mistake], keys };
    }
  }
  if (Math.max(text.length, right.length) > LARGE) {
    yield { string: right, mistakes: [], keys: 'common' };
    const { string, mistakes } = withoutSignatureText(text);
    yield { string, mistakes };
    yield* build(interleave(SIGNERS.values(), withoutOneField(leaves)));
    return;
  }
  yield { string: right, mistakes: [], keys: 'all' };
  yield* build(withOtherFractions(leaves));
  yield* build(withOtherTexts(leaves));
  yield { string: right, mistakes: [], macs: 'common' };
  yield* build(SIGNERS, 'common');
  yield* listWithSignature(leaves, sign(right), received);
  yield* listRawJson(text);
  yield* listOtherBodies(text);
  for (const list of [withOtherAmounts, withoutOneField, withoutFields, withOtherValues]) yield* build(list(leaves));
  yield* build(withOtherContainers(text, leaves));
  yield* build([withFirstValues(text)]);
  yield* build(withBigIntegers(leaves));
  yield* build(withMissingFields(leaves));
  for (const [first, second] of listPairs(right, leaves)) {
    const change = combineChanges(first.change, second.change);
    if (change === undefined) continue;
    yield { string: buildString(leaves, change), mistakes: [first.mistake, second.mistake] };
  }
}

type Pair = readonly [Difference, Difference];

/** How many integers are tried beside another mistake. */
const MAX_INTEGERS = 40;

/** Lists pairs of mistakes, the most likely first. */
function* listPairs(right: string, leaves: Leaves): Generator<Pair> {
  const integers = [...withBigIntegers(leaves, MAX_INTEGERS)];
  const [texts, added] = [[...withOtherTexts(leaves)], [...withoutOneField(leaves)]];
  const dropped = [...withDroppedFields(leaves)];
  // A program that parses and writes a body loses digits and changes something else too.
  yield* pair(integers, [...integers, ...added, ...dropped]);
  // Only what changes the string of this body, each string once.
  const seen = new Set([right]);
  const signers = SIGNERS.filter(({ change }) => {
    const string = buildString(leaves, change);
    return !seen.has(string) && seen.add(string);
  });
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
