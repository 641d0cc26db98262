// In the bundle this stands in place of what libsql does to find its native library: it makes a report of the whole process,
// with its network interfaces, which takes longer than opening the database.
const { closeSync, openSync, readSync } = require('node:fs');
const { createRequire } = require('node:module');

/** Loads the native library of libsql for this system, from the packages that libsql depends on. */
exports.loadNativeLibrary = () => {
  const library = libraryFor(process.platform, process.arch, () => readStart(process.execPath));
  return createRequire(require.resolve('libsql'))(library);
};

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
