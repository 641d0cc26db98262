import { type CommandSpec, Streamed } from '#cli/command-spec';
import { createSpeedParser } from '#cli/parse-number';
import { EXIT } from '#domain/errors/exit-codes';
import type { CommandDocument } from '#schemas/document-types';
import { demoPage } from './demo-page.ts';
import { demoLines } from './demo-view.ts';
import { runDemoWizard } from './demo-wizard.ts';
import { playDemo } from './scripted-demo.ts';

/** Default time factor of the scripted demo: an OTP with a lifetime of 80 s expires after two seconds. */
const DEFAULT_SPEED = 40;

interface Options {
  readonly speed?: number;
  readonly play?: boolean;
  readonly page?: boolean;
  readonly json?: boolean;
}

export const demo: CommandSpec<Options> = {
  about:
    'Guides you through a payment on a local sandbox and shows the SMS to the payer. Without a terminal, with ' +
    '--play or with --json the demo runs by itself: a wrong code, an expired code, a resend, the right code, and ' +
    'two partial refunds. It shows each request and each verified callback.',
  options: [
    { flags: '--play', about: 'run the demo without questions' },
    { flags: '--page', about: 'pay on the Payment Page in the browser; stop with Ctrl-C' },
    {
      flags: '--speed <n>',
      about: `time factor (default 1; ${DEFAULT_SPEED} with --play)`,
      parse: createSpeedParser(1, 200),
    },
  ],
  exits: [3, 5, 6, 7, 8],
  examples: ['rocketpay demo', 'rocketpay demo --speed 100 --json'],

  async run({ speed, play, page, json }, context) {
    const { terminal } = context;
    const onStep = (step: CommandDocument<'demo'>) => terminal.emit(step, demoLines);
    if (page === true) {
      await demoPage({ speed: speed ?? 1, onStep }, context);
    } else if (terminal.interactive && play !== true && json !== true) {
      await runDemoWizard(speed ?? 1, context);
    } else {
      await playDemo({ speed: speed ?? DEFAULT_SPEED, onStep }, context);
    }
    return new Streamed(EXIT.done);
  },

  view: () => [],
};
