import type { Mistake } from '#domain/diagnosis/model/mistake';
import { inNaturalOrder, type Leaf, readLeaves } from '#domain/diagnosis/model/signing-scheme';
import { withoutOneField, withoutSiblings, withoutSomeAtTop } from './added-fields.ts';
import type { BodyChange } from './body-change.ts';
import { withMissingFields } from './dropped-fields.ts';
import { withEqualAmounts, withOtherAmounts, withOtherStatuses, withOtherWords } from './manual-edits.ts';
import { withFlatContainers, withJsonText, withParsedText } from './nested-values.ts';
import { withBigIntegers, withTextsForNumbers } from './number-precision.ts';
import { withWhiteSpace } from './string-conversions.ts';

/** The body as it may have been, the likeliest first. */
export function* rankedBodyChanges(text: string, leaves: readonly Leaf[]): Generator<BodyChange> {
  yield* withOtherAmounts(leaves);
  yield* withEqualAmounts(leaves);
  yield* withOtherStatuses(leaves);
  yield* withoutOneField(leaves);
  yield* withoutSiblings(leaves);
  yield* withoutSomeAtTop(leaves);
  yield* withOtherWords(leaves);
  yield* withWhiteSpace(leaves);
  yield* withTextsForNumbers(leaves);
  yield* withJsonText(leaves, text);
  yield* withParsedText(leaves);
  yield* withFlatContainers(leaves, text);
  const advice = 'Of a key that stands twice the last value counts. Fix the program that writes it twice.';
  const mistake: Mistake = {
    name: 'duplicate_key',
    if: 'no key stood twice: the signer took the first value of it',
    advice,
  };
  yield { leaves: inNaturalOrder(readLeaves(text, 'first')), mistake };
  yield* withBigIntegers(leaves);
  yield* withMissingFields(leaves);
}
