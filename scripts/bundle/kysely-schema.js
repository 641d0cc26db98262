export { WithSchemaPlugin } from '../../node_modules/kysely/dist/esm/plugin/with-schema/with-schema-plugin.js';
