// Bundles the program into dist/: main.cjs, which every run loads and which holds the rules, and a file for
// each part that loads only when it is needed. CommonJS, because Node loads it faster: on Node 20 its ES
// module loader alone costs half of a short command's start-up.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** What main.ts and the terminal load when they need it, by the file it becomes. */
const PARTS = {
  gate: './src/gate/gate.ts',
  store: './src/profiles/store.ts',
  'effective-profile': './src/profiles/effective-profile.ts',
  receiver: './src/callbacks/receiver.ts',
  sandbox: './src/sandbox/sandbox.ts',
  prompts: '@inquirer/prompts',
  ora: 'ora',
  chalk: 'chalk',
};

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
  // import() of our own files becomes require(): it need not wake the ES module loader.
  supported: { 'dynamic-import': false },
};

/** Modules of Node that most runs never use: they load at first use, not at start-up. */
const lateBuiltins = {
  name: 'late-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(crypto|child_process|fs\/promises|timers\/promises)$/ }, ({ path }) => ({
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

await rm('dist', { recursive: true, force: true });
const main = { contents: await mainSource(), resolveDir: '.', sourcefile: 'main' };
const builds = await Promise.all([
  build({ ...common, stdin: main, entryNames: 'main', plugins: [lateBuiltins, apart(partFor)] }),
  build({ ...common, entryPoints: PARTS, plugins: [lateBuiltins, apart(sharedWithMain)] }),
]);
await writeFile(
  'dist/THIRD-PARTY-LICENSES.txt',
  await licenses(builds.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

/**
 * The front door, and everything that the rules and the clock export: the parts take that from here. Two
 * exports of one name would hide each other.
 */
async function mainSource() {
  const files = [...(await readdir('src/domain')).map((file) => `./src/domain/${file}`), './src/clock.ts'];
  const seen = new Map();
  for (const file of files) {
    const names = (await readFile(file, 'utf8')).matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm);
    for (const [, name] of names) {
      if (seen.has(name)) throw new Error(`${name} is exported by ${seen.get(name)} and by ${file}`);
      seen.set(name, file);
    }
  }
  return ['./src/main.ts', ...files].map((file) => `export * from '${file}';`).join('\n');
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
  const absolute = (file, folder) => (file.startsWith('.') ? resolve(folder, file) : file);
  return Object.keys(PARTS).find((name) => absolute(PARTS[name], '.') === absolute(path, resolveDir));
}

function sharedWithMain({ path }) {
  return /\/(domain\/[\w-]+|clock)\.ts$/.test(path) ? 'main' : undefined;
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
