import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
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
import { formatMode, othersMayWrite, PRIVATE_FILE, PRIVATE_FOLDER } from '#domain/files/file-permissions';

/**
 * Creates a folder that only the current user can use, and its missing parent folders. It creates them one by one, because the
 * recursive function of Node.js never ends where the system denies that an existing folder exists, as on procfs.
 *
 * @param uid the current user; undefined where the system has none
 * @throws the error of the file system; a Failure when the next existing folder belongs to another user.
 */
export function makeFolder(folder: string, uid: number | undefined): void {
  const missing: string[] = [];
  let above = resolve(folder);
  let found = findFile(above);
  for (; found === undefined && above !== dirname(above); found = findFile(above)) {
    missing.unshift(above);
    above = dirname(above);
  }
  if (found?.isDirectory() === false) throw notFolder(above);
  if (missing.length > 0 && found !== undefined) refuseOwner(above, found, uid);
  for (const path of missing) makeOne(path);
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: PRIVATE_FOLDER });
    flushFolder(dirname(path));
  } catch (error) {
    // Another process may have created it concurrently.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || findFile(path)?.isDirectory() !== true) throw error;
  }
}

/** Writes the names in a folder to disk: otherwise a new file or folder can be lost after a power failure. */
export function flushFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (error) {
    // Some systems cannot open a folder, some disks cannot flush one, and a folder may be writable but not readable.
    if (!['EACCES', 'EPERM', 'EINVAL', 'EISDIR', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/**
 * Replaces a file atomically. Only the current user can read it.
 *
 * @param flush writes the text to disk before the old file is replaced
 */
export function replaceFile(file: string, text: string, flush = true): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text, { mode: PRIVATE_FILE, flag: 'wx', flush });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

const notFolder = (path: string): Error =>
  Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR', path, syscall: 'mkdir' });

function findFile(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

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
    `Other users may change ${path} (mode ${formatMode(mode)}): it is not used.`,
    `Check its content, then: chmod go-w ${shellWord(path)}`,
  );
