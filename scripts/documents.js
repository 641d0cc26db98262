// Writes what is made of the commands and kept with the source: the words in the scripts of completions/, and
// the list of man pages in package.json. Run it when a command has changed: a test fails until then.
import { readFile, writeFile } from 'node:fs/promises';
import { loadSource } from './load-source.js';

const { COMPLETION_FILES, completionTable, loadCommandTree, manPages } = await loadSource(
  'src/load-command-manifest.ts',
  'src/domain/help/completion-shells.ts',
  'src/features/help/completion-table.ts',
  'src/features/help/man-pages.ts',
);
const tree = await loadCommandTree();

for (const [shell, name] of Object.entries(COMPLETION_FILES)) {
  const file = `completions/${name}`;
  const [before, , after] = (await readFile(file, 'utf8')).split(/(?<=writes it\.\n)([\s\S]*?)(?=^ *# End of what)/m);
  await writeFile(file, `${before}${completionTable(shell, tree).join('\n')}\n${after}`);
}

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
manifest.man = manPages(tree, manifest.version).map(({ file }) => `./dist/man/${file}`);
await writeFile('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
