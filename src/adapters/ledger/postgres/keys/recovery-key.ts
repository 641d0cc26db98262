import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { credentialsFailure } from '#domain/errors/failure';

/** The data key of a team for the safe, encrypted with a passphrase. It is used when no administrator has their keys any more. */
export interface RecoveryKey {
  /** Id of the ledger. */
  readonly ledger: string;
  /** Number of the data key. */
  readonly number: number;
  readonly key: Buffer;
}

const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, SALT_BYTES, IV_BYTES, TAG_BYTES] = [32, 16, 12, 16];

/** Trying one passphrase takes 128 MiB of memory. The file does not choose this, so it cannot ask for more. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const deriveKey = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, SCRYPT, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );

const KIND = 'rocketpay team data key 1';

const boundText = ({ ledger, number }: Omit<RecoveryKey, 'key'>) => Buffer.from(JSON.stringify([KIND, ledger, number]));

/** Encrypts a data key with a passphrase. Returns the content of a file. */
export async function sealRecoveryKey(recovery: RecoveryKey, passphrase: string): Promise<string> {
  const { ledger, number, key } = recovery;
  const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)];
  const cipher = createCipheriv(CIPHER, await deriveKey(passphrase, salt), iv);
  cipher.setAAD(boundText(recovery));
  const sealed = Buffer.concat([salt, iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ kind: KIND, ledger, number, key: sealed.toString('base64') }, null, 2)}\n`;
}

/** @throws {Failure} (credentials) when the passphrase is another one, or the file is damaged. */
export async function openRecoveryKey(text: string, passphrase: string): Promise<RecoveryKey> {
  const { ledger, number, sealed } = parse(text);
  const salt = sealed.subarray(0, SALT_BYTES);
  const iv = sealed.subarray(SALT_BYTES, SALT_BYTES + IV_BYTES);
  const end = SALT_BYTES + IV_BYTES + KEY_BYTES;
  const derived = await deriveKey(passphrase, salt);
  try {
    const decipher = createDecipheriv(CIPHER, derived, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundText({ ledger, number }));
    decipher.setAuthTag(sealed.subarray(end));
    const key = Buffer.concat([decipher.update(sealed.subarray(SALT_BYTES + IV_BYTES, end)), decipher.final()]);
    return { ledger, number, key };
  } catch {
    throw badRecoveryKey('The passphrase does not open the recovery key, or its file was changed.');
  }
}

function parse(text: string) {
  try {
    const { kind, ledger, number, key } = Object(JSON.parse(text));
    const sealed = Buffer.from(String(key), 'base64');
    const isComplete = sealed.length === SALT_BYTES + IV_BYTES + KEY_BYTES + TAG_BYTES;
    if (kind === KIND && typeof ledger === 'string' && Number.isSafeInteger(number) && isComplete)
      return { ledger, number: Number(number), sealed };
  } catch {
    // Reported below.
  }
  throw badRecoveryKey('The file is not a recovery key of rocketpay ledger export-key.');
}

export const badRecoveryKey = (message: string) =>
  credentialsFailure(
    'recovery_key',
    message,
    'Use the file of the last rocketpay ledger export-key, with its passphrase.',
  );
