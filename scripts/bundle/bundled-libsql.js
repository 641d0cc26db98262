import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const NATIVE = fileURLToPath(new URL('native-library.cjs', import.meta.url));

/** How libsql finds its native library. */
const SEARCH = /^const \{ load, currentTarget \}[\s\S]*^function requireNative\(\) \{[\s\S]*?^\}$/m;

/** Bundles the JavaScript of libsql. Its native library is installed: see `native-library.cjs`. */
export const bundledLibsql = {
  name: 'bundled-libsql',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^libsql$/ }, ({ kind, path }) =>
      kind === 'require-resolve' ? { path, external: true } : undefined,
    );
    onLoad({ filter: /node_modules.libsql.index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!SEARCH.test(text)) throw new Error(`${path} finds its native library in another way now.`);
      const load = `const { loadNativeLibrary: requireNative } = require(${JSON.stringify(NATIVE)});`;
      return { contents: text.replace(SEARCH, () => load) };
    });
  },
};
