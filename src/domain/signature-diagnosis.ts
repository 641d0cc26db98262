import { createHmac } from 'node:crypto';
import { HMAC, OTHER_WAYS, type Way } from './hashing-ways.ts';
import { isJsonObject, type Json, parseJson } from './json.ts';
import { mendedBodies } from './mended-bodies.ts';
import { mistakenKeys, type NamedSecret, otherKeys, type TriedKey } from './mistaken-secrets.ts';
import { type Candidate, candidateStrings } from './mistaken-strings.ts';
import { type Reading, readSignature, wrongHash } from './received-signature.ts';
import type { Secret } from './secret.ts';
import { findSignature, verifySigned } from './signature.ts';
import type { Mistake } from './signing-mistake.ts';
import { suspectedMistakes } from './suspected-mistakes.ts';
import { WorkBudget } from './work-budget.ts';

/** Why a signature does not match. */
export interface Diagnosis {
  /** True when the signature is right once these are made good, all of them. It is never valid as it is. */
  readonly proven: boolean;
  readonly mistakes: readonly Mistake[];
}

/**
 * Finds out why a text does not verify, by trying what people get wrong: with the secret, with the spelling of
 * the signature, with the string that is signed, and with the body on its way. What it finds is proven by the
 * signature itself; what it only suspects, from the look of it, is not `proven`.
 *
 * It gives up after so much work that nobody waits for it.
 */
export function diagnose(text: string, secret: Secret, budget = new WorkBudget(MOST_WORK)): Diagnosis {
  if (text.length > LARGEST) return { proven: false, mistakes: [] };
  const keysFor = (body: Json) => mistakenKeys(secret, idsIn(body));
  const found = search(text, secret, keysFor, budget, 0);
  if (found !== undefined) return { proven: true, mistakes: found };
  return { proven: false, mistakes: suspectedMistakes(text, signatureOf(text), secret) };
}

/** Which of other profiles' secrets a text was signed with; undefined when none explains it. */
export function diagnoseWithOthers(
  text: string,
  secret: Secret,
  others: readonly NamedSecret[],
  budget = new WorkBudget(MOST_WORK / 2),
): Diagnosis | undefined {
  if (text.length > LARGEST) return undefined;
  const keys = otherKeys(secret, others);
  const found = keys.length === 0 ? undefined : search(text, secret, () => keys, budget, 0);
  return found && { proven: true, mistakes: found };
}

/**
 * What is wrong with a string that somebody else signed for a body; undefined when no known mistake makes it.
 * Nothing for the right one.
 */
export function diagnoseString(text: string, theirs: string, secret: Secret): readonly Mistake[] | undefined {
  const budget = new WorkBudget(MOST_WORK);
  const signs = (string: string): string => createHmac('sha512', secret.key).update(string).digest('base64');
  const body = parseJson(text);
  for (const { string, mistakes } of candidateStrings(text, body, findSignature(body) ?? '', signs)) {
    if (string === theirs) return mistakes;
    budget.read(string.length);
    if (budget.spent) return undefined;
  }
  return undefined;
}

/** What is larger than a listener takes is no callback, and would take long. */
const LARGEST = 1024 * 1024;

/** True when a signature is there that some secret may have made: others are worth trying. */
export const mayBeOfAnotherSecret = (text: string): boolean => {
  if (text.length > LARGEST) return false;
  const signature = signatureOf(text);
  return signature !== undefined && readSignature(signature).length > 0;
};

/** Less than a second on a slow machine, and half as much again for other profiles. */
const MOST_WORK = 150_000_000;

/** How often a body is looked for inside of another one. */
const MOST_LAYERS = 3;

function search(
  text: string,
  secret: Secret,
  keysFor: (body: Json) => readonly TriedKey[],
  budget: WorkBudget,
  layer: number,
): readonly Mistake[] | undefined {
  const found = verifyMended(text, secret, budget) ?? searchBody(text, keysFor, budget);
  if (found !== undefined || layer >= MOST_LAYERS) return found;
  for (const mended of mendedBodies(text)) {
    if (budget.spent) return undefined;
    const inner = search(mended.text, secret, keysFor, budget, layer + 1);
    if (inner !== undefined) return [mended.mistake, ...inner];
  }
  return undefined;
}

/** What is wrong with the body alone is quickly found. */
function verifyMended(text: string, secret: Secret, budget: WorkBudget): readonly Mistake[] | undefined {
  for (const mended of mendedBodies(text)) {
    if (budget.spent) return undefined;
    budget.read(mended.text.length);
    if (verifySigned(mended.text, secret).valid) return [mended.mistake];
  }
  return undefined;
}

function searchBody(
  text: string,
  keysFor: (body: Json) => readonly TriedKey[],
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  budget.read(text.length);
  const body = readOrUndefined(text);
  const signature = body === undefined ? undefined : findSignature(body);
  if (body === undefined || signature === undefined) return undefined;
  return searchStrings(text, body, signature, keysFor(body), budget);
}

function readOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function signatureOf(text: string): string | undefined {
  const body = readOrUndefined(text);
  return body === undefined ? undefined : findSignature(body);
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

function searchStrings(
  text: string,
  body: Json,
  signature: string,
  keys: readonly TriedKey[],
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  const readings = readSignature(signature);
  const [first] = keys;
  if (readings.length === 0 || first === undefined) return undefined;
  const signs = (string: string): string => createHmac('sha512', first.key).update(string).digest('base64');
  for (const candidate of candidateStrings(text, body, signature, signs)) {
    const length = Buffer.byteLength(candidate.string);
    budget.read(length);
    for (const attempt of attemptsOn(candidate, keys)) {
      if (budget.spent) return undefined;
      const found = tryOne(candidate.string, length, attempt, readings, budget);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Attempt {
  readonly key: TriedKey;
  readonly way: Way;
  readonly candidate: Candidate;
}

/** Two mistakes at once are looked for where both are common, and three are not; what is rare is looked for alone. */
function* attemptsOn(candidate: Candidate, keys: readonly TriedKey[]): Generator<Attempt> {
  const { mistakes, common, whole } = candidate;
  for (const [at, key] of keys.entries()) {
    const often = key.rare !== true;
    if (at > 0 && mistakes.length > 0 && !(common === true && often)) continue;
    const inAllWays = often && whole === true;
    for (const way of inAllWays ? [HMAC, ...OTHER_WAYS] : [HMAC]) yield { key, way, candidate };
  }
}

function tryOne(
  string: string,
  length: number,
  { key, way, candidate }: Attempt,
  readings: readonly Reading[],
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  // A rare hash and another mistake at once: nobody does that.
  const most = candidate.mistakes.length === 0 ? undefined : 1;
  for (const hash of new Set(readings.flatMap(({ hashes }) => hashes.slice(0, most)))) {
    budget.hash(length);
    const digest = way.make(hash, string, key.key);
    const reading = readings.find(({ hashes, fits }) => hashes.includes(hash) && fits(digest));
    if (reading === undefined) continue;
    const ofHash = hash === 'sha512' ? [] : [wrongHash(hash)];
    return [...key.mistakes, ...reading.mistakes, ...ofHash, ...way.mistakes, ...candidate.mistakes];
  }
  return undefined;
}
