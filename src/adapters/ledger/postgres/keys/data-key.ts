import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * One data key seals the phones and bodies of a team's ledger. Each member has it wrapped for their own X25519 key, so that the
 * database holds no key that its administrator could use.
 */

const CIPHER = 'aes-256-gcm';
const PURPOSE = 'rocketpay team ledger data key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The public half of a member's key as it stands in the database: base64 of its DER form. */
export const publicKeyText = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' }).toString('base64');

/** Reads a public key from the database. @throws {Error} when it is none. */
export const readPublicKey = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });

/** Makes a new data key. */
export const createDataKey = (): Buffer => randomBytes(KEY_BYTES);

/** Wraps a data key for a member: only the private half of their X25519 key opens it. */
export function wrapDataKey(dataKey: Buffer, member: KeyObject): string {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, wrappingKey(privateKey, member, publicKey), iv);
  const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return [
    publicKeyText(publicKey),
    iv.toString('base64'),
    cipher.getAuthTag().toString('base64'),
    sealed.toString('base64'),
  ].join('.');
}

/** Opens a wrapped data key; undefined when it was wrapped for another key, or is damaged. */
export function unwrapDataKey(wrapped: string, member: KeyObject): Buffer | undefined {
  const [from = '', iv = '', tag = '', sealed = ''] = wrapped.split('.');
  try {
    const sender = readPublicKey(from);
    const key = wrappingKey(member, sender, sender);
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(iv, 'base64'), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    const opened = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]);
    return opened.length === KEY_BYTES ? opened : undefined;
  } catch {
    return undefined;
  }
}

/** The key that both sides derive; the sender's own public key is part of it, so that it fits one message only. */
function wrappingKey(privateKey: KeyObject, publicKey: KeyObject, sender: KeyObject): Buffer {
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, Buffer.from(publicKeyText(sender)), PURPOSE, KEY_BYTES));
}
