import { readFile } from 'node:fs/promises';

/** Modules of Node that most runs never use: they load at first use, not at start-up. */
const LATE = [
  'child_process',
  'crypto',
  'fs/promises',
  'http',
  'https',
  'net',
  'os',
  'timers/promises',
  'tls',
  'tty',
  'zlib',
];

/** The same for our own files, which import parts of them: libraries use such a module as a function or a class. */
const LATE_FUNCTIONS = ['assert', 'stream'];

const ZSTD_CHECK = "typeof zlib.createZstdDecompress === 'function'";

const oneOf = (names) => new RegExp(`^(node:)?(${names.join('|')})$`);

/** The plugin of esbuild that puts late modules in the place of those of Node. */
export const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    const late = (path) => ({ path: path.replace(/^node:/, ''), namespace: 'late' });
    onResolve({ filter: oneOf(LATE) }, ({ path }) => late(path));
    onResolve({ filter: oneOf(LATE_FUNCTIONS) }, ({ importer, path }) =>
      importer.includes('node_modules') ? undefined : late(path),
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({ contents: lateModule(path) }));
    // It loads zlib at start-up to find out whether Node.js has zstd.
    onLoad({ filter: /node_modules.decompress-response.index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes(ZSTD_CHECK)) throw new Error(`${path} looks for zstd in another way now.`);
      return { contents: text.replace(ZSTD_CHECK, "'zstd' in process.versions") };
    });
    // A default import would copy a getter for each of its properties.
    onResolve({ filter: /^node:process$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'process' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'process' }, () => ({
      contents: 'export default process; export const { hrtime } = process;',
    }));
  },
};

/**
 * Each importer gets an object of esbuild that inherits from the prototype of these exports. Properties are looked up there
 * once, and none is copied before.
 */
const lateModule = (name) => `module.exports = Object.create(new Proxy({}, {
  get(_, key, user) {
    const value = process.getBuiltinModule('node:${name}')[key];
    Object.defineProperty(user, key, { value });
    return value;
  },
}));`;
