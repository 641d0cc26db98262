import { fileURLToPath } from 'node:url';

/** Parts of kysely that most runs never use, by their class. They load when the class is constructed. */
const LATE = {
  'schema/schema.js': 'SchemaModule',
  'plugin/with-schema/with-schema-plugin.js': 'WithSchemaPlugin',
  'query-builder/merge-query-builder.js': 'MergeQueryBuilder',
  'query-builder/json-path-builder.js': 'JSONPathBuilder',
};

const KYSELY = /node_modules.kysely.dist.esm.(.+)$/;

/** The part that contains the late parts of kysely: `kysely-rest.js`. */
export const KYSELY_REST = fileURLToPath(new URL('kysely-rest.js', import.meta.url));

/** The plugin of esbuild that puts classes that load later in their place. */
export const lateKysely = {
  name: 'late-kysely',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /\.js$/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === lateKysely || !KYSELY.test(importer)) return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: lateKysely });
      const name = KYSELY.exec(found.path)?.[1].replaceAll('\\', '/');
      return name in LATE ? { path: name, namespace: 'late-kysely' } : found;
    });
    onResolve({ filter: /^\.\/kysely-rest\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'late-kysely' }, ({ path }) => ({ contents: lateClass(LATE[path]) }));
  },
};

const lateClass = (name) => `export class ${name} {
  constructor(...values) {
    return new (require('./kysely-rest.cjs').${name})(...values);
  }
}`;
