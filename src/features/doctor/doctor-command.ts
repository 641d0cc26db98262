import type { CommandSpec } from '#cli/command-spec';
import { type Checkup, checkupExit } from '#domain/doctor/health-check';
import { parseNewFile } from '#domain/profiles/option-values';
import { checkupLines } from './health-check-view.ts';
import { runHealthChecks } from './health-checks.ts';
import { saveBundle } from './support-bundle.ts';

interface Options {
  readonly offline?: boolean;
  readonly bundle?: string;
}

export const doctor: CommandSpec<Options, Checkup> = {
  about:
    'Checks this machine, its settings and the connection to the Gate, and prints a fix for each problem. It ' +
    'changes nothing: it asks the Gate for the status of a payment that does not exist, which proves project and ' +
    'key. Exit code 4: a problem on this machine or with project or key. Exit code 5: only the connection to the ' +
    'Gate fails.',
  options: [
    { flags: '--offline', about: 'do not use the network' },
    {
      flags: '--bundle <file>',
      about: 'write a report for support to a new file, without secrets and personal data',
      parse: parseNewFile,
    },
  ],
  exits: [4, 5],
  examples: ['rocketpay doctor', 'rocketpay doctor --offline --json'],

  async run({ offline = false, bundle }, context) {
    if (bundle !== undefined) await context.checkNewFile(bundle);
    const checks = await context.terminal.showProgress(
      ({ name }: { readonly name: string }) => [`checking: ${name}`],
      (show) => runHealthChecks({ offline }, context, (name) => show({ name })),
    );
    if (bundle !== undefined) await saveBundle(bundle, checks, context);
    return { healthy: checks.every(({ status }) => status !== 'fail'), checks };
  },

  view: checkupLines,
  exit: checkupExit,
};
