import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '#adapters/bounded-read';
import { checkOwners, makeFolder, withFolders } from '#adapters/private-files';
import type { ApprovalKey } from '#domain/bulk-refunds/approval-key';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';

/**
 * Opens the private key of the current user for approvals: an Ed25519 key in a file that only this user can read. It is created
 * at its first use.
 *
 * @param folder folder of the settings
 * @param uid the current user; undefined where the system has none
 * @throws {Failure} (credentials) when it cannot be read or created.
 */
export function openApprovalKey(folder: string, uid?: number): ApprovalKey {
  const file = join(folder, 'approval-key.pem');
  try {
    checkOwners(withFolders(file), uid);
    makeFolder(folder, uid);
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { flag: 'wx', mode: 0o600, flush: true });
    return privateKey;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error);
  }
  try {
    chmodSync(file, 0o600);
    return createPrivateKey(readRegularFile(file, MAX_KEY_BYTES));
  } catch (error) {
    throw unusable(file, error);
  }
}

const MAX_KEY_BYTES = 64 * 1024;

const unusable = (file: string, error: unknown) =>
  credentialsFailure(
    'approval_key',
    `The key for approvals ${file} cannot be used: ${fileProblem(error) ?? 'it is not a private key'}.`,
    fileProblem(error) === undefined
      ? 'Restore it, or remove it: a new one is made, and has to be listed in the profile again.'
      : 'Another folder for settings: ROCKETPAY_CONFIG_DIR.',
  );
