import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shellWord } from '#domain/encoding/shell-word';
import { credentialsFailure, type Failure } from '#domain/errors/failure';
import { formatMode, othersMayWrite } from '#domain/files/file-permissions';

const findFile = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

/**
 * Checks, as ssh does, that no other user could have written a file: each file and folder must belong to the current user or to
 * root, and must not be writable by its group or others. Missing files are ignored.
 *
 * @param uid the current user; undefined where the system has none, and then nothing is checked
 * @throws {Failure} (credentials) with the command that repairs it.
 */
export function checkOwners(paths: readonly string[], uid: number | undefined): void {
  if (uid === undefined) return;
  for (const path of paths) {
    const found = findFile(path);
    if (found === undefined) continue;
    refuseOwner(path, found, uid);
    // A device or a pipe stores nothing.
    if (othersMayWrite(found.mode) && (found.isFile() || found.isDirectory())) throw writableByOthers(path, found.mode);
  }
}

/**
 * Returns a file with its folder and the folders of its symbolic links: any user who can write to one of them can replace the
 * file.
 */
export function withFolders(file: string): readonly string[] {
  const paths = [dirname(file), file];
  let link = file;
  for (let links = 0; links < MAX_LINKS && isLink(link); links++) {
    // A relative target starts in the real folder of its link.
    link = resolve(realpathSync(dirname(link)), readlinkSync(link));
    paths.push(dirname(link));
  }
  return paths;
}

/** Maximum number of symbolic links, as on Linux. */
const MAX_LINKS = 40;

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

const isForeign = ({ uid: owner }: Stats, uid: number | undefined): boolean =>
  uid !== undefined && owner !== uid && owner !== 0;

/** Returns true for a file or folder that belongs neither to the current user nor to root. */
export function belongsToAnother(path: string, uid: number | undefined): boolean {
  const found = findFile(path);
  return found !== undefined && isForeign(found, uid);
}

/** @throws {Failure} (credentials) for a file or folder that belongs neither to the current user nor to root */
export function refuseOwner(path: string, found: Stats, uid: number | undefined): void {
  if (!isForeign(found, uid)) return;
  const owner = found.uid;
  throw credentialsFailure(
    'untrusted_file',
    `${path} belongs to another user (uid ${owner}, this one is ${uid === 0 ? 'root' : `uid ${uid}`}): it is not used.`,
    `${uid === 0 ? 'Run this without sudo, as its owner' : 'Run this as its owner'}, or name folders of this user: ` +
      'ROCKETPAY_CONFIG_DIR, ROCKETPAY_DATA_DIR.',
  );
}

const writableByOthers = (path: string, mode: number): Failure =>
  credentialsFailure(
    'untrusted_file',
    `Other users may change ${path} (mode ${formatMode(mode)}): it is not used.`,
    `Check its content, then: chmod go-w ${shellWord(path)}`,
  );
