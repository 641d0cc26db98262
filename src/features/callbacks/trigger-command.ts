import { type CommandSpec, Streamed } from '#cli/command-spec';
import { speedParser } from '#cli/parse-number';
import { parseTarget, SET_OPTION } from '#cli/shared-options';
import { CALLBACK_EVENTS, type CallbackEvent } from '#domain/callbacks/callback-event';
import { FORGERY_KINDS, type ForgeryKind, type ForgeryResult } from '#domain/callbacks/forged-callback';
import type { DeliveryDocument } from '#domain/documents';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import type { FieldOverride } from '#domain/json/json-path';
import { parsePaymentId } from '#domain/payments/payment-id';
import { DEFAULT_TIMEOUT_MS } from '#domain/time/default-limits';
import { deliveryExitCode } from './replay-callbacks.ts';
import { PAYMENT_PLACE, type RecordsSource } from './shop-records.ts';
import { stressTest } from './stress-test.ts';
import { buildSignedCallback, sendCallback, tryForgery } from './trigger-callback.ts';
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

/** What a callback became: sent, or only made. */
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
    'Makes a callback as the platform would send it, signs it with the secret of the profile, and sends it to your program; ' +
    'without --to it is printed. With --storm your program gets duplicates, the wrong order, late ones and copies at the same ' +
    'time, and again what it did not answer with 200 (with --json one object a delivery, the report last). Its answers cannot ' +
    'tell whether it did the work twice: --verify-url or --verify-command asks your own records. With --invalid it gets a ' +
    'genuine callback first and then a forged one, which it must turn away. Exit code 3 when it was not answered as it should ' +
    'be or your records have a payment more or less than once, 5 when nothing answered, 9 when a forged one was answered 2xx.',
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
      parse: speedParser(1, 1_000_000),
    },
    {
      flags: '--verify-url <url>',
      about: 'after a storm, ask your program how often it recorded {payment}: it answers one number',
      parse: parseRecordsUrl,
    },
    {
      flags: '--verify-command <line>',
      about: 'the same with a shell line that prints the number; {payment} stands for the payment id',
      parse: parseRecordsCommand,
    },
  ],
  fields: [
    ...['event', 'paymentId', 'text', 'invalid', 'to', 'at', 'status', 'reason', 'milliseconds', 'delivered', 'answer'],
    ...['kind', 'payment', 'repeat', 'sent', 'answered200', 'repeats', 'repeatsAnswered200', 'slowestMilliseconds'],
    ...['unanswered', 'idempotent', 'verdict', 'recorded', 'findings', 'warnings', 'payments', 'control'],
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
    if (recordsOf(options) !== undefined) throw usageError('--verify-url and --verify-command go with --storm.');
    const made = await buildSignedCallback({ event, paymentId, overrides, invalid }, context);
    const about = { event, paymentId: made.paymentId, text: made.text, ...(invalid === undefined ? {} : { invalid }) };
    if (to === undefined) return about;
    if (made.control === undefined) return { ...about, ...(await sendCallback(made, to, timeout, context)) };
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
  if (to === undefined) throw usageError('Say where the storm goes: --to <url>.');
  if (invalid !== undefined || payment !== undefined) {
    throw usageError('A storm is of genuine callbacks about new payments: leave out --invalid and --payment.');
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
  throw usageError('It does not say where the payment id goes.', `Write ${PAYMENT_PLACE} in its place.`);
}

function parseEvent(text: string): CallbackEvent {
  const event = CALLBACK_EVENTS.find((one) => one === text);
  if (event !== undefined) return event;
  throw usageError(`${JSON.stringify(text)} is not an event.`, `Events: ${CALLBACK_EVENTS.join(', ')}.`);
}
