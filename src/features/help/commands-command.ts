import type { CommandSpec } from '#cli/command-spec';
import { wrapped } from '#cli/text-table';
import { type CommandTree, formatArgument, runnable } from '#domain/help/command-manifest';

export const commands: CommandSpec<object, CommandTree> = {
  about:
    'Lists every command. With --json the command prints the whole tree: arguments, options, their values, the ' +
    'fields of each document, exit codes and examples.',
  exits: [2],
  examples: ['rocketpay commands', 'rocketpay commands --json'],
  run: (_, context) => context.commandTree(),

  view: (tree, style) =>
    runnable(tree.commands).flatMap(({ name, alias, summary, arguments: values }) => {
      const words = [style.bold(name), ...(alias === undefined ? [] : [`(${alias})`]), ...values.map(formatArgument)];
      return [words.join(' '), ...wrapped(summary, 4)];
    }),
};
