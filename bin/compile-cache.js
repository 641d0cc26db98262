// The folder in which Node.js 22.8 and newer keeps the compiled code of the program between runs. Any user who may write
// there decides what runs here, so it has to belong to this user alone; without such a folder nothing is cached.
const { closeSync, ftruncateSync, lstatSync, mkdirSync, openSync, statSync } = require('node:fs');
const { dirname, isAbsolute, join } = require('node:path');

/**
 * Returns the folder of the cache, or undefined where there is none that only this user controls. Makes at most two folders.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {number | undefined} uid of this user; undefined on Windows, where nothing is cached
 */
exports.compileCacheFolder = (environment, uid) => {
  const { HOME, XDG_CACHE_HOME } = environment;
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  if (uid === undefined || !caches || !isAbsolute(caches)) return undefined;
  try {
    if (HOME && statSync(HOME).uid !== uid) return undefined;
    for (let above = dirname(caches); ; above = dirname(above)) {
      if (!isTrusted(statSync(above), uid)) return undefined;
      if (above === dirname(above)) break;
    }
    const folder = join(caches, 'rocketpay');
    if (![caches, folder].every((path) => isOwnFolder(path, uid))) return undefined;
    tryFileSize(join(folder, 'file-size'));
    return folder;
  } catch {
    return undefined;
  }
};

/** No other user can replace what is in it: one of this user or of root, which others may not write to, or `/tmp` and its like. */
function isTrusted({ uid: owner, mode }, uid) {
  return (owner === uid || owner === 0) && ((mode & 0o022) === 0 || (mode & 0o1000) !== 0);
}

function isOwnFolder(path, uid) {
  const found = lstatSync(path, { throwIfNoEntry: false }) ?? made(path);
  return found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0;
}

function made(path) {
  mkdirSync(path, { mode: 0o700 });
  return lstatSync(path);
}

/** More than a cached file has, in bytes. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Throws where the system limits the size of files: Node.js writes its cache when no handler catches SIGXFSZ any more. */
function tryFileSize(path) {
  const file = openSync(path, 'w', 0o600);
  try {
    ftruncateSync(file, MAX_BYTES);
    ftruncateSync(file, 0);
  } finally {
    closeSync(file);
  }
}
