// Runs the tests on each Node that is supported, or on those that are named: npm run test:nodes -- 26
// Their programs come from the npm registry and are kept beside the other packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, resolve } from 'node:path';

/** The oldest that is supported, and the newest of each line since. */
const SUPPORTED = ['20.17.0', '22', '24', '26'];

const FOLDER = 'node_modules/.cache/nodes';

const asked = process.argv.slice(2);
const results = (asked.length > 0 ? asked : SUPPORTED).map((version) => ({
  version,
  passed: testOn(install(version)),
}));
for (const { version, passed } of results) console.log(`Node ${version}: ${passed ? 'passed' : 'FAILED'}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

/** The path of a Node's program. */
function install(version) {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${version}`;
  const folder = resolve(FOLDER, name);
  const program = resolve(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const wanted = `${name}@npm:node-${system}-${process.arch}@${version}`;
  if (!existsSync(program)) run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, wanted]);
  return program;
}

/** True when every test has passed. */
function testOn(node) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH}`;
  return run(node, ['node_modules/vitest/vitest.mjs', 'run'], { ...process.env, PATH: path, TEST_EVERY_CASE: '1' });
}

function run(command, words, env = process.env) {
  console.log(`\n$ ${[command, ...words].join(' ')}`);
  return spawnSync(command, words, { stdio: 'inherit', env, shell: process.platform === 'win32' }).status === 0;
}
