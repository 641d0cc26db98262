import type { Context } from '#context';
import type { Suggestion, SuggestionKind } from '#domain/help/command-manifest';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import { listCodes } from '#domain/platform-codes/code-advice';

/** Returns the known values of a kind on this machine, the most likely first. */
export async function completionValues(
  kind: SuggestionKind,
  context: Pick<Context, 'profileNames' | 'recentIntents'>,
): Promise<readonly Suggestion[]> {
  switch (kind) {
    case 'profile':
      return (await context.profileNames()).map(({ name, mode, default: isDefault }) => ({
        word: name,
        about: isDefault ? `${mode}, the default one` : mode,
      }));
    case 'intent':
      return (await context.recentIntents()).map(({ id, kind: what, paymentId, profile }) => ({
        word: id,
        about: `${what} ${paymentId ?? ''}, profile ${profile}`,
      }));
    case 'payment':
      return payments(await context.recentIntents());
    case 'operator':
      return KNOWN_OPERATORS.map(({ id, name }) => ({ word: id, about: name }));
    case 'code':
      return listCodes().map(({ code, meaning }) => ({ word: code, about: meaning }));
  }
}

/** Returns each payment once, with its last write. */
function payments(intents: Awaited<ReturnType<Context['recentIntents']>>): Suggestion[] {
  const found = new Map<string, string>();
  for (const { kind, paymentId, profile } of intents) {
    if (paymentId !== null && !found.has(paymentId)) found.set(paymentId, `${kind}, profile ${profile}`);
  }
  return [...found].map(([word, about]) => ({ word, about }));
}
