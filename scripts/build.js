// Bundles the program into dist/: main.cjs, which every run loads, and a file for each command and each other
// part that loads only when it is needed. CommonJS, because Node loads it faster: on Node 20 its ES
// module loader alone costs half of a short command's start-up.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { loadSource } from './load-source.js';

/** What loads when it is needed, by the file it becomes. Each command does. */
const PARTS = {
  gate: './src/gate/gate.ts',
  ledger: './src/ledger/ledger.ts',
  store: './src/profiles/store.ts',
  'store-lock': './src/profiles/store-lock.ts',
  'effective-profile': './src/profiles/effective-profile.ts',
  recent: './src/ledger/recent.ts',
  'profile-names': './src/profiles/profile-names.ts',
  'command-tree': './src/command-tree.ts',
  keyring: './src/profiles/keyring.ts',
  'approval-key': './src/profiles/approval-key.ts',
  'refund-files': './src/plans/refund-files.ts',
  diagnosis: './src/flows/diagnose-callback.ts',
  checkout: './src/checkout/checkout.ts',
  receiver: './src/callbacks/receiver.ts',
  deliver: './src/callbacks/deliver.ts',
  sandbox: './src/sandbox/sandbox.ts',
  'read-code': './src/sandbox/read-code.ts',
  machine: './src/machine/machine.ts',
  'code-command': './src/machine/code-command.ts',
  prompts: './src/terminal/prompts.ts',
  'plain-prompts': './src/terminal/plain-prompts.ts',
  'otp-prompt': './src/terminal/otp-prompt.ts',
  'plain-otp-prompt': './src/terminal/plain-otp-prompt.ts',
  'save-file': './src/terminal/save-file.ts',
  spinner: './src/terminal/spinner.ts',
  colors: './src/terminal/colors.ts',
  ...Object.fromEntries((await commandNames()).map((name) => [`command-${name}`, `./src/commands/${name}.ts`])),
};

/** What main and the parts must have in common: a class that stood twice would not know its own. */
const SHARED = await filesWithClasses();

const common = {
  outdir: 'dist',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.17',
  outExtension: { '.js': '.cjs' },
  minify: true,
  legalComments: 'none',
  metafile: true,
  // They bring a library for each system: they are installed, not bundled.
  external: ['libsql', '@napi-rs/keyring'],
  // import() of our own files becomes require(): it need not wake the ES module loader.
  supported: { 'dynamic-import': false },
  define: {
    // What is looked up beside a file of ours is looked up beside that of the build.
    'import.meta.url': '__filename',
    // A library of got makes two of them as it loads, and with them wakes all of Intl.
    'Intl.ListFormat': 'LateListFormat',
  },
  inject: ['scripts/late-list-format.js'],
};

/** Modules of Node that most runs never use: they load at first use, not at start-up. */
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(assert|crypto|child_process|fs\/promises|timers\/promises)$/ }, ({ path }) => ({
      path,
      namespace: 'late',
    }));
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'default');
      const getters = names.map((name) => `get ${name}() { return load().${name}; }`);
      const load = `let loaded; const load = () => (loaded ??= process.getBuiltinModule('${path}'));`;
      return { contents: `${load}\nmodule.exports = { ${getters.join(', ')} };` };
    });
  },
};

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

const withoutUnused = {
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

/** What a browser loads is a text here: `import style from './checkout.css?raw'`. */
const rawTexts = {
  name: 'raw-texts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice(0, -'?raw'.length)),
      namespace: 'raw',
    }));
    onLoad({ filter: /.*/, namespace: 'raw' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }));
  },
};

await rm('dist', { recursive: true, force: true });
const main = { contents: mainSource(), resolveDir: '.', sourcefile: 'main' };
const builds = await Promise.all([
  build({ ...common, stdin: main, entryNames: 'main', plugins: [lateBuiltins, apart(partFor)] }),
  build({
    ...common,
    entryPoints: PARTS,
    plugins: [withoutUnused, rawTexts, lateBuiltins, apart((wanted) => sharedWithMain(wanted) ?? partFor(wanted))],
  }),
]);
await writeManPages();
await writeFile(
  'dist/THIRD-PARTY-LICENSES.txt',
  await licenses(builds.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

async function writeManPages() {
  const { loadCommandTree, manPages, version } = await loadSource(
    'src/command-tree.ts',
    'src/version.ts',
    'src/views/man-pages.ts',
  );
  await mkdir('dist/man', { recursive: true });
  for (const { file, text } of manPages(await loadCommandTree(), version)) await writeFile(`dist/man/${file}`, text);
}

async function commandNames() {
  const specs = /import\('\.\/([\w-]+)\.ts'\)/g;
  return [...(await readFile('src/commands/index.ts', 'utf8')).matchAll(specs)].map(([, name]) => name);
}

async function filesWithClasses() {
  const files = [...(await readdir('src/domain')).map((file) => `src/domain/${file}`), 'src/command.ts'];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, at) => /^export class /m.test(texts[at]));
}

/** The front door, and what the parts take from it. */
function mainSource() {
  return ['src/main.ts', ...SHARED].map((file) => `export * from './${file}';`).join('\n');
}

/** Leaves what `fileFor` knows in a file of its own. */
function apart(fileFor) {
  return {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, (wanted) => {
        const file = fileFor(wanted);
        return file === undefined ? undefined : { path: `./${file}.cjs`, external: true };
      });
    },
  };
}

function partFor({ path, kind, resolveDir }) {
  if (kind !== 'dynamic-import') return undefined;
  return Object.keys(PARTS).find((name) => resolve(PARTS[name]) === resolve(resolveDir, path));
}

function sharedWithMain({ path, resolveDir }) {
  return path.startsWith('.') && SHARED.some((file) => resolve(resolveDir, path) === resolve(file))
    ? 'main'
    : undefined;
}

/** The licence of each package that the bundle holds. */
async function licenses(inputs) {
  const folders = new Set(
    inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean),
  );
  const texts = await Promise.all([...folders].sort().map(licenseOf));
  return `This program contains the following packages.\n\n${texts.join('\n\n')}\n`;
}

async function licenseOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  return `${'='.repeat(80)}\n${name} ${version} (${license ?? 'see below'})\n\n${text.trim()}`;
}
