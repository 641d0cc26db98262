import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRegularFile } from '#adapters/bounded-read';
import { makeFolder } from '#adapters/private-files';
import { checkOwners, withFolders } from '#adapters/trusted-files';
import type { ApprovalKey } from '#domain/bulk-refunds/approval-key';
import { credentialsFailure, Failure } from '#domain/errors/failure';
import { fileProblem } from '#domain/errors/file-errors';
import { PRIVATE_FILE } from '#domain/files/file-permissions';

/**
 * Opens the private key of the current user for approvals: an Ed25519 key in a file that only this user can read. It is created
 * at its first use.
 *
 * @param folder folder of the settings
 * @param uid the current user; undefined where the system has none
 * @throws {Failure} (credentials) when it cannot be read or created.
 */
export const openApprovalKey = (folder: string, uid?: number): ApprovalKey =>
  openPrivateKey(join(folder, 'approval-key.pem'), uid, () => generateKeyPairSync('ed25519').privateKey);

/** Opens the private key of the current user that opens the data key of a team: an X25519 key, kept like the other one. */
export const openMemberKey = (folder: string, uid?: number): KeyObject =>
  openPrivateKey(join(folder, 'member-key.pem'), uid, () => generateKeyPairSync('x25519').privateKey);

function openPrivateKey(file: string, uid: number | undefined, create: () => KeyObject): KeyObject {
  try {
    checkOwners(withFolders(file), uid);
    makeFolder(dirname(file), uid);
    const privateKey = create();
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), {
      flag: 'wx',
      mode: PRIVATE_FILE,
      flush: true,
    });
    return privateKey;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error);
  }
  try {
    chmodSync(file, PRIVATE_FILE);
    return createPrivateKey(readRegularFile(file, MAX_KEY_BYTES));
  } catch (error) {
    throw unusable(file, error);
  }
}

const MAX_KEY_BYTES = 64 * 1024;

const unusable = (file: string, error: unknown) =>
  credentialsFailure(
    'approval_key',
    `The private key ${file} cannot be used: ${fileProblem(error) ?? 'it is not a private key'}.`,
    fileProblem(error) === undefined
      ? 'Restore it, or remove it: a new one is made. For approvals it has to be listed in the profile again; a team has to accept it again.'
      : 'Another folder for settings: ROCKETPAY_CONFIG_DIR.',
  );
