import { wrapped } from '#cli/text-table';
import type { StringComparison } from '#domain/signature/compare-strings';
import type { Style } from '#domain/terminal/terminal';
import type { DiagnosisDocument } from '#schemas/document-types';

/** Formats why a signature does not match, and the fix. */
export function diagnosisLines({ proven, mistakes }: DiagnosisDocument, style: Style): string[] {
  if (mistakes.length === 0) {
    return [
      '',
      ...wrapped(
        'None of the known mistakes explains it: the body was changed after it was signed, or it was signed with ' +
          'a secret that no profile has.',
        0,
      ),
    ];
  }
  const begin = proven ? 'It would verify if' : 'It looks as if it would verify if';
  return ['', ...mistakeLines(begin, mistakes, style)];
}

type Mistakes = DiagnosisDocument['mistakes'];

const mistakeLines = (begin: string, mistakes: Mistakes, style: Style): string[] =>
  mistakes.flatMap(({ mistake, wouldVerifyIf, advice }, at) => [
    ...wrapped(`${at === 0 ? begin : 'and if'} ${wouldVerifyIf}.`, 0).map(style.bold),
    ...wrapped(advice, 2),
    style.dim(`  (${mistake})`),
  ]);

/** Formats where the other side's string differs from the correct one. */
export function comparisonLines(
  {
    equal,
    at,
    ours,
    theirs,
    before,
    onlyOurs,
    onlyTheirs,
    mistakes,
  }: StringComparison & { readonly mistakes: Mistakes },
  style: Style,
): string[] {
  if (equal) {
    return [
      '',
      ...wrapped(
        'Both strings are the same: the difference is in the secret, in the hash, or in how it is written.',
        0,
      ),
    ];
  }
  const differ = onlyOurs.length > 0 || onlyTheirs.length > 0;
  return [
    '',
    style.bold(`Their string differs at character ${(at ?? 0) + 1}`),
    `  ours    ${ours}`,
    `  theirs  ${theirs}`,
    `          ${' '.repeat(before)}${style.bad('^')}`,
    ...onlyOurs.slice(0, MAX_LINES).map((line) => `  only ours    ${line}`),
    ...onlyTheirs.slice(0, MAX_LINES).map((line) => `  only theirs  ${line}`),
    ...(differ ? [] : ['  The lines are the same, in another order.']),
    ...mistakeLines('It would be the same if', mistakes, style),
  ];
}

const MAX_LINES = 5;
