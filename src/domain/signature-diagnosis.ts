import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { parseJson } from './json.ts';
import { mendedBodies } from './mended-bodies.ts';
import { mistakenKeys, type NamedSecret, otherKeys, type TriedKey } from './mistaken-secrets.ts';
import { type Candidate, candidateStrings } from './mistaken-strings.ts';
import { type Reading, readSignature, suspicionsOf, wrongHash } from './received-signature.ts';
import type { Secret } from './secret.ts';
import { findSignature, SIGNATURE_LENGTH, verifySigned } from './signature.ts';
import type { Mistake } from './signing-mistake.ts';

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
 *
 * @param others the secrets of other profiles
 */
export function diagnose(text: string, secret: Secret, others: readonly NamedSecret[] = []): Diagnosis {
  if (text.length > LARGEST) return { proven: false, mistakes: [] };
  const keys = [...mistakenKeys(secret), ...otherKeys(secret, others)];
  const budget = { left: MOST_WORK };
  return search(text, secret, keys, budget, 0) ?? suspected(text, secret);
}

/**
 * What is wrong with a string that somebody else signed for a body; undefined when no known mistake makes it.
 * Nothing for the right one.
 */
export function diagnoseString(text: string, theirs: string, secret: Secret): readonly Mistake[] | undefined {
  const signs = (string: string): string => createHmac('sha512', secret.key).update(string).digest('base64');
  for (const { string, mistakes } of candidateStrings(text, signatureOf(text) ?? '', signs)) {
    if (string === theirs) return mistakes;
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

/** Bytes to hash, with a share for each hash: less than a second. */
const MOST_WORK = 100_000_000;
const SHARE = 1500;

interface Budget {
  left: number;
}

/** How often a body is looked for inside of another one. */
const MOST_LAYERS = 3;

function search(
  text: string,
  secret: Secret,
  keys: readonly TriedKey[],
  budget: Budget,
  layer: number,
): Diagnosis | undefined {
  const signature = signatureOf(text);
  if (signature !== undefined) {
    const found = searchStrings(text, signature, keys, budget);
    if (found !== undefined) return { proven: true, mistakes: found };
  }
  if (layer >= MOST_LAYERS) return undefined;
  for (const mended of mendedBodies(text)) {
    if (budget.left < 0) return undefined;
    budget.left -= mended.text.length + SHARE;
    if (verifySigned(mended.text, secret).valid) return { proven: true, mistakes: [mended.mistake] };
    const inner = search(mended.text, secret, keys, budget, layer + 1);
    if (inner !== undefined) return { proven: true, mistakes: [mended.mistake, ...inner.mistakes] };
  }
  return undefined;
}

function signatureOf(text: string): string | undefined {
  try {
    return findSignature(parseJson(text));
  } catch {
    return undefined;
  }
}

function searchStrings(
  text: string,
  signature: string,
  keys: readonly TriedKey[],
  budget: Budget,
): readonly Mistake[] | undefined {
  const readings = readSignature(signature);
  if (readings.length === 0) return undefined;
  const [own] = keys;
  if (own === undefined) return undefined;
  const signs = (string: string): string => createHmac('sha512', own.key).update(string).digest('base64');
  for (const candidate of candidateStrings(text, signature, signs)) {
    for (const key of keys) {
      if (!worthTrying(key, candidate)) continue;
      const found = tryOne(candidate, key, readings, budget);
      if (found !== undefined) return found;
      if (budget.left < 0) return undefined;
    }
  }
  return undefined;
}

/** Two mistakes at once are looked for, three are not; what is rare is looked for alone. */
const worthTrying = (key: TriedKey, { mistakes }: Candidate): boolean =>
  key.mistakes.length === 0 || mistakes.length <= (key.rare === true ? 0 : 1);

function tryOne(
  { string, mistakes }: Candidate,
  key: TriedKey,
  readings: readonly Reading[],
  budget: Budget,
): readonly Mistake[] | undefined {
  for (const { hashes, fits, mistakes: ofReading } of readings) {
    for (const hash of hashes) {
      const way = waysToHash(mistakes.length === 0).find(({ make }) => {
        budget.left -= string.length + SHARE;
        return fits(make(hash, string, key.key));
      });
      if (way === undefined) continue;
      const ofHash = hash === 'sha512' ? [] : [wrongHash(hash)];
      return [...key.mistakes, ...ofReading, ...ofHash, ...way.mistakes, ...mistakes];
    }
  }
  return undefined;
}

interface Way {
  readonly make: (hash: string, string: string, key: KeyObject) => Buffer;
  readonly mistakes: readonly Mistake[];
}

const HMAC: Way = {
  make: (hash, string, key) => createHmac(hash, key).update(string).digest(),
  mistakes: [],
};

const notAnHmac = (how: string, make: (hash: string, string: string, key: Buffer) => Buffer): Way => ({
  make: (hash, string, key) => make(hash, string, key.export()),
  mistakes: [
    {
      name: 'not_an_hmac',
      if: `it were an HMAC with the secret as its key, and not ${how}`,
      advice: 'Use the HMAC function of your language: hash_hmac, createHmac, hmac.new.',
    },
  ],
});

const OTHER_WAYS: readonly Way[] = [
  notAnHmac('a hash of the string with the secret after it', (hash, string, key) =>
    createHash(hash).update(string).update(key).digest(),
  ),
  notAnHmac('a hash of the string with the secret before it', (hash, string, key) =>
    createHash(hash).update(key).update(string).digest(),
  ),
  notAnHmac('a hash of the string alone', (hash, string) => createHash(hash).update(string).digest()),
  notAnHmac('one with the string as its key', (hash, string, key) =>
    createHmac(hash, createSecretKey(string, 'utf8')).update(key).digest(),
  ),
];

/** How a string may have been hashed; with the right string more is tried. */
const waysToHash = (rightString: boolean): readonly Way[] => (rightString ? [HMAC, ...OTHER_WAYS] : [HMAC]);

/** What can be said from the look of it. */
function suspected(text: string, secret: Secret): Diagnosis {
  const signature = signatureOf(text);
  const mistakes =
    signature === undefined ? whatIsMissing(text) : [...suspicionsOf(signature), ...placeholderOf(signature)];
  return { proven: false, mistakes: [...mistakes, ...troubleOf(secret)] };
}

function placeholderOf(signature: string): Mistake[] {
  const looksReal = suspicionsOf(signature).length > 0 || signature.length === SIGNATURE_LENGTH;
  if (looksReal) return [];
  return [
    {
      name: 'placeholder',
      if: `the signature were a real one: it has ${signature.length} characters, and real ones have ${SIGNATURE_LENGTH}`,
      advice: 'The documentation prints shortened placeholders. Sign it: rocketpay sign --body',
    },
  ];
}

function whatIsMissing(text: string): Mistake[] {
  try {
    parseJson(text);
  } catch {
    const start = text.indexOf('{');
    if (start < 0 || text.trimEnd().endsWith('}')) return [];
    const advice = 'Read the whole body: as many bytes as Content-Length says, or until the last chunk.';
    return [{ name: 'body_cut_off', if: 'the body did not end in the middle', advice }];
  }
  const misplaced = /"([\w.-]*(?:sign|hash|hmac)[\w.-]*)"\s*:\s*"([^"]{20,})"/i.exec(text)?.[1];
  if (misplaced === undefined || misplaced === 'signature') {
    const advice = 'Look whether it came in a header, or was taken out: rocketpay sign --body puts it in.';
    return [{ name: 'signature_missing', if: 'there were a signature, "signature" at the top', advice }];
  }
  const advice = 'The name is "signature", in small letters, at the top of a callback.';
  return [
    {
      name: 'signature_elsewhere',
      if: `the signature were in "signature", and not in ${JSON.stringify(misplaced)}`,
      advice,
    },
  ];
}

function troubleOf({ trouble }: Secret): Mistake[] {
  if (trouble === undefined) return [];
  return [
    {
      name: 'secret_white_space',
      if: `the secret here were another one: ${trouble}`,
      advice: 'Paste it again, as it is in the Dashboard.',
    },
  ];
}
