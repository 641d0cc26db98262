// Bundles the program into dist/: main.cjs, which every run loads, and a file for each command and each other
// part that loads only when it is needed. CommonJS, because Node loads it faster: on Node 20 its ES
// module loader alone costs half of a short command's start-up.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundledLibsql } from './bundle/bundled-libsql.js';
import { lateBuiltins } from './bundle/late-builtins.js';
import { lateJson } from './bundle/late-json.js';
import { KYSELY_PARTS, lateKysely } from './bundle/late-kysely.js';
import { withoutUnused } from './bundle/unused-libraries.js';
import { usedTypeChecks } from './bundle/used-type-checks.js';
import { loadSource } from './load-source.js';

/** What loads when it is needed, by the file it becomes. Each command does. */
const PARTS = {
  gate: './src/adapters/gate/gate.ts',
  ledger: './src/adapters/ledger/open-ledger.ts',
  migrations: './src/adapters/ledger/migrations/run-migrations.ts',
  workbook: './src/adapters/plan-files/xlsx-reader.ts',
  'team-ledger': './src/adapters/ledger/open-team-ledger.ts',
  team: './src/adapters/ledger/manage-team.ts',
  'effective-ledger': './src/adapters/profiles/effective-ledger.ts',
  'run-profile': './src/adapters/profiles/run-profile.ts',
  'rotate-secret': './src/features/profiles/rotate-secret.ts',
  'store-lock': './src/adapters/profiles/store-lock.ts',
  'environment-profile': './src/adapters/profiles/environment-profile.ts',
  'shell-line': './src/adapters/system/shell-line.ts',
  recent: './src/adapters/ledger/files/recent-intents.ts',
  'report-counts': './src/adapters/ledger/reports/report-counts.ts',
  'find-payments': './src/adapters/ledger/search/find-payments.ts',
  'verify-trail': './src/adapters/ledger/audit/verify-trail.ts',
  'command-tree': './src/load-command-manifest.ts',
  keyring: './src/adapters/profiles/keyring.ts',
  'approval-key': './src/adapters/profiles/private-keys.ts',
  'refund-files': './src/adapters/plan-files/plan-files.ts',
  diagnosis: './src/features/signature/diagnose-callback.ts',
  checkout: './src/adapters/checkout/checkout.ts',
  receiver: './src/adapters/callback-http/callback-server.ts',
  deliver: './src/adapters/callback-http/post-callback.ts',
  sandbox: './src/sandbox/start-sandbox.ts',
  'read-code': './src/sandbox/read-sms-code.ts',
  machine: './src/adapters/system/system-probe.ts',
  'code-command': './src/adapters/system/run-otp-command.ts',
  prompts: './src/adapters/terminal/prompts.ts',
  'plain-prompts': './src/adapters/terminal/line-prompts.ts',
  'otp-prompt': './src/adapters/terminal/otp/otp-prompt.ts',
  'plain-otp-prompt': './src/adapters/terminal/otp/line-otp-prompt.ts',
  'save-file': './src/adapters/terminal/save-file.ts',
  'write-workbook': './src/adapters/workbook/write-workbook.ts',
  spinner: './src/adapters/terminal/spinner.ts',
  colors: './src/adapters/terminal/color-style.ts',
  languages: './src/domain/language/catalogue/catalogue.ts',
  ...KYSELY_PARTS,
  ...Object.fromEntries((await commandFiles()).map(({ name, file }) => [`command-${name}`, `./${file}`])),
};

/** What main contains and most parts use: each copy would be compiled and run again. */
const USED_BY_MANY = [
  'src/adapters/bounded-read.ts',
  'src/domain/encoding/mask-sensitive-data.ts',
  'src/domain/errors/file-errors.ts',
  'src/domain/json/exact-json.ts',
  'src/domain/payments/format-amount.ts',
  'src/domain/platform-codes/platform-codes.ts',
  'src/domain/profiles/child-environment.ts',
];

/** What the parts take from main: a class that stood twice would not know its own. */
const SHARED = [...(await filesWithClasses()), ...USED_BY_MANY];

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
  // It brings a library for each system: it is installed, not bundled.
  external: ['@napi-rs/keyring'],
  // import() of our own files becomes require(): it need not wake the ES module loader.
  supported: { 'dynamic-import': false },
  define: {
    // What is looked up beside a file of ours is looked up beside that of the build.
    'import.meta.url': '__filename',
    // A library of got makes two of them as it loads, and with them wakes all of Intl.
    'Intl.ListFormat': 'LateListFormat',
  },
  inject: ['scripts/bundle/late-list-format.js'],
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

const MAIN_FILES = ['src/main.ts', ...SHARED].map((file) => `export * from './${file}';`).join('\n');

/** The module from which the entry point takes everything that the parts need. */
const mainExports = {
  name: 'main-exports',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^main-exports$/ }, ({ path }) => ({ path, namespace: 'main-exports' }));
    onLoad({ filter: /.*/, namespace: 'main-exports' }, () => ({ contents: MAIN_FILES, resolveDir: process.cwd() }));
  },
};

await rm('dist', { recursive: true, force: true });
const main = { contents: await mainSource(), resolveDir: '.', sourcefile: 'main' };
const builds = await Promise.all([
  build({
    ...common,
    stdin: main,
    entryNames: 'main',
    plugins: [mainExports, lateJson, lateBuiltins, apart(partOfMain)],
  }),
  build({
    ...common,
    entryPoints: PARTS,
    plugins: [
      withoutUnused,
      usedTypeChecks,
      bundledLibsql,
      lateKysely,
      rawTexts,
      lateBuiltins,
      apart((wanted) => sharedWithMain(wanted) ?? partFor(wanted)),
    ],
  }),
]);
// Node.js reads the nearest package.json for each file that a part loads: the one of the package is long.
await writeFile('dist/package.json', '{"type":"commonjs"}\n');
await escapeBundles();
await writeManPages();
await writeFile(
  'dist/THIRD-PARTY-LICENSES.txt',
  await licenses(builds.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

/**
 * Writes each other character as an escape: esbuild leaves them in regular expressions only, where it means the same. One of
 * them would double the memory of the whole text, and the time to read it.
 */
async function escapeBundles() {
  for (const file of (await readdir('dist')).filter((name) => name.endsWith('.cjs'))) {
    const text = await readFile(`dist/${file}`, 'utf8');
    if (/\\[^\0-\x7f]/.test(text)) throw new Error(`dist/${file} has a character that would lose its escape.`);
    const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    await writeFile(`dist/${file}`, text.replace(/[^\0-\x7f]/g, escaped));
  }
}

async function writeManPages() {
  const { loadCommandTree, manPages, version } = await loadSource(
    'src/load-command-manifest.ts',
    'src/version.ts',
    'src/features/help/man-pages.ts',
  );
  await mkdir('dist/man', { recursive: true });
  for (const { file, text } of manPages(await loadCommandTree(), version)) await writeFile(`dist/man/${file}`, text);
}

async function commandFiles() {
  const loaders = /import\('#(features\/[\w-]+\/([\w-]+)-command)'\)/g;
  const list = await readFile('src/command-list.ts', 'utf8');
  return [...list.matchAll(loaders)].map(([, path, name]) => ({ name, file: `src/${path}.ts` }));
}

async function filesWithClasses() {
  const domain = await readdir('src/domain', { recursive: true });
  const files = [
    ...domain.filter((file) => file.endsWith('.ts')).map((file) => `src/domain/${file}`),
    'src/cli/command-spec.ts',
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.filter((_, at) => /^export class /m.test(texts[at]));
}

/**
 * The entry point, and what the parts take from it. They get plain values: esbuild would make two getters of each, which every
 * run makes and every use calls.
 */
async function mainSource() {
  const { metafile } = await build({
    stdin: { contents: MAIN_FILES, resolveDir: '.' },
    ...{
      bundle: true,
      packages: 'external',
      format: 'esm',
      write: false,
      metafile: true,
      plugins: [apart(partOfMain)],
    },
  });
  const names = Object.values(metafile.outputs)[0].exports.join(', ');
  return `import { ${names} } from 'main-exports'; module.exports = { ${names} };`;
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

/** What main loads late is a part: without its place in {@link PARTS} it would be a piece of main, which every run loads. */
function partOfMain(wanted) {
  const part = partFor(wanted);
  const isOurs = wanted.kind === 'dynamic-import' && sourceFile(wanted.path, wanted.resolveDir) !== undefined;
  if (isOurs && part === undefined) throw new Error(`scripts/build.js: add ${wanted.path} to PARTS.`);
  return part;
}

function partFor({ path, kind, resolveDir }) {
  if (kind !== 'dynamic-import') return undefined;
  const file = sourceFile(path, resolveDir);
  return Object.keys(PARTS).find((name) => resolve(PARTS[name]) === file);
}

function sharedWithMain({ path, resolveDir }) {
  return SHARED.some((file) => resolve(file) === sourceFile(path, resolveDir)) ? 'main' : undefined;
}

/** The file of src that an import names; undefined for an import of a package. */
function sourceFile(path, resolveDir) {
  if (path.startsWith('#')) return resolve('src', `${path.slice(1)}.ts`);
  return path.startsWith('.') ? resolve(resolveDir, path) : undefined;
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
