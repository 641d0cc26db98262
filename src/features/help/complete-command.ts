import type { CommandSpec } from '#cli/command-spec';
import { SUGGESTION_KINDS, type Suggestion, type SuggestionKind } from '#domain/help/command-manifest';
import { completionValues } from './completion-values.ts';

type Data = { readonly suggestions: readonly Suggestion[] };

/** What the completion scripts ask while somebody types. It never fails: an unknown kind has no words. */
export const complete: CommandSpec<{ readonly kind?: SuggestionKind }, Data> = {
  about: 'Prints what there is of a kind, each with a tab and what is said of it. The completion scripts ask for it.',
  arguments: [{ words: '[kind]', about: SUGGESTION_KINDS.join(', ') }],
  fields: ['suggestions'],
  exits: [2],
  examples: ['rocketpay __complete profile', 'rocketpay __complete payment'],

  run: async ({ kind }, context) => ({
    suggestions: kind !== undefined && SUGGESTION_KINDS.includes(kind) ? await completionValues(kind, context) : [],
  }),

  // A word that cannot be shown as it is cannot be typed either.
  view: ({ suggestions }, _, exact) =>
    suggestions
      .filter(({ word }, at) => word === exact.suggestions[at]?.word)
      .map(({ word, about }) => `${word}\t${about}`),
};
