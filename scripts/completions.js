// Writes into the scripts of completions/ what the commands say of themselves. Run it when a command has
// changed: a test fails until then.
import { readFile, writeFile } from 'node:fs/promises';
import { loadSource } from './load-source.js';

const { COMPLETION_FILES, completionTable, loadCommandTree } = await loadSource(
  'src/command-tree.ts',
  'src/domain/completion.ts',
  'src/views/completion-table.ts',
);
const tree = await loadCommandTree();
for (const [shell, name] of Object.entries(COMPLETION_FILES)) {
  const file = `completions/${name}`;
  const [before, , after] = (await readFile(file, 'utf8')).split(/(?<=writes it\.\n)([\s\S]*?)(?=^ *# End of what)/m);
  await writeFile(file, `${before}${completionTable(shell, tree).join('\n')}\n${after}`);
}
