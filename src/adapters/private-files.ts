import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '#domain/files/file-permissions';
import { refuseOwner } from './trusted-files.ts';

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
