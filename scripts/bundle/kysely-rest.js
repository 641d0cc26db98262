export { SqliteIntrospector } from '../../node_modules/kysely/dist/esm/dialect/sqlite/sqlite-introspector.js';
export { CaseBuilder } from '../../node_modules/kysely/dist/esm/query-builder/case-builder.js';
export { DeleteQueryBuilder } from '../../node_modules/kysely/dist/esm/query-builder/delete-query-builder.js';
export { JSONPathBuilder } from '../../node_modules/kysely/dist/esm/query-builder/json-path-builder.js';
export { MergeQueryBuilder } from '../../node_modules/kysely/dist/esm/query-builder/merge-query-builder.js';
export { DefaultQueryCompiler } from '../../node_modules/kysely/dist/esm/query-compiler/default-query-compiler.js?whole';
export { SchemaModule } from '../../node_modules/kysely/dist/esm/schema/schema.js';
