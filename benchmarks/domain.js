import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Loads the project's own rules from their sources, bundled as they are for the installed command. */
export const loadDomain = () =>
  loadSources('../src/domain', ['signature/signature', 'signature/secret', 'json/exact-json']);

/** Makes a key and a certificate for this machine. */
export const loadCertificate = async () =>
  (await loadSources('../test/support/gate', ['certificate'])).createCertificate();

async function loadSources(sources, names) {
  const folder = await mkdtemp(join(tmpdir(), 'rocketpay-benchmarks-'));
  try {
    const outfile = join(folder, 'domain.mjs');
    await build({
      stdin: {
        contents: names.map((name) => `export * from './${name}.ts';`).join('\n'),
        resolveDir: fileURLToPath(new URL(sources, import.meta.url)),
        loader: 'ts',
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
