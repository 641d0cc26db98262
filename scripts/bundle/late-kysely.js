import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Parts of kysely that most runs never use, by their class. They load when the class is constructed. */
const LATE = {
  'schema/schema.js': 'SchemaModule',
  'query-builder/case-builder.js': 'CaseBuilder',
  'query-builder/delete-query-builder.js': 'DeleteQueryBuilder',
  'query-builder/merge-query-builder.js': 'MergeQueryBuilder',
  'query-builder/json-path-builder.js': 'JSONPathBuilder',
  'dialect/sqlite/sqlite-introspector.js': 'SqliteIntrospector',
};

/** Loads when the ledger of a team is opened. */
const LATE_FOR_TEAMS = { 'plugin/with-schema/with-schema-plugin.js': 'WithSchemaPlugin' };

const KYSELY = /node_modules.kysely.dist.esm.(.+)$/;

/** The parts that contain the late parts of kysely. */
export const KYSELY_PARTS = {
  'kysely-rest': fileURLToPath(new URL('kysely-rest.js', import.meta.url)),
  'kysely-schema': fileURLToPath(new URL('kysely-schema.js', import.meta.url)),
};

/** The file with the compiler of statements. */
const COMPILER = /query-compiler.default-query-compiler\.js$/;

/** Its methods that only creating and changing tables, and rare statements, need. */
const RARE_METHODS =
  /^ {4}((?:visit(?:Create|Drop|Alter|Add|Rename|Modify|Merge|Matched|JSON|Explain|RefreshMaterializedView)\w*|visit(?:ColumnDefinition|References|Generated|\w+Constraint)|compileColumnAlterations))\((\w+)\) \{$[\s\S]*?^ {4}\}$/gm;

/** The plugin of esbuild that puts what loads later in their place. */
export const lateKysely = {
  name: 'late-kysely',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /\.js$/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === lateKysely || !KYSELY.test(importer)) return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: lateKysely });
      const name = KYSELY.exec(found.path)?.[1].replaceAll('\\', '/');
      return name in LATE || name in LATE_FOR_TEAMS ? { path: name, namespace: 'late-kysely' } : found;
    });
    onResolve({ filter: /\.js\?whole$/ }, async ({ path, ...importing }) => ({
      ...(await resolve(path.replace('?whole', ''), { ...importing, pluginData: lateKysely })),
      suffix: '?whole',
    }));
    onResolve({ filter: /^\.\/kysely-(rest|schema)\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'late-kysely' }, ({ path }) => ({
      contents: path in LATE ? lateClass(LATE[path], 'rest') : lateClass(LATE_FOR_TEAMS[path], 'schema'),
    }));
    onLoad({ filter: COMPILER }, async ({ path, suffix }) => {
      if (suffix === '?whole') return undefined;
      const text = await readFile(path, 'utf8');
      const contents = text.replace(
        RARE_METHODS,
        (_, name, node) => `    ${name}(${node}) { late('${name}', this, ${node}); }`,
      );
      if (contents.length > text.length * 0.75) throw new Error(`${path} has other methods now.`);
      return { contents: `${contents}\n${LATE_METHOD}` };
    });
  },
};

const lateClass = (name, part) => `export class ${name} {
  constructor(...values) {
    return new (require('./kysely-${part}.cjs').${name})(...values);
  }
}`;

const LATE_METHOD = `function late(name, compiler, node) {
  require('./kysely-rest.cjs').DefaultQueryCompiler.prototype[name].call(compiler, node);
}`;
