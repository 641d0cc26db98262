import { wrapped } from '#cli/columns';
import { type CommandTree, formatArgument, runnable } from '#domain/help/command-manifest';
import type { Style } from '#domain/terminal/terminal';

const INDENT = 4;

/** Formats the list of commands with their summaries. */
export const commandTreeLines = ({ commands }: CommandTree, style: Style): string[] =>
  runnable(commands).flatMap(({ name, alias, summary, arguments: values }) => {
    const words = [style.bold(name), ...(alias === undefined ? [] : [`(${alias})`]), ...values.map(formatArgument)];
    return [words.join(' '), ...wrapped(summary, INDENT)];
  });
