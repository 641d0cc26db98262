import { readFile } from 'node:fs/promises';

/**
 * The plugin of esbuild that bundles a list of our own as a JSON text, which is read at its first use. Node.js skips a text
 * many times as fast as it compiles the same object.
 */
export const lateJson = {
  name: 'late-json',
  setup({ onLoad }) {
    onLoad({ filter: /document-fields\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return {
        contents: `let list;
          export default new Proxy({}, { get: (_, key) => (list ??= JSON.parse(${JSON.stringify(text)}))[key] });`,
      };
    });
  },
};
