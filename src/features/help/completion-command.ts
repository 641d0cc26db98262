import type { CommandSpec } from '#cli/command-spec';
import { usageError } from '#domain/errors/failure';
import { COMPLETION_INSTALLS, COMPLETION_SHELLS, type CompletionShell } from '#domain/help/completion-shells';
import type { CommandDocument } from '#schemas/document-types';

export const completion: CommandSpec<{ readonly shell: CompletionShell }, CommandDocument<'completion'>> = {
  about:
    'Prints the script with which a shell completes commands, options and their values: profiles, payments of the ' +
    'ledger, operators, events, codes, files. Completion does not use the network. It also prints how to install ' +
    'the script.',
  arguments: [
    { words: '<shell>', about: COMPLETION_SHELLS.join(', '), parse: parseShell, completes: COMPLETION_SHELLS },
  ],
  exits: [2],
  examples: ['rocketpay completion bash', 'rocketpay completion zsh --quiet'],

  async run({ shell }, context) {
    for (const line of COMPLETION_INSTALLS[shell]) context.terminal.note(line);
    return { shell, script: await context.completionScript(shell) };
  },

  view: (_, __, { script }) => script.trimEnd().split('\n'),
};

function parseShell(text: string): CompletionShell {
  const shell = COMPLETION_SHELLS.find((one) => one === text.toLowerCase());
  if (shell !== undefined) return shell;
  throw usageError(`${JSON.stringify(text)} is not a shell.`, `One of: ${COMPLETION_SHELLS.join(', ')}.`);
}
