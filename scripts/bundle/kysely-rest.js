export { WithSchemaPlugin } from '../../node_modules/kysely/dist/esm/plugin/with-schema/with-schema-plugin.js';
export { JSONPathBuilder } from '../../node_modules/kysely/dist/esm/query-builder/json-path-builder.js';
export { MergeQueryBuilder } from '../../node_modules/kysely/dist/esm/query-builder/merge-query-builder.js';
export { SchemaModule } from '../../node_modules/kysely/dist/esm/schema/schema.js';
