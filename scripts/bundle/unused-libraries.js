/**
 * What libraries bring and nothing here uses, by its name, and what stands in its place. Together it costs more time than
 * all the rest of a short command: got's HTTP/2 and its caches.
 */
const UNUSED = {
  'http2-wrapper': 'export default {};',
  'cacheable-lookup': 'export default class {}',
  'cacheable-request': 'export default class {}; export class CacheError extends Error {}',
  keyv: 'export default class {}',
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
