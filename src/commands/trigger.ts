import { type CommandSpec, Streamed } from '../command.ts';
import { CALLBACK_EVENTS, type CallbackEvent } from '../domain/callback-event.ts';
import type { DeliveryDocument } from '../domain/documents.ts';
import { usageFailure } from '../domain/errors.ts';
import { EXIT, type ExitCode } from '../domain/exit-codes.ts';
import { FORGERY_KINDS, type ForgeryKind, turnedAway } from '../domain/forged-callback.ts';
import type { FieldOverride } from '../domain/json-path.ts';
import { parsePaymentId } from '../domain/payment-id.ts';
import { exitOf } from '../flows/replay.ts';
import { storm } from '../flows/storm.ts';
import { makeSigned, sendMade } from '../flows/trigger.ts';
import { stormDeliveryLines, stormLines, triggeredLines } from '../views/trigger-view.ts';
import { parseTarget, SET_OPTION } from './options.ts';

interface Options {
  readonly event: CallbackEvent;
  readonly to?: string;
  readonly payment?: string;
  readonly set?: readonly FieldOverride[];
  readonly invalid?: ForgeryKind;
  readonly storm?: boolean;
  readonly speed?: number;
  readonly timeout?: number;
}

/** What a callback became: sent, or only made. */
export type Triggered = { readonly event: CallbackEvent; readonly paymentId: string; readonly text: string } & Partial<
  DeliveryDocument & { readonly invalid: ForgeryKind; readonly answer: string }
>;

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_SPEED = 1000;

export const trigger: CommandSpec<Options, Triggered> = {
  about:
    'Makes a callback as the platform would send it, signs it with the secret of the profile, and sends it to your program; ' +
    'without --to it is printed. With --storm your program gets duplicates, the wrong order, late ones and copies at the same ' +
    'time, and what it does not take again on the platform’s schedule; the report says whether it stood that, as far as answers tell ' +
    '(with --json one object a delivery, the report last). With --invalid it gets one that it must turn away. Exit code 3 when it was ' +
    'not answered as it should be, 5 when nothing answered, 9 when a forged one was answered 200.',
  arguments: [{ words: '<event>', about: CALLBACK_EVENTS.join(', '), parse: parseEvent, completes: CALLBACK_EVENTS }],
  options: [
    { flags: '--to <url>', about: 'where your program takes callbacks', parse: parseTarget },
    {
      flags: '--payment <id>',
      about: 'about this payment, as the ledger knows it (default: a new one)',
      parse: parsePaymentId,
      completes: 'payment',
    },
    { ...SET_OPTION, about: 'add or override any field, before it is signed; may be repeated' },
    { flags: '--invalid <kind>', about: 'wrong on purpose', choices: FORGERY_KINDS },
    { flags: '--storm', about: 'many, as they may come on a bad day, and a report' },
    {
      flags: '--speed <n>',
      about: `of the retries in a storm (default ${DEFAULT_SPEED}: 10 s become 10 ms)`,
      parse: parseSpeed,
    },
  ],
  fields: [
    ...['event', 'paymentId', 'text', 'invalid', 'to', 'at', 'status', 'reason', 'milliseconds', 'delivered', 'answer'],
    ...['kind', 'payment', 'repeat', 'sent', 'answered200', 'repeats', 'repeatsAnswered200', 'slowestMilliseconds'],
    ...['unanswered', 'idempotent', 'findings', 'payments'],
  ],
  exits: [3, 4, 5, 7, 9],
  examples: [
    'rocketpay trigger purchase.success --set payment.sum.amount=250000',
    'rocketpay trigger purchase.otp --payment payment_47 --to http://shop.test/',
    'rocketpay trigger refund.success --storm --to http://localhost:3000/callback',
    'rocketpay trigger purchase.success --invalid hex --to http://localhost:3000',
  ],

  async run(options, context) {
    const { event, to, payment: paymentId, set: overrides = [], invalid, timeout = DEFAULT_TIMEOUT_MS } = options;
    if (options.storm === true) return runStorm(options, context);
    const made = await makeSigned({ event, paymentId, overrides, invalid }, context);
    const about = { event, paymentId: made.paymentId, text: made.text, ...(invalid === undefined ? {} : { invalid }) };
    return to === undefined ? about : { ...about, ...(await sendMade(made, to, timeout, context)) };
  },

  view: triggeredLines,

  exit: ({ status, delivered, invalid }): ExitCode => {
    if (status === undefined || delivered === undefined) return EXIT.done;
    if (invalid === undefined) return exitOf([{ status, delivered }]);
    if (status === null) return EXIT.unavailable;
    if (delivered) return EXIT.unverified;
    return turnedAway(status) ? EXIT.done : EXIT.refused;
  },
};

async function runStorm(
  { event, to, set: overrides = [], invalid, payment, speed = DEFAULT_SPEED, timeout = DEFAULT_TIMEOUT_MS }: Options,
  context: Parameters<typeof trigger.run>[1],
): Promise<Streamed> {
  if (to === undefined) throw usageFailure('Say where the storm goes: --to <url>.');
  if (invalid !== undefined || payment !== undefined) {
    throw usageFailure('A storm is of genuine callbacks about new payments: leave out --invalid and --payment.');
  }
  const { terminal } = context;
  const report = await storm(
    {
      ...{ event, overrides, url: to, speed, timeoutMilliseconds: timeout },
      onDelivery: (delivery) => terminal.emit(delivery, stormDeliveryLines),
    },
    context,
  );
  terminal.emit(report, stormLines);
  if (report.idempotent) return new Streamed(EXIT.done);
  return new Streamed(report.answered200 === 0 && report.unanswered > 0 ? EXIT.unavailable : EXIT.refused);
}

function parseEvent(text: string): CallbackEvent {
  const event = CALLBACK_EVENTS.find((one) => one === text);
  if (event !== undefined) return event;
  throw usageFailure(`${JSON.stringify(text)} is not an event.`, `Events: ${CALLBACK_EVENTS.join(', ')}.`);
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (speed >= 1 && speed <= 1_000_000) return speed;
  throw usageFailure(`${JSON.stringify(text)} is not a speed.`, 'A number from 1 to 1000000.');
}
