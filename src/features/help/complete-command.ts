import type { CommandSpec } from '#cli/command-spec';
import { SUGGESTION_KINDS, type Suggestion, type SuggestionKind } from '#domain/help/command-manifest';
import { completionValues } from './completion-values.ts';

type Data = { readonly suggestions: readonly Suggestion[] };

/** Prints completion values for the completion scripts. It never fails: an unknown kind has no values. */
export const complete: CommandSpec<{ readonly kind?: SuggestionKind }, Data> = {
  about: 'Prints the values of a kind, each with a tab and a description. The completion scripts call it.',
  arguments: [{ words: '[kind]', about: SUGGESTION_KINDS.join(', ') }],
  exits: [2],
  examples: ['rocketpay __complete profile', 'rocketpay __complete payment'],

  run: async ({ kind }, context) => ({
    suggestions: kind !== undefined && SUGGESTION_KINDS.includes(kind) ? await completionValues(kind, context) : [],
  }),

  // A value with control characters can neither be shown nor typed.
  view: ({ suggestions }, _, exact) =>
    suggestions
      .filter(({ word }, at) => word === exact.suggestions[at]?.word)
      .map(({ word, about }) => `${word}\t${about}`),
};
