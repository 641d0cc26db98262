import type { Command } from 'commander';
import { COMMON_EXITS, EXIT_MEANINGS, type ExitCode } from '#domain/errors/exit-codes';
import { HELP_TOPICS } from '#domain/help/help-topics';
import type { Terminal } from '#domain/terminal/terminal';
import type { AnyCommand } from './command-spec.ts';
import { ABOUT } from './global-options.ts';

/** Adds description, exit codes and topics to the help of the program. Help is printed on stdout. */
export function addProgramHelp(program: Command, { print }: Pick<Terminal, 'print'>): void {
  const list = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`);
  program
    .description(ABOUT)
    .configureOutput({
      writeOut: print,
      // A group without a subcommand prints its help as an error.
      writeErr: print,
      outputError: () => {},
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    // A subcommand has the options of the program, but not those of its parent command, nor one that it has itself.
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: ({ description, argChoices = [] }) => withChoices(description, argChoices),
      visibleGlobalOptions: ({ parent, options: own }) =>
        parent === null ? [] : program.options.filter(({ long }) => own.every((option) => option.long !== long)),
    })
    .addHelpText(
      'after',
      `\nExit codes:\n${list.join('\n')}\n\nMore: rocketpay help ${Object.keys(HELP_TOPICS).join(', ')}\nTry it without an account: rocketpay demo`,
    );
}

/** Returns the text of an option with its possible values, unless the text already names each of them. */
export function withChoices(about: string, choices: readonly string[]): string {
  const isNamed = (choice: string) => new RegExp(`\\b${choice}\\b`).test(about);
  return choices.every(isNamed) ? about : `${about} (choices: ${choices.join(', ')})`;
}

/** Returns the end of the help of a command: its JSON fields, exit codes and examples. */
export function formatHelpTail({ exits, examples }: AnyCommand, fields: readonly string[]): string {
  const codes = [...new Set<ExitCode>([...COMMON_EXITS, ...exits])].sort((a, b) => a - b);
  return [
    '',
    ...listLines('JSON:', fields),
    ...listLines('Exit codes:', codes.map(String)),
    '             (their meanings: rocketpay --help)',
    '',
    'Examples:',
    ...examples.map((example) => `  $ ${example}`),
  ].join('\n');
}

/** Formats words with commas between them, in lines of at most 79 columns. */
function listLines(label: string, words: readonly string[]): string[] {
  const lines = [label.padEnd(12)];
  for (const [at, word] of words.entries()) {
    const next = ` ${word}${at === words.length - 1 ? '' : ','}`;
    if ((lines.at(-1) ?? '').length + next.length > 79) lines.push(' '.repeat(12));
    lines[lines.length - 1] += next;
  }
  return lines;
}
