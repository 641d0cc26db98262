import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Files of commander that most runs never use. They load when a function of theirs is called. */
const LATE = {
  'help.js': `exports.Help = class { constructor() { return new (require('./commander-help.cjs').Help)(); } };
    exports.stripColor = (text) => require('./commander-help.cjs').stripColor(text);`,
  'suggestSimilar.js': `exports.suggestSimilar = (...words) => require('./commander-help.cjs').suggestSimilar(...words);`,
};

/** A command that commander makes for programs of one file. */
const PROGRAM = 'exports.program = new Command();';

/** The part that contains these files: `commander-help.js`. */
export const COMMANDER_HELP = fileURLToPath(new URL('commander-help.js', import.meta.url));

/** The plugin of esbuild that puts functions that load later in their place. */
export const lateCommander = {
  name: 'late-commander',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/commander-help\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /node_modules.commander.lib.(help|suggestSimilar)\.js$/ }, ({ path }) => ({
      contents: LATE[/\w+\.js$/.exec(path)[0]],
    }));
    onLoad({ filter: /node_modules.commander.index\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes(PROGRAM)) throw new Error(`${path} makes its program in another way now.`);
      return { contents: text.replace(PROGRAM, '') };
    });
  },
};
