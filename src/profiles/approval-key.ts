import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';
import type { ApprovalKey } from '../domain/approval.ts';
import { credentialsFailure } from '../domain/errors.ts';

/**
 * This person's own private key for approvals, an Ed25519 key in a file that only they may read. It is made
 * at its first use.
 *
 * @param directory where settings are kept; the system's own place when undefined
 */
export function openApprovalKey(directory: string | undefined): ApprovalKey {
  const folder = directory ?? envPaths('rocketpay', { suffix: '' }).config;
  const file = join(folder, 'approval-key.pem');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { flag: 'wx', mode: 0o600, flush: true });
    return privateKey;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error);
  }
  try {
    chmodSync(file, 0o600);
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    throw unusable(file, error);
  }
}

const unusable = (file: string, error: unknown) =>
  credentialsFailure(
    'approval_key',
    `The key for approvals ${file} cannot be used (${(error as NodeJS.ErrnoException).code}).`,
    'Bring it back, or remove it: a new one is made, and has to be listed in the profile anew.',
  );
