// In the bundle this stands in place of what libsql does to find its native library: it makes a report of the whole process,
// with its network interfaces, which takes longer than opening the database.
const { closeSync, existsSync, openSync, readSync, realpathSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

/** Loads the native library of libsql for this system, from the packages that libsql depends on. */
exports.loadNativeLibrary = () => {
  const library = libraryFor(process.platform, process.arch, () => readStart(process.execPath));
  const file = fileOf(library, require.resolve.paths('libsql'));
  return file === undefined ? createRequire(require.resolve('libsql'))(library) : require(file);
};

/**
 * Returns the file of the native library in the folders in which Node.js looks for it. Node.js itself would first load
 * what reads the `exports` of packages. Undefined where it is somewhere else.
 *
 * @param {string} library
 * @param {readonly string[]} folders with packages, the nearest first
 */
function fileOf(library, folders) {
  const libsql = folders.map((folder) => join(folder, 'libsql/index.js')).find(existsSync);
  if (libsql === undefined) return undefined;
  const files = createRequire(realpathSync(libsql))
    .resolve.paths(library)
    .map((folder) => join(folder, library, 'index.node'));
  return files.find(existsSync);
}

/**
 * Returns the package of the native library.
 *
 * @param {string} platform of Node.js
 * @param {string} arch of Node.js
 * @param {() => string} readProgram reads the start of the program Node.js, where Linux programs name their loader
 */
function libraryFor(platform, arch, readProgram) {
  if (platform === 'win32') return `@libsql/win32-${arch}-msvc`;
  if (platform !== 'linux') return `@libsql/${platform}-${arch}`;
  const libc = libcOf(readProgram());
  return arch === 'arm' ? `@libsql/linux-arm-${libc}eabihf` : `@libsql/linux-${arch}-${libc}`;
}

/** The C library of a program by the name of its loader: `/lib64/ld-linux-x86-64.so.2`, `/lib/ld-musl-x86_64.so.1`. */
function libcOf(program) {
  if (program.includes('/ld-musl-')) return 'musl';
  if (program.includes('/ld-linux')) return 'gnu';
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'gnu';
}

/** More than the headers of a program have. */
const START_BYTES = 4096;

function readStart(file) {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(START_BYTES);
    return start.latin1Slice(0, readSync(descriptor, start));
  } finally {
    closeSync(descriptor);
  }
}

exports.libraryFor = libraryFor;
exports.fileOf = fileOf;
