import { type CommandGroup, type CommandSpec, Streamed } from '#cli/command-spec';
import { parseLimit } from '#cli/parse-number';
import { parseTarget } from '#cli/shared-options';
import { CALLBACK_EVENTS, type CallbackEvent } from '#domain/callbacks/callback-event';
import { finishedAttempts, valuesByHeader } from '#domain/callbacks/forwarding';
import { usageError } from '#domain/errors/failure';
import { parsePaymentId } from '#domain/payments/payment-id';
import { explainInvalid } from '#domain/signature/received-limits';
import { verifySigned } from '#domain/signature/signature';
import { DEFAULT_TIMEOUT_MS } from '#domain/time/default-timeouts';
import { parseTimestamp } from '#domain/time/timestamp';
import type { CommandDocument } from '#schemas/document-types';
import { callbackDocument, deliveryDocument, parseStoredBody } from './callback-document.ts';
import { callbackTableLine, replayedLines, wholeCallbackLines } from './callback-view.ts';
import { type PruneOptions, pruneCallbacks } from './prune-callbacks.ts';
import { replay as replayCallbacks } from './replay-callbacks.ts';

interface ListOptions {
  readonly payment?: string;
  readonly event?: CallbackEvent;
  readonly invalid?: boolean;
  readonly chargebacks?: boolean;
  readonly repeats?: boolean;
  readonly since?: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;

const list: CommandSpec<ListOptions> = {
  about: 'Lists the stored callbacks, newest first; with --json one object per line.',
  options: [
    { flags: '--payment <id>', about: 'only of this payment', parse: parsePaymentId, completes: 'payment' },
    { flags: '--event <event>', about: 'only this event', choices: CALLBACK_EVENTS },
    { flags: '--invalid', about: 'only callbacks with a wrong signature' },
    { flags: '--chargebacks', about: 'only chargeback callbacks, which have no signature' },
    { flags: '--repeats', about: 'only repeated callbacks' },
    { flags: '--since <time>', about: 'only from this time on: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' },
    { flags: '--limit <n>', about: `maximum number of results (default ${DEFAULT_LIMIT})`, parse: parseLimit },
  ],
  exits: [7],
  examples: ['rocketpay callbacks list --payment payment_47', 'rocketpay callbacks list --invalid --since 24h --json'],

  async run({ payment, event, invalid, chargebacks, repeats, since, limit = DEFAULT_LIMIT }, context) {
    const { terminal, clock } = context;
    if (invalid === true && chargebacks === true) {
      throw usageError(
        '--invalid and --chargebacks exclude each other: a chargeback callback has no signature to be wrong.',
      );
    }
    const found = await (await context.ledger()).findCallbacks({
      paymentId: payment,
      event,
      valid: invalid === true ? false : undefined,
      kind: chargebacks === true ? 'chargeback' : invalid === true ? null : undefined,
      repeat: repeats,
      since: since === undefined ? undefined : parseTimestamp(since, clock.now()),
      limit: limit + 1,
    });
    const documents = found.slice(0, limit).map((one) => callbackDocument(one, parseStoredBody(one)));
    terminal.emitAll(documents, callbackTableLine);
    for (const file of (await context.ledger()).damagedFiles()) {
      terminal.warn(
        `some received callbacks in ${file} cannot be read; they may have been answered 200. The file is not removed.`,
      );
    }
    if (found.length === 0) terminal.note('No stored callback matches. To receive callbacks: rocketpay listen');
    if (found.length > limit) terminal.note(`Only the newest ${limit} are shown. More: --limit`);
    return new Streamed(0);
  },

  view: () => [],
};

const ID = { words: '<id>', about: 'callback id, as "rocketpay callbacks list" shows it' };

const show: CommandSpec<{ readonly id: string }, CommandDocument<'callbacks show'>> = {
  about:
    'Shows a stored callback: its request, where it was forwarded to, and why its signature is invalid if it is. ' +
    '--field text prints the body byte for byte.',
  arguments: [ID],
  exits: [4, 7],
  examples: ['rocketpay callbacks show "$CALLBACK_ID"', 'rocketpay callbacks show "$CALLBACK_ID" --field text'],

  async run({ id }, context) {
    const ledger = await context.ledger();
    const callback = await ledger.callback(id);
    const body = parseStoredBody(callback);
    const { text, envelope, valid } = callback;
    const deliveries = finishedAttempts(await ledger.deliveries(id)).map(deliveryDocument);
    const headers = [...valuesByHeader(envelope?.headers ?? [])].map(([name, values]) => [name, values.join(', ')]);
    const shown = { headers: Object.fromEntries(headers), deliveries, text, body: body ?? text };
    if (callback.sealed === true) {
      context.terminal.warn(
        'the body of this callback was encrypted with another key: the current ledger.key cannot decrypt it.',
      );
    }
    if (valid || callback.kind !== undefined) return { ...callbackDocument(callback, body), ...shown };
    if (envelope?.cutFrom !== undefined) {
      const cut = `Only the first ${text.length} of its ${envelope.cutFrom} characters are stored, so it cannot be verified again.`;
      return { ...callbackDocument(callback, body, `Its signature was wrong when it was received. ${cut}`), ...shown };
    }
    const secret = await context.secret();
    const verification = verifySigned(text, secret);
    const reason = verification.valid
      ? 'Its signature was invalid when it was received; with the current secret it is valid.'
      : explainInvalid(verification, text);
    const { diagnoseCallback } = await import('#features/signature/diagnose-callback');
    const diagnosis = verification.valid
      ? undefined
      : await diagnoseCallback({ source: 'body', text }, secret, context);
    return {
      ...callbackDocument(callback, body, reason),
      ...shown,
      ...(diagnosis === undefined ? {} : { diagnosis }),
    };
  },

  view: wholeCallbackLines,
};

interface ReplayOptions {
  readonly id?: string;
  readonly failed?: boolean;
  readonly to?: string;
  readonly timeout?: number;
}

const replay: CommandSpec<ReplayOptions> = {
  about:
    'Sends a stored callback again, byte for byte, with selected headers, path and query. With --failed it sends ' +
    'every callback whose last forward request was not answered 200, or was in progress when the listener was ' +
    'killed. Each goes to the URL that failed, or all go to --to. Exit code 3 when one was not answered 200, 5 ' +
    'when nothing answered.',
  arguments: [{ ...ID, words: '[id]' }],
  options: [
    { flags: '--to <url>', about: 'URL to send to', parse: parseTarget },
    { flags: '--failed', about: 'replay every callback that could not be forwarded' },
  ],
  exits: [3, 5, 7],
  examples: [
    'rocketpay callbacks replay "$CALLBACK_ID" --to http://localhost:3000',
    'rocketpay callbacks replay --failed',
  ],

  async run({ id, failed = false, to, timeout = DEFAULT_TIMEOUT_MS }, context) {
    const { terminal } = context;
    let count = 0;
    const exit = await replayCallbacks(
      {
        ...{ id, failed, to, timeoutMilliseconds: timeout },
        onReplayed: (replayed) => {
          count += 1;
          terminal.emit(replayed, replayedLines);
        },
      },
      context,
    );
    if (count === 0) terminal.note('No failed callbacks: every forwarded callback was answered 200.');
    return new Streamed(exit);
  },

  view: () => [],
};

const prune: CommandSpec<PruneOptions, CommandDocument<'callbacks prune'>> = {
  about:
    'Removes stored callbacks with a wrong signature. Genuine callbacks and chargeback callbacks stay, unless ' +
    '--genuine or --chargebacks is given; each of these needs --older-than. Queued callbacks that still have to be ' +
    'forwarded stay ("rocketpay callbacks replay --failed"). A repeat of a removed callback counts as new. ' +
    'Payments, refunds and the audit trail do not change.',
  options: [
    { flags: '--older-than <time>', about: 'only callbacks received before this time: 24h, 90d, 2026-11-01' },
    { flags: '--genuine', about: 'remove genuine callbacks too' },
    { flags: '--chargebacks', about: 'remove unsigned chargeback callbacks too' },
    { flags: '--dry-run', about: 'count the callbacks and remove nothing' },
    { flags: '--yes', about: 'do not ask for confirmation' },
  ],
  exits: [7],
  examples: ['rocketpay callbacks prune --dry-run', 'rocketpay callbacks prune --older-than 90d --genuine --dry-run'],

  run: pruneCallbacks,

  view({ removed, wrong, genuine, chargebacks, waiting, dryRun }) {
    const parts = `${wrong} with a wrong signature, ${genuine} genuine, ${chargebacks} chargebacks`;
    return [
      dryRun === true
        ? `Would remove ${wrong + genuine + chargebacks} callbacks: ${parts}.`
        : `Removed ${removed} callbacks: ${parts}.`,
      ...(waiting === 0
        ? []
        : [`${waiting} stay because they have not been forwarded yet: rocketpay callbacks replay --failed`]),
    ];
  },
};

export const callbacks: CommandGroup = {
  commands: [
    { name: 'list', summary: 'list the stored callbacks, newest first', spec: list },
    { name: 'show', summary: 'show a callback in full, and why its signature is invalid', spec: show },
    { name: 'prune', summary: 'remove callbacks with a wrong signature, or old ones', spec: prune },
    { name: 'replay', summary: 'send a callback again, or all that could not be forwarded', spec: replay },
  ],
};
