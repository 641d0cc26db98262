import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shellWord } from '#domain/encoding/shell-word';
import { credentialsFailure, type Failure } from '#domain/errors/failure';

/**
 * Makes a folder that only this user may use, and those above it that are missing, one by one: Node's own way to make them
 * all never ends where the system says that a folder which is there is not, as on procfs.
 *
 * @param uid this user; undefined where the system has none
 * @throws the error of the file system; a Failure where the next folder above belongs to another user.
 */
export function makeFolder(folder: string, uid: number | undefined): void {
  const missing: string[] = [];
  let above = resolve(folder);
  let found = statOf(above);
  for (; found === undefined && above !== dirname(above); found = statOf(above)) {
    missing.unshift(above);
    above = dirname(above);
  }
  if (found?.isDirectory() === false) throw notFolder(above);
  if (missing.length > 0 && found !== undefined) refuseOwner(above, found, uid);
  for (const path of missing) makeOne(path);
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
    flushFolder(dirname(path));
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || statOf(path)?.isDirectory() !== true) throw error;
  }
}

/** Puts the names in a folder on disk: without it a new file or folder may be gone after a power cut. */
export function flushFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (error) {
    // Not every system opens folders, a disk may not flush them, and one that may only be written is not opened.
    if (!['EACCES', 'EPERM', 'EINVAL', 'EISDIR', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

const notFolder = (path: string): Error =>
  Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR', path, syscall: 'mkdir' });

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/**
 * Checks, as ssh does, that no other user could have written what is about to be read: each file or folder belongs to this
 * user or to root, and neither its group nor others may write to it. What is not there is passed over.
 *
 * @param uid this user; undefined where the system has none, and then nothing is checked
 * @throws {Failure} (credentials) with the command that repairs it.
 */
export function checkOwners(paths: readonly string[], uid: number | undefined): void {
  if (uid === undefined) return;
  for (const path of paths) {
    const found = statOf(path);
    if (found === undefined) continue;
    refuseOwner(path, found, uid);
    // A device or a pipe holds nothing.
    if ((found.mode & 0o022) !== 0 && (found.isFile() || found.isDirectory())) throw writableByOthers(path, found.mode);
  }
}

/**
 * Returns a file with its folder and, where it is a symbolic link, the folder of each target: any user who may write to
 * one of them may replace the file.
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

/** Linux follows no more either. */
const MAX_LINKS = 40;

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

const isForeign = ({ uid: owner }: Stats, uid: number | undefined): boolean =>
  uid !== undefined && owner !== uid && owner !== 0;

/** True of a file or folder that belongs to neither this user nor root. */
export function belongsToAnother(path: string, uid: number | undefined): boolean {
  const found = statOf(path);
  return found !== undefined && isForeign(found, uid);
}

function refuseOwner(path: string, found: Stats, uid: number | undefined): void {
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
    `Other users may change ${path} (mode ${(mode & 0o777).toString(8)}): it is not used.`,
    `Check what it holds, then: chmod go-w ${shellWord(path)}`,
  );

/**
 * Replaces a file, which only this user may read, as a whole: a reader sees the old text or the new one.
 *
 * @param flush writes the text to the disk before it replaces the old one
 */
export function replaceFile(file: string, text: string, flush = true): void {
  const target = statOf(file) === undefined ? file : realpathSync(file);
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
