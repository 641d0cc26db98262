import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable } from './measure.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INSTALLED = fileURLToPath(new URL('./node_modules', import.meta.url));

/** What an install brings along: the packed file, and all that stands on the disk after it, beside a peer. */
export function compareSize() {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-size-'));
  const npm = (...words) =>
    spawnSync('npm', words, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  try {
    const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder).stdout);
    const place = join(folder, 'place');
    npm('install', '--no-audit', '--no-fund', '--prefix', place, join(folder, packed.filename));
    const own = join(place, 'node_modules');
    printTable('Size (MB)', [
      ['', 'packed', 'installed'],
      ['rocketpay-cli by itself', megabytes(packed.size), megabytes(sizeOf(join(own, 'rocketpay-cli')))],
      ...partsOf(own).map((name) => [`  and ${name}`, '', megabytes(sizeOf(join(own, name)))]),
      ['rocketpay-cli, all of it', '', megabytes(sizeOf(own))],
      ['@stripe/cli, all of it', '', megabytes(sizeOf(join(INSTALLED, '@stripe')))],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was installed beside it, by scope where there is one. */
const partsOf = (place) => readdirSync(place).filter((name) => !name.startsWith('.') && name !== 'rocketpay-cli');

function sizeOf(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
