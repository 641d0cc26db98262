import type { KeyObject } from 'node:crypto';
import type { Json } from '#domain/json/exact-json';
import { signString, stringToSign } from '#domain/signature/signature';
import type { Candidate } from './candidate.ts';
import { unwrapBody } from './envelopes.ts';
import type { KeyCandidate } from './keys.ts';
import { listCandidates } from './list-candidates.ts';
import { hmac, type Mac, WRONG_MACS } from './macs.ts';
import type { Mistake } from './mistake.ts';
import { parseReceived, type ReceivedText } from './received-body.ts';
import { listWrongHash, readSignature, type SignatureReading } from './signature-forms.ts';
import type { WorkBudget } from './work-budget.ts';

/** The keys that a body may have been signed with. */
export interface TriedKeys {
  /** What is around a body is searched with this key. */
  readonly likeliest: KeyObject;
  /** Lists all keys, the likeliest first. */
  readonly list: (body: Json) => readonly KeyCandidate[];
}

/** How many bodies may be inside each other. */
const MAX_LAYERS = 3;

/**
 * Finds the mistakes that explain why a text does not verify: strings × keys × hash functions × readings of the signature.
 *
 * @returns undefined when the budget is spent, or nothing explains it
 */
export function searchMistakes(
  received: ReceivedText,
  keys: TriedKeys,
  budget: WorkBudget,
  layer = 0,
): readonly Mistake[] | undefined {
  const bodies = [...unwrapBody(received)];
  for (const { change: text, mistake } of bodies) {
    if (budget.spent) return undefined;
    if (verifies(text, keys, budget)) return [mistake];
  }
  const found = searchBody(received, keys, budget);
  if (found !== undefined || layer >= MAX_LAYERS) return found;
  for (const { change: text, mistake } of bodies) {
    if (budget.spent) return undefined;
    const inner = searchMistakes(parseReceived(text), keys, budget, layer + 1);
    if (inner !== undefined) return [mistake, ...inner];
  }
  return undefined;
}

function verifies(text: string, keys: TriedKeys, budget: WorkBudget): boolean {
  budget.read(text.length, countFields(text));
  const { body, signature } = parseReceived(text);
  return body !== undefined && signature !== undefined && signString(stringToSign(body), keys.likeliest) === signature;
}

function searchBody(
  { text, body, signature }: ReceivedText,
  keys: TriedKeys,
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  const fields = countFields(text);
  budget.read(text.length, fields);
  const readings = signature === undefined ? [] : readSignature(signature);
  if (body === undefined || signature === undefined || readings.length === 0) return undefined;
  const listAttempts = prepareAttempts(keys.list(body));
  const sign = (string: string): string => signString(string, keys.likeliest);
  for (const candidate of listCandidates(text, body, signature, sign)) {
    budget.write(candidate.string.length, fields);
    const found = tryCandidate(candidate, listAttempts(candidate), readings, budget);
    if (found !== undefined || budget.spent) return found;
  }
  return undefined;
}

/** What a string is tried with. */
interface Attempt {
  readonly key: KeyObject;
  readonly mac: Mac;
  readonly mistakes: { readonly key: readonly Mistake[]; readonly mac: readonly Mistake[] };
}

/** Returns what a string is tried with. Two common mistakes are tried together, three are not. Rare ones are tried alone. */
function prepareAttempts(keys: readonly KeyCandidate[]): (candidate: Candidate) => readonly Attempt[] {
  const all = keys.map(({ key, mistakes }): Attempt => ({ key, mac: hmac, mistakes: { key: mistakes, mac: [] } }));
  const tried = { all, common: all.filter((_, at) => !keys[at]?.rare), right: all.slice(0, 1) };
  const macs = (attempts: readonly Attempt[]): Attempt[] =>
    attempts.flatMap(({ key, mistakes }) =>
      WRONG_MACS.map(({ mistake, change: mac }) => ({ key, mac, mistakes: { ...mistakes, mac: [mistake] } })),
    );
  const wrong = { common: macs(tried.common), right: macs(tried.right) };
  return ({ keys: chosen = 'right', macs: withKeys }) =>
    withKeys === undefined ? tried[chosen] : [...tried[chosen], ...wrong[withKeys]];
}

function tryCandidate(
  { string, mistakes: ofString }: Candidate,
  attempts: readonly Attempt[],
  readings: readonly SignatureReading[],
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  const signed = attempts.length > 1 ? Buffer.from(string) : string;
  for (const { key, mac, mistakes } of attempts) {
    const own = [...mistakes.mac, ...ofString];
    // A rare hash function is tried without other mistakes.
    const most = mistakes.key.length + own.length === 0 ? undefined : 1;
    for (const hash of new Set(readings.flatMap(({ hashes }) => hashes.slice(0, most)))) {
      if (budget.spent) return undefined;
      budget.hash(string.length);
      const digest = mac(hash, signed, key);
      const reading = readings.find(({ hashes, fits }) => hashes.includes(hash) && fits(digest));
      if (reading !== undefined) return [...mistakes.key, ...reading.mistakes, ...listWrongHash(hash), ...own];
    }
  }
  return undefined;
}

/** Estimates how many fields a text has, without parsing it. */
const countFields = (text: string): number => text.split(',').length;
