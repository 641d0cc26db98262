import { type CommandSpec, Streamed } from '#cli/command-spec';
import { createSpeedParser } from '#cli/parse-number';
import { parseTarget, SET_OPTION } from '#cli/shared-options';
import { CALLBACK_EVENTS, type CallbackEvent } from '#domain/callbacks/callback-event';
import { FORGERY_KINDS, type ForgeryKind, type ForgeryResult } from '#domain/callbacks/sample-forgeries';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import type { FieldOverride } from '#domain/json/json-path';
import { parsePaymentId } from '#domain/payments/payment-id';
import { DEFAULT_TIMEOUT_MS } from '#domain/time/default-timeouts';
import { PAYMENT_PLACE, type RecordsSource } from '#features/callbacks/stress/handler-records';
import { stressTest } from '#features/callbacks/stress/stress-test';
import type { DeliveryDocument } from '#schemas/document-types';
import { deliveryExitCode } from './replay-callbacks.ts';
import { buildSignedCallback, sendSample, tryForgery } from './trigger-callback.ts';
import { stressDeliveryLines, stressLines, triggeredLines } from './trigger-view.ts';

interface Options {
  readonly event: CallbackEvent;
  readonly to?: string;
  readonly payment?: string;
  readonly set?: readonly FieldOverride[];
  readonly invalid?: ForgeryKind;
  readonly storm?: boolean;
  readonly speed?: number;
  readonly verifyUrl?: string;
  readonly verifyCommand?: string;
  readonly timeout?: number;
}

/** The document of a sample callback that was sent or only created. */
export type Triggered = { readonly event: CallbackEvent; readonly paymentId: string; readonly text: string } & Partial<
  DeliveryDocument & {
    readonly invalid: ForgeryKind;
    readonly control: DeliveryDocument;
    readonly verdict: ForgeryResult;
    readonly answer: string;
  }
>;

const DEFAULT_SPEED = 1000;

export const trigger: CommandSpec<Options, Triggered> = {
  about:
    'Creates a sample callback in the format of the platform, signs it with the secret of the profile, and sends ' +
    'it to your program; without --to it prints the callback. --storm runs a stress test: your program gets ' +
    'duplicates, callbacks in the wrong order, late ones and concurrent copies, and a retry of each callback that ' +
    'it did not answer with 200. With --json it prints one object per delivery, and the report last. The answers ' +
    'do not show whether your program processed a callback twice: --verify-url or --verify-command asks for your ' +
    'own records. With --invalid your program gets a genuine callback first and then a forged one, which it must ' +
    'reject. Exit code 3 when an answer was wrong or your records do not have each payment exactly once, 5 when ' +
    'nothing answered, 9 when a forged callback was answered 2xx.',
  arguments: [{ words: '<event>', about: CALLBACK_EVENTS.join(', '), parse: parseEvent, completes: CALLBACK_EVENTS }],
  options: [
    { flags: '--to <url>', about: 'URL where your program receives callbacks', parse: parseTarget },
    {
      flags: '--payment <id>',
      about: 'id of the payment, with its data from the ledger (default: a new payment)',
      parse: parsePaymentId,
      completes: 'payment',
    },
    { ...SET_OPTION, about: 'add or override any field before signing (repeatable)' },
    { flags: '--invalid <kind>', about: 'send a forged callback of this kind', choices: FORGERY_KINDS },
    {
      flags: '--storm',
      about: 'stress test: send many callbacks with duplicates, delays and retries, and print a report',
    },
    {
      flags: '--speed <n>',
      about: `time factor of the retries in a stress test (default ${DEFAULT_SPEED}: 10 s become 10 ms)`,
      parse: createSpeedParser(1, 1_000_000),
    },
    {
      flags: '--verify-url <url>',
      about: 'after a stress test, ask this URL how often your program recorded {payment}; the answer is one number',
      parse: parseRecordsUrl,
    },
    {
      flags: '--verify-command <line>',
      about: 'shell command that prints the number instead; {payment} is replaced with the payment id',
      parse: parseRecordsCommand,
    },
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
    if (options.storm === true) return runStressTest(options, context);
    if (recordsOf(options) !== undefined) throw usageError('--verify-url and --verify-command need --storm.');
    const made = await buildSignedCallback({ event, paymentId, overrides, invalid }, context);
    const about = { event, paymentId: made.paymentId, text: made.text, ...(invalid === undefined ? {} : { invalid }) };
    if (to === undefined) return about;
    if (made.control === undefined) return { ...about, ...(await sendSample(made, to, timeout, context)) };
    const { forged, control, verdict } = await tryForgery(made, made.control, to, timeout, context);
    return { ...about, control, verdict, ...forged };
  },

  view: triggeredLines,

  exit: ({ status, delivered, control, verdict }): ExitCode => {
    if (control !== undefined && verdict !== undefined) return exitOfForgery(control, verdict);
    if (status === undefined || delivered === undefined) return EXIT.done;
    return deliveryExitCode([{ status, delivered }]);
  },
};

function exitOfForgery(control: DeliveryDocument, verdict: ForgeryResult): ExitCode {
  if (control.status === null || verdict === 'no_answer') return EXIT.unavailable;
  if (verdict === 'taken') return EXIT.unverified;
  return verdict === 'turned_away' ? EXIT.done : EXIT.refused;
}

async function runStressTest(options: Options, context: Parameters<typeof trigger.run>[1]): Promise<Streamed> {
  const {
    event,
    to,
    set: overrides = [],
    invalid,
    payment,
    speed = DEFAULT_SPEED,
    timeout = DEFAULT_TIMEOUT_MS,
  } = options;
  if (to === undefined) throw usageError('A stress test needs a target: --to <url>.');
  if (invalid !== undefined || payment !== undefined) {
    throw usageError('A stress test sends genuine callbacks of new payments: leave out --invalid and --payment.');
  }
  const { terminal } = context;
  const report = await stressTest(
    {
      ...{ event, overrides, url: to, speed, timeoutMilliseconds: timeout, records: recordsOf(options) },
      onDelivery: (delivery) => terminal.emit(delivery, stressDeliveryLines),
    },
    context,
  );
  terminal.emit(report, stressLines);
  if (report.findings.length === 0) return new Streamed(EXIT.done);
  return new Streamed(report.answered200 === 0 && report.unanswered > 0 ? EXIT.unavailable : EXIT.refused);
}

function recordsOf({ verifyUrl, verifyCommand }: Options): RecordsSource | undefined {
  if (verifyUrl !== undefined && verifyCommand !== undefined) {
    throw usageError('Give --verify-url or --verify-command, not both.');
  }
  if (verifyUrl !== undefined) return { kind: 'url', url: verifyUrl };
  return verifyCommand === undefined ? undefined : { kind: 'command', line: verifyCommand };
}

function parseRecordsUrl(text: string): string {
  parseTarget(withPlace(text).replaceAll(PAYMENT_PLACE, 'payment_47'));
  return text;
}

function parseRecordsCommand(text: string): string {
  return withPlace(text);
}

function withPlace(text: string): string {
  if (text.includes(PAYMENT_PLACE)) return text;
  throw usageError('The placeholder of the payment id is missing.', `Write ${PAYMENT_PLACE} in its place.`);
}

function parseEvent(text: string): CallbackEvent {
  const event = CALLBACK_EVENTS.find((one) => one === text);
  if (event !== undefined) return event;
  throw usageError(`${JSON.stringify(text)} is not an event.`, `Events: ${CALLBACK_EVENTS.join(', ')}.`);
}
