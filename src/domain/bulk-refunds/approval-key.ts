import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

/** Private Ed25519 key of a user, for approvals. */
export type ApprovalKey = KeyObject;

const PREFIX = 'ed25519:';

/** Formats the public part of a key: `ed25519:` and 43 characters. */
export const formatPublicKey = (key: ApprovalKey): string => `${PREFIX}${key.export({ format: 'jwk' }).x}`;

/** True of a text in the form of {@link formatPublicKey}. */
export const isPublicKey = (text: string): boolean =>
  // The last character has unused bits. Only one spelling of a key is valid.
  /^ed25519:[\w-]{43}$/.test(text) &&
  PREFIX + Buffer.from(text.slice(PREFIX.length), 'base64url').toString('base64url') === text;

/** Creates a key that is not stored: for a plan that needs no approval, when the user's own key cannot be stored. */
export const createTemporaryKey = (): ApprovalKey => generateKeyPairSync('ed25519').privateKey;

const toBytes = (values: readonly unknown[]): Buffer => Buffer.from(JSON.stringify(values));

/** Signs values, in Base64. */
export const signValues = (values: readonly string[], key: ApprovalKey): string =>
  sign(null, toBytes(values), key).toString('base64');

/** True when the signature of the values was made with the private key of this public key. */
export function verifyValues(values: readonly unknown[], signature: unknown, publicKey: unknown): boolean {
  if (typeof signature !== 'string' || typeof publicKey !== 'string' || !isPublicKey(publicKey)) return false;
  const bytes = Buffer.from(signature, 'base64');
  // Only one spelling of a signature is valid.
  if (bytes.toString('base64') !== signature) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.slice(PREFIX.length) };
  return verify(null, toBytes(values), createPublicKey({ key: jwk, format: 'jwk' }), bytes);
}
