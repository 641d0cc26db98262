import type { CommandSpec } from '#cli/command-spec';
import type { CommandTree } from '#domain/help/command-manifest';
import { commandTreeLines } from './command-list-view.ts';

export const commands: CommandSpec<object, CommandTree> = {
  about:
    'Lists every command. With --json it prints the whole tree: arguments, options, their values, the fields of ' +
    'each document, exit codes and examples.',
  exits: [2],
  examples: ['rocketpay commands', 'rocketpay commands --json'],
  run: (_, context) => context.commandTree(),
  view: commandTreeLines,
};
