import { readFile } from 'node:fs/promises';

const LIBRARY = '@sindresorhus/is';

/** How got imports the checks: one object with all of them, which it never uses as a whole. */
const IMPORT = /^import is(, \{ (.+) \})? from '@sindresorhus\/is';$/m;

/** How the library makes these objects. */
const CHECKS = /^const is = Object\.assign\(detect, \{([\s\S]+?)^\}\);$/m;
const ASSERTIONS = /^export const assert = \{([\s\S]+?)^\};$/m;

/** Its own use of the first object, which is the function `detect` with properties. */
const OWN_USE = 'is(value)';

/**
 * The plugin of esbuild that bundles only those type checks of got's library that got uses. The library puts all of them into
 * two objects; here the objects are modules, of which a bundle has only what is used.
 */
export const usedTypeChecks = {
  name: 'used-type-checks',
  setup({ onResolve, onLoad, resolve }) {
    onLoad({ filter: /node_modules.got.dist.source.+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes(LIBRARY)) return undefined;
      return { contents: replaced(text, IMPORT, importsOf, path) };
    });
    onResolve({ filter: /^type-checks:/ }, async ({ path, resolveDir, kind }) => {
      const library = await resolve(LIBRARY, { resolveDir, kind });
      return { path, namespace: 'type-checks', pluginData: library.path };
    });
    onLoad({ filter: /.*/, namespace: 'type-checks' }, async ({ path, pluginData }) => {
      const [, list] = (path.endsWith('assert') ? ASSERTIONS : CHECKS).exec(await readFile(pluginData, 'utf8')) ?? [];
      const names = list.matchAll(/^ {4}(\w+): (is\w+|assert\w+),$/gm);
      const exports = [...names].map(([, name, own]) => `${own} as ${name}`);
      return {
        contents: `export { ${exports.join(', ')} } from ${JSON.stringify(pluginData)};`,
        resolveDir: process.cwd(),
      };
    });
    onLoad({ filter: /node_modules.@sindresorhus.is.distribution.index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const withoutChecks = replaced(text, CHECKS, () => '', path).replace(/^export default is;$/m, '');
      const withoutObjects = replaced(withoutChecks, ASSERTIONS, () => '', path);
      return { contents: withoutObjects.replaceAll(OWN_USE, 'detect(value)') };
    });
  },
};

function importsOf(_, named, names) {
  const rest = named === undefined ? [] : names.split(', ').filter((name) => name !== 'assert');
  const lines = [
    "import * as is from 'type-checks:is';",
    ...(named?.includes('assert') ? ["import * as assert from 'type-checks:assert';"] : []),
    ...(rest.length > 0 ? [`import { ${rest.join(', ')} } from '${LIBRARY}';`] : []),
  ];
  return lines.join(' ');
}

function replaced(text, pattern, by, path) {
  if (!pattern.test(text)) throw new Error(`${path} makes or imports its type checks in another way now.`);
  return text.replace(pattern, by);
}
