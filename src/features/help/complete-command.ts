import type { CommandSpec } from '#cli/command-spec';
import type { Context } from '#context';
import { SUGGESTION_KINDS, type Suggestion, type SuggestionKind } from '#domain/help/command-manifest';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import { listCodes } from '#domain/platform-codes/code-advice';

type Data = { readonly suggestions: readonly Suggestion[] };

/** Prints completion values for the completion scripts. It never fails: an unknown kind has no values. */
export const complete: CommandSpec<{ readonly kind?: SuggestionKind }, Data> = {
  about: 'Print the values of a kind, each with a tab and a description. The completion scripts call this command.',
  arguments: [{ words: '[kind]', about: SUGGESTION_KINDS.join(', ') }],
  exits: [2],
  examples: ['rocketpay __complete profile', 'rocketpay __complete payment'],

  run: async ({ kind }, context) => ({
    suggestions: kind !== undefined && SUGGESTION_KINDS.includes(kind) ? await SUGGESTIONS[kind](context) : [],
  }),

  // A value with control characters can neither be shown nor typed.
  view: ({ suggestions }, _, exact) =>
    suggestions
      .filter(({ word }, at) => word === exact.suggestions[at]?.word)
      .map(({ word, about }) => `${word}\t${about}`),
};

/** The known values of each kind on this machine, the most likely first. */
const SUGGESTIONS: Readonly<
  Record<SuggestionKind, (context: Pick<Context, 'profileNames' | 'recentIntents'>) => Promise<readonly Suggestion[]>>
> = {
  profile: async ({ profileNames }) =>
    (await profileNames()).map(({ name, mode, default: isDefault }) => ({
      word: name,
      about: isDefault ? `${mode}, the default one` : mode,
    })),
  intent: async ({ recentIntents }) =>
    (await recentIntents()).map(({ id, kind, paymentId, profile }) => ({
      word: id,
      about: `${kind} ${paymentId ?? ''}, profile ${profile}`,
    })),
  async payment({ recentIntents }) {
    // Each payment once, with its last write.
    const payments = new Map<string, string>();
    for (const { kind, paymentId, profile } of await recentIntents()) {
      if (paymentId !== null && !payments.has(paymentId)) payments.set(paymentId, `${kind}, profile ${profile}`);
    }
    return [...payments].map(([word, about]) => ({ word, about }));
  },
  operator: async () => KNOWN_OPERATORS.map(({ id, name }) => ({ word: id, about: name })),
  code: async () => listCodes().map(({ code, meaning }) => ({ word: code, about: meaning })),
};
