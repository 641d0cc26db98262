import type { CommandSpec } from '../command.ts';
import type { CommandTree } from '../domain/command-tree.ts';
import { commandTreeLines } from '../views/command-tree-view.ts';

export const commands: CommandSpec<object, CommandTree> = {
  about:
    'Lists every command. With --json the whole tree: arguments, options, the values that they take, the fields of each ' +
    'document, exit codes and examples.',
  fields: ['about', 'options', 'commands'],
  exits: [2],
  examples: ['rocketpay commands', 'rocketpay commands --json'],
  run: (_, context) => context.commandTree(),
  view: commandTreeLines,
};
