import { type CommandSpec, Streamed } from '../command.ts';
import { usageFailure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { playDemo } from '../flows/demo.ts';
import { demoLines } from '../views/demo-view.ts';

/** Fast enough that an OTP of 80 s runs out in two. */
const DEFAULT_SPEED = 40;

export const demo: CommandSpec<{ readonly speed?: number }> = {
  about:
    'Plays a purchase on an embedded sandbox, both sides of it: a wrong code, an expired one, a resend, the right one, and ' +
    'the money back in two parts. Each request and each verified callback is shown.',
  options: [
    { flags: '--speed <n>', about: `times as fast as real time (default ${DEFAULT_SPEED})`, parse: parseSpeed },
  ],
  fields: ['type'],
  exits: [8],
  examples: ['rocketpay demo', 'rocketpay demo --speed 100 --json'],

  async run({ speed = DEFAULT_SPEED }, context) {
    await playDemo({ speed, tell: (step) => context.terminal.emit(step, demoLines) }, context);
    return new Streamed(EXIT.done);
  },

  view: () => [],
};

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (speed >= 1 && speed <= 200) return speed;
  throw usageFailure(`${JSON.stringify(text)} is not a speed.`, 'A number from 1 to 200.');
}
