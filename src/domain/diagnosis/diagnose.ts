import { interpretSignature } from '#domain/diagnosis/envelopes/signature-encodings';
import type { Mistake } from '#domain/diagnosis/model/mistake';
import { isSmallEnough, type ReceivedText } from '#domain/diagnosis/model/received-body';
import { keyVariants, type NamedSecret, otherKeys } from '#domain/diagnosis/signer-mistakes/key-candidates';
import { isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import type { Secret } from '#domain/signature/secret';
import { findSignature, signString } from '#domain/signature/signature';
import { heuristicHints } from './heuristics.ts';
import { candidateStrings } from './ranked-candidates.ts';
import { searchMistakes } from './search.ts';
import { WorkBudget } from './work-budget.ts';

/** Why a signature does not match. */
export interface Diagnosis {
  /** True when the signature is right once these are made good, all of them. It is never valid as it is. */
  readonly proven: boolean;
  readonly mistakes: readonly Mistake[];
}

/** Well under half a second on a slow machine, and half as much again for other profiles. */
const MAX_WORK = 80_000_000;

/**
 * Finds out why a text does not verify, by trying what people get wrong: with the secret, with the spelling of
 * the signature, with the string that is signed, and with the body on its way. What it finds is proven by the
 * signature itself; what it only suspects, from the look of it, is not `proven`.
 *
 * It gives up after so much work that nobody waits for it.
 */
export function diagnose(received: ReceivedText, secret: Secret, budget = new WorkBudget(MAX_WORK)): Diagnosis {
  if (!isSmallEnough(received)) return { proven: false, mistakes: [] };
  const keys = { likeliest: secret.key, of: (body: Json) => keyVariants(secret, idsIn(body)) };
  const found = searchMistakes(received, keys, budget);
  if (found !== undefined) return { proven: true, mistakes: found };
  return { proven: false, mistakes: heuristicHints(received, secret) };
}

/** Which of other profiles' secrets a text was signed with; undefined when none explains it. */
export function diagnoseWithOthers(
  received: ReceivedText,
  secret: Secret,
  others: readonly NamedSecret[],
  budget = new WorkBudget(MAX_WORK / 2),
): Diagnosis | undefined {
  const keys = otherKeys(secret, others);
  const [first] = keys;
  const found = first && searchMistakes(received, { likeliest: first.key, of: () => keys }, budget);
  return found && { proven: true, mistakes: found };
}

/** True when a signature is there that some secret may have made: others are worth trying. */
export const mayBeOfAnotherSecret = ({ signature }: ReceivedText): boolean =>
  signature !== undefined && interpretSignature(signature).length > 0;

/**
 * What is wrong with a string that somebody else signed for a body; undefined when no known mistake makes it.
 * Nothing for the right one.
 */
export function diagnoseString(text: string, theirs: string, secret: Secret): readonly Mistake[] | undefined {
  const budget = new WorkBudget(MAX_WORK);
  const signs = (string: string): string => signString(string, secret.key);
  const body = parseJson(text);
  for (const { string, mistakes } of candidateStrings(text, body, findSignature(body) ?? '', signs)) {
    if (string === theirs) return mistakes;
    budget.write(string.length, 0);
    if (budget.spent) return undefined;
  }
  return undefined;
}

/** What identifies project and payment in a body: some take it for the secret. */
function idsIn(body: Json): string[] {
  if (!isJsonObject(body)) return [];
  const { general, payment } = body;
  const ids = [body.project_id, body.payment_id].concat(
    isJsonObject(general) ? [general.project_id, general.payment_id] : [],
    isJsonObject(payment) ? [payment.id] : [],
  );
  return ids.filter((id) => id !== undefined && typeof id !== 'object').map(String);
}
