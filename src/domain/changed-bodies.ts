import { withEqualAmounts, withOtherAmounts, withOtherStatuses, withOtherWords } from './changed-by-hand.ts';
import { withFlatContainers, withJsonText, withParsedText } from './changed-containers.ts';
import { withoutOneField, withoutSiblings, withoutSomeAtTop } from './changed-fields.ts';
import { withMissingFields } from './changed-lost-fields.ts';
import { withBigIntegers, withTextsForNumbers } from './changed-numbers.ts';
import { withWhiteSpace } from './changed-texts.ts';
import type { EarlierBody } from './earlier-body.ts';
import type { Mistake } from './signing-mistake.ts';
import { inNaturalOrder, type Leaf, readLeaves } from './signing-scheme.ts';

/** The body as it may have been, the likeliest first. */
export function* earlierBodies(text: string, leaves: readonly Leaf[]): Generator<EarlierBody> {
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
