import type { Candidate } from '#domain/diagnosis/model/candidate';
import { DOCUMENTED, type Leaf, stringBy } from '#domain/diagnosis/model/signing-scheme';
import { MISTAKEN_SCHEMES } from '#domain/diagnosis/signer-mistakes/ranked-schemes';
import { bothChanges, changedScheme, type SchemeVariant } from '#domain/diagnosis/signer-mistakes/scheme-variant';
import { withoutOneField } from '#domain/diagnosis/transit-changes/added-fields';
import type { BodyChange } from '#domain/diagnosis/transit-changes/body-change';
import { withDroppedFields } from '#domain/diagnosis/transit-changes/dropped-fields';
import { withBigIntegers } from '#domain/diagnosis/transit-changes/number-precision';
import { withOtherTexts } from '#domain/diagnosis/transit-changes/string-conversions';
import { interleave } from './interleave.ts';

type ChangeBody = (leaves: readonly Leaf[]) => Iterable<BodyChange>;

/** Strings with two mistakes in them, the likelier pairs first: what a signer does, by turns with what happens to a body. */
export function* doubleMistakes(right: string, leaves: readonly Leaf[]): Generator<Candidate> {
  const texts = [...withOtherTexts(leaves)];
  const added = [...withoutOneField(leaves)];
  // What reads a body and writes it again loses digits, and changes something else too.
  const integers = atMost(withBigIntegers(leaves), MAX_INTEGERS);
  yield* changedTwice(integers, withoutOneField);
  yield* changedTwice(integers, withDroppedFields);
  const mistaken = thatMatter(right, leaves);
  yield* interleave(mistakenTwice(mistaken, leaves), bodyChangedTwice([...texts, ...integers, ...added], texts, added));
  yield* changedAndMistaken([...texts, ...added], mistaken);
  yield* changedTwice(added, withoutOneField);
}

function* bodyChangedTwice(
  all: readonly BodyChange[],
  texts: readonly BodyChange[],
  added: readonly BodyChange[],
): Generator<Candidate> {
  yield* changedTwice(all, withOtherTexts);
  yield* changedTwice(added, withDroppedFields);
  yield* changedTwice(texts, withoutOneField);
}

/** More ways to read a rounded number than these are not tried beside another mistake. */
const MAX_INTEGERS = 40;

function atMost(bodies: Iterable<BodyChange>, most: number): readonly BodyChange[] {
  const taken: BodyChange[] = [];
  for (const body of bodies) {
    if (taken.length === most) return [];
    taken.push(body);
  }
  return taken;
}

function* changedTwice(bodies: readonly BodyChange[], again: ChangeBody): Generator<Candidate> {
  for (const { leaves, mistake } of bodies) {
    for (const earlier of again(leaves)) {
      yield { string: stringBy(DOCUMENTED, earlier.leaves), mistakes: [mistake, earlier.mistake] };
    }
  }
}

function* changedAndMistaken(bodies: readonly BodyChange[], mistaken: readonly SchemeVariant[]): Generator<Candidate> {
  for (const { leaves, mistake } of bodies) {
    for (const other of mistaken) {
      yield { string: stringBy(changedScheme(other.change), leaves), mistakes: [mistake, other.mistake] };
    }
  }
}

/** What makes no difference alone makes none beside another, and so does what makes the same difference. */
function thatMatter(right: string, leaves: readonly Leaf[]): readonly SchemeVariant[] {
  const seen = new Set([right]);
  return MISTAKEN_SCHEMES.filter(({ change }) => {
    const string = stringBy(changedScheme(change), leaves);
    return !seen.has(string) && seen.add(string);
  });
}

/** Pairs of what is likely come first: by the product of their ranks, for the commonest goes with anything. */
function* mistakenTwice(mistaken: readonly SchemeVariant[], leaves: readonly Leaf[]): Generator<Candidate> {
  const pairs = mistaken.flatMap((first, at) =>
    mistaken.slice(at + 1).map((second, after) => ({ first, second, rank: (at + 1) * (at + after + 2) })),
  );
  for (const { first, second } of pairs.sort((a, b) => a.rank - b.rank)) {
    const both = bothChanges(first.change, second.change);
    if (both === undefined) continue;
    yield { string: stringBy(changedScheme(both), leaves), mistakes: [first.mistake, second.mistake] };
  }
}
