import { isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import { isSmallEnough } from '#domain/signature/received-limits';
import type { Secret } from '#domain/signature/secret';
import { findSignature, signString } from '#domain/signature/signature';
import { listHints } from './hints.ts';
import { listKeys, listOtherKeys, type NamedSecret } from './keys.ts';
import { listCandidates } from './list-candidates.ts';
import type { Mistake } from './mistake.ts';
import type { ReceivedText } from './received-body.ts';
import { searchMistakes } from './search-mistakes.ts';
import { readSignature } from './signature-forms.ts';
import { WorkBudget } from './work-budget.ts';

/** Why a signature does not match. */
export interface Diagnosis {
  /** True when the text verifies once all of the mistakes are corrected. The text itself is never valid. */
  readonly proven: boolean;
  readonly mistakes: readonly Mistake[];
}

/** Units of {@link WorkBudget}: well under half a second on a slow machine. */
const MAX_WORK = 80_000_000;

/**
 * Finds out why a text does not verify. It tries common mistakes with the secret, the text of the signature, the string to sign
 * and the body. The signature proves what it finds; what only looks like a mistake is not `proven`.
 */
export function diagnose(received: ReceivedText, secret: Secret, budget = new WorkBudget(MAX_WORK)): Diagnosis {
  if (!isSmallEnough(received.text)) return { proven: false, mistakes: [] };
  const keys = { likeliest: secret.key, list: (body: Json) => listKeys(secret, listIds(body)) };
  const found = searchMistakes(received, keys, budget);
  return found === undefined
    ? { proven: false, mistakes: listHints(received, secret) }
    : { proven: true, mistakes: found };
}

/** Finds out which secret of other profiles a text was signed with; undefined when none explains it. */
export function diagnoseWithOthers(
  received: ReceivedText,
  secret: Secret,
  others: readonly NamedSecret[],
  budget = new WorkBudget(MAX_WORK / 2),
): Diagnosis | undefined {
  const keys = listOtherKeys(secret, others);
  const [first] = keys;
  const found = first && searchMistakes(received, { likeliest: first.key, list: () => keys }, budget);
  return found && { proven: true, mistakes: found };
}

/** True when a secret may have made the signature: other secrets are worth a try. */
export const mayBeOfAnotherSecret = ({ signature }: ReceivedText): boolean =>
  signature !== undefined && readSignature(signature).length > 0;

/** Finds the mistakes in a string that another program signed for a body: none for the right string, undefined when none explains it. */
export function diagnoseString(text: string, theirs: string, secret: Secret): readonly Mistake[] | undefined {
  const budget = new WorkBudget(MAX_WORK);
  const sign = (string: string): string => signString(string, secret.key);
  const body = parseJson(text);
  for (const { string, mistakes } of listCandidates(text, body, findSignature(body) ?? '', sign)) {
    if (string === theirs) return mistakes;
    budget.write(string.length, 0);
    if (budget.spent) return undefined;
  }
  return undefined;
}

/** Lists the ids of the project and the payment: some signers use them as the secret, or beside it. */
function listIds(body: Json): string[] {
  if (!isJsonObject(body)) return [];
  const { general, payment } = body;
  const ids = [body.project_id, body.payment_id].concat(
    isJsonObject(general) ? [general.project_id, general.payment_id] : [],
    isJsonObject(payment) ? [payment.id] : [],
  );
  return ids.filter((id) => id !== undefined && typeof id !== 'object').map(String);
}
