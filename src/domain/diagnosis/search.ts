import type { KeyObject } from 'node:crypto';
import { interpretSignature, type Reading, wrongHash } from '#domain/diagnosis/envelopes/signature-encodings';
import { unwrapBody } from '#domain/diagnosis/envelopes/unwrap-body';
import type { Candidate } from '#domain/diagnosis/model/candidate';
import type { Mistake } from '#domain/diagnosis/model/mistake';
import { parseReceived, type ReceivedText } from '#domain/diagnosis/model/received-body';
import type { KeyCandidate } from '#domain/diagnosis/signer-mistakes/key-candidates';
import { HMAC, MAC_VARIANTS, type MacVariant } from '#domain/diagnosis/signer-mistakes/mac-variants';
import type { Json } from '#domain/json/exact-json';
import { signString, stringToSign } from '#domain/signature/signature';
import { candidateStrings } from './ranked-candidates.ts';
import type { WorkBudget } from './work-budget.ts';

/** The keys that a body may have been signed with. */
export interface TriedKeys {
  /** What is wrong with the body alone is looked for with this one. */
  readonly likeliest: KeyObject;
  readonly of: (body: Json) => readonly KeyCandidate[];
}

/** How often a body is looked for inside of another one. */
const MAX_LAYERS = 3;

/** The mistakes that make a text verify once they are made good; undefined when none are found for that much work. */
export function searchMistakes(
  received: ReceivedText,
  keys: TriedKeys,
  budget: WorkBudget,
  layer = 0,
): readonly Mistake[] | undefined {
  const bodies = [...unwrapBody(received)];
  // What is wrong with the body alone is quickly found.
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
  budget.read(text.length, fieldsIn(text));
  const { body, signature } = parseReceived(text);
  return body !== undefined && signature !== undefined && signString(stringToSign(body), keys.likeliest) === signature;
}

function searchBody(
  { text, body, signature }: ReceivedText,
  keys: TriedKeys,
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  const fields = fieldsIn(text);
  budget.read(text.length, fields);
  const readings = signature === undefined ? [] : interpretSignature(signature);
  if (body === undefined || signature === undefined || readings.length === 0) return undefined;
  const attempts = attemptsWith(keys.of(body));
  const hashes = hashesOf(readings);
  const signs = (string: string): string => signString(string, keys.likeliest);
  for (const candidate of candidateStrings(text, body, signature, signs)) {
    budget.write(candidate.string.length, fields);
    const found = tryCandidate(candidate, attempts(candidate), hashes, readings, budget);
    if (found !== undefined || budget.spent) return found;
  }
  return undefined;
}

function tryCandidate(
  { string, mistakes }: Candidate,
  attempts: readonly Attempt[],
  hashes: (alone: boolean) => readonly string[],
  readings: readonly Reading[],
  budget: WorkBudget,
): readonly Mistake[] | undefined {
  const signed = attempts.length > 1 ? Buffer.from(string) : string;
  for (const { key, way } of attempts) {
    const alone = key.mistakes.length + way.mistakes.length + mistakes.length === 0;
    for (const hash of hashes(alone)) {
      if (budget.spent) return undefined;
      budget.hash(string.length);
      const digest = way.make(hash, signed, key.key);
      const reading = readings.find((one) => one.hashes.includes(hash) && one.fits(digest));
      if (reading === undefined) continue;
      const ofHash = hash === 'sha512' ? [] : [wrongHash(hash)];
      return [...key.mistakes, ...reading.mistakes, ...ofHash, ...way.mistakes, ...mistakes];
    }
  }
  return undefined;
}

/** A rare hash is tried alone: nobody makes another mistake with it. */
function hashesOf(readings: readonly Reading[]): (alone: boolean) => readonly string[] {
  const all = [...new Set(readings.flatMap(({ hashes }) => hashes))];
  const likely = [...new Set(readings.flatMap(({ hashes }) => hashes.slice(0, 1)))];
  return (alone) => (alone ? all : likely);
}

/** About how many fields a text holds, before anybody has read it. */
function fieldsIn(text: string): number {
  let fields = 1;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) fields += 1;
  return fields;
}

interface Attempt {
  readonly key: KeyCandidate;
  readonly way: MacVariant;
}

/** Two mistakes at once are looked for where both are common, and three are not; what is rare is looked for alone. */
function attemptsWith(keys: readonly KeyCandidate[]): (candidate: Candidate) => readonly Attempt[] {
  const withAll = keys.map((key): Attempt => ({ key, way: HMAC }));
  const withLikely = withAll.filter(({ key }) => key.rare !== true);
  const alone = withAll.slice(0, 1);
  const inAllWays = (some: readonly Attempt[]): Attempt[] =>
    some.flatMap(({ key }) => MAC_VARIANTS.map((way) => ({ key, way })));
  const [aloneInAllWays, likelyInAllWays] = [alone, withLikely].map(inAllWays) as [Attempt[], Attempt[]];
  return ({ mistakes, keys: tried, inAllWays: all }) => {
    const simply = tried === 'all' ? withAll : tried === 'likely' ? withLikely : alone;
    if (all !== true) return simply;
    return [...simply, ...(mistakes.length === 0 ? likelyInAllWays : aloneInAllWays)];
  };
}
