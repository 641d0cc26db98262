import type { KeyObject } from 'node:crypto';
import type { Json } from '#domain/json/exact-json';
import { signString, stringToSign } from '#domain/signature/signature';
import { listCandidates } from './candidates.ts';
import { unwrapBody } from './envelopes.ts';
import type { KeyCandidate } from './keys.ts';
import { HMAC, type Mac, WRONG_MACS } from './macs.ts';
import type { Mistake } from './mistake.ts';
import { parseReceived, type ReceivedText } from './received-body.ts';
import { listWrongHash, readSignature, type SignatureReading } from './signature-forms.ts';
import type { Candidate } from './signing-scheme.ts';
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
  for (const { text, mistake } of bodies) {
    if (budget.spent) return undefined;
    if (verifies(text, keys, budget)) return [mistake];
  }
  const found = searchBody(received, keys, budget);
  if (found !== undefined || layer >= MAX_LAYERS) return found;
  for (const { text, mistake } of bodies) {
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

function tryCandidate(
  { string, mistakes }: Candidate,
  attempts: readonly Attempt[],
  readings: readonly SignatureReading[],
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  const signed = attempts.length > 1 ? Buffer.from(string) : string;
  for (const { key, mac } of attempts) {
    const own = [...mac.mistakes, ...mistakes];
    // A rare hash function is tried without other mistakes.
    const most = key.mistakes.length + own.length === 0 ? undefined : 1;
    for (const hash of new Set(readings.flatMap(({ hashes }) => hashes.slice(0, most)))) {
      if (budget.spent) return undefined;
      budget.hash(string.length);
      const digest = mac.compute(hash, signed, key.key);
      const reading = readings.find(({ hashes, fits }) => hashes.includes(hash) && fits(digest));
      if (reading !== undefined) return [...key.mistakes, ...reading.mistakes, ...listWrongHash(hash), ...own];
    }
  }
  return undefined;
}

interface Attempt {
  readonly key: KeyCandidate;
  readonly mac: Mac;
}

/** Returns what a string is tried with. Two common mistakes are tried together, three are not. Rare ones are tried alone. */
function prepareAttempts(keys: readonly KeyCandidate[]): (candidate: Candidate) => readonly Attempt[] {
  const all = keys.map((key): Attempt => ({ key, mac: HMAC }));
  const common = all.filter(({ key }) => !key.rare);
  const tried = { all, common, right: all.slice(0, 1) };
  const withMacs = (attempts: readonly Attempt[]): Attempt[] =>
    attempts.flatMap(({ key }) => WRONG_MACS.map((mac) => ({ key, mac })));
  const macs = { common: withMacs(common), right: withMacs(tried.right) };
  return ({ keys: chosen = 'right', macs: withKeys }) =>
    withKeys === undefined ? tried[chosen] : [...tried[chosen], ...macs[withKeys]];
}

/** Estimates how many fields a text has, without parsing it. */
const countFields = (text: string): number => text.split(',').length;
