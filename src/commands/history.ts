import { type CommandSpec, Streamed } from '../command.ts';
import { usageFailure } from '../domain/errors.ts';
import { INTENT_KINDS, INTENT_STATES, type IntentKind, type IntentState } from '../domain/intent.ts';
import { parseMoment } from '../domain/moment.ts';
import { parsePaymentId } from '../domain/payment-id.ts';
import { parsePhone } from '../domain/phone.ts';
import { intentDocument } from '../flows/intent-document.ts';
import { intentLine } from '../views/intent-view.ts';
import { INTENT_FIELDS } from './options.ts';

interface Options {
  readonly profile?: string;
  readonly payment?: string;
  readonly kind?: IntentKind;
  readonly state?: IntentState;
  readonly phone?: string;
  readonly user?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;

export const history: CommandSpec<Options> = {
  about:
    'Lists what was sent from this machine, newest first; with --json one object a line. With --profile only what that ' +
    'profile has sent. A phone is found by its hash: the ledger does not hold it.',
  options: [
    { flags: '--payment <id>', about: 'of this payment', parse: parsePaymentId, completes: 'payment' },
    { flags: '--kind <kind>', about: INTENT_KINDS.join(', '), choices: INTENT_KINDS },
    { flags: '--state <state>', about: INTENT_STATES.join(', '), choices: INTENT_STATES },
    { flags: '--phone <number>', about: 'of this payer', parse: parsePhone },
    { flags: '--user <name>', about: 'by this user' },
    { flags: '--since <time>', about: 'not before: 24h, 7d, 2026-11-01 or 2026-11-01T09:30' },
    { flags: '--until <time>', about: 'before' },
    { flags: '--limit <n>', about: `how many (default ${DEFAULT_LIMIT})`, parse: parseLimit },
  ],
  fields: INTENT_FIELDS,
  exits: [7],
  examples: ['rocketpay history --payment payment_47', 'rocketpay history --kind refund --since 24h --json'],

  async run(options, context) {
    const { payment: paymentId, kind, state, profile, user, phone, limit = DEFAULT_LIMIT } = options;
    const now = context.clock.now();
    const [since, until] = [options.since, options.until].map((text) =>
      text === undefined ? undefined : parseMoment(text, now),
    );
    const ledger = await context.ledger();
    const filter = { paymentId, kind, state, profile, user, phone, since, until };
    const found = await ledger.history({ ...filter, limit: limit + 1 });
    for (const intent of found.slice(0, limit)) context.terminal.emit(intentDocument(intent), intentLine);
    if (found.length === 0) context.terminal.note('The ledger has nothing of that kind.');
    if (found.length > limit) context.terminal.note(`Only the newest ${limit} are shown. More: --limit`);
    return new Streamed(0);
  },

  view: () => [],
};

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usageFailure(`${JSON.stringify(text)} is not a number of lines.`);
}
