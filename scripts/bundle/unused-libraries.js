/**
 * What libraries bring and nothing here uses, by its name, and what stands in its place. Together it costs more time than
 * all the rest of a short command: got's HTTP/2, its caches and forms.
 */
const UNUSED = {
  'http2-wrapper': 'export default {};',
  'cacheable-lookup': 'export default class {}',
  'cacheable-request': 'export default class {}; export class CacheError extends Error {}',
  keyv: 'export default class {}',
  // Every body here is a text.
  'form-data-encoder': 'export class FormDataEncoder {} export const isFormData = () => false;',
};

/** The plugin of esbuild that leaves them out. */
export const withoutUnused = {
  name: 'without-unused',
  setup({ onResolve, onLoad }) {
    const nameOf = (path) => path.split('/')[0];
    onResolve({ filter: new RegExp(`^(${Object.keys(UNUSED).join('|')})(/|$)`) }, ({ path }) => ({
      path,
      namespace: 'unused',
    }));
    onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: UNUSED[nameOf(path)] }));
  },
};
