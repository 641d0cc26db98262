import { type CommandSpec, Streamed } from '#cli/command-spec';
import { parseLimit } from '#cli/parse-number';
import { parseTicket } from '#cli/shared-options';
import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { INTENT_KINDS, INTENT_STATES, type Intent, type IntentKind, type IntentState } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { HistoryFilter } from '#domain/ledger/ledger-filters';
import { lookalikeSentence } from '#domain/payments/lookalike-letters';
import { parsePaymentId } from '#domain/payments/payment-id';
import { parsePhone } from '#domain/payments/phone';
import { formatRefundSummary, type RefundSummary, summarizeRefunds } from '#domain/refunds/refund-summary';
import { formatZone } from '#domain/time/format-timestamp';
import { parseTimestamp } from '#domain/time/timestamp';
import { updateIndex } from '#features/find/update-index';
import { readNotes } from '#features/notes/note-document';
import { noteLines } from '#features/notes/note-view';
import { intentDocument } from './intent-document.ts';
import { historyLine } from './intent-view.ts';
import { QUERY_ROWS, readHistory } from './read-history.ts';

interface Options {
  readonly profile?: string;
  readonly payment?: string;
  readonly kind?: IntentKind;
  readonly state?: IntentState;
  readonly phone?: string;
  readonly ticket?: string;
  readonly user?: string;
  readonly today?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;

export const history: CommandSpec<Options> = {
  about:
    'Lists what was sent from this machine, newest first; with --json one object per line. With --profile it ' +
    'lists only what that profile has sent. The ledger stores only a hash of each phone number and searches by ' +
    'this hash. A refund is found by the phone if the number of its payment is known from a sale, a status that was read or ' +
    'a received callback. Payments without a write are found by rocketpay find <text>.',
  options: [
    { flags: '--payment <id>', about: 'only of this payment', parse: parsePaymentId, completes: 'payment' },
    { flags: '--kind <kind>', about: `only this kind: ${INTENT_KINDS.join(', ')}`, choices: INTENT_KINDS },
    { flags: '--state <state>', about: `only this state: ${INTENT_STATES.join(', ')}`, choices: INTENT_STATES },
    { flags: '--phone <number>', about: 'only payments of this phone number', parse: parsePhone },
    { flags: '--ticket <number>', about: 'only with this ticket number', parse: parseTicket },
    { flags: '--user <name>', about: 'only of this user: name, or user@host as it is shown' },
    { flags: '--today', about: 'only since midnight' },
    {
      flags: '--since <time>',
      about: 'only from this time on: 24h, 7d, yesterday, 2026-11-01, 01.11.2026 or 2026-11-01T09:30',
    },
    { flags: '--until <time>', about: 'only before this time' },
    { flags: '--limit <n>', about: `maximum number of results (default ${DEFAULT_LIMIT})`, parse: parseLimit },
  ],
  exits: [7],
  examples: ['rocketpay history --payment payment_47', 'rocketpay history --kind refund --since 24h --json'],

  async run(options, context) {
    const { payment: paymentId, kind, state, profile, ticket, user, phone, limit = DEFAULT_LIMIT } = options;
    const now = context.clock.now();
    if (options.today === true && options.since !== undefined)
      throw usageError(message('--today and --since were both given.'), message('Give one of them.'));
    const [since, until] = [options.today === true ? 'today' : options.since, options.until].map((text) =>
      text === undefined ? undefined : parseTimestamp(text, now),
    );
    const ledger = await context.ledger();
    const filter = { paymentId, kind, state, profile, ticket, user, phone, since, until };
    if (phone !== undefined) await updateIndex(context);
    const { count, hasMore, users, byProject, summaries } = await showIntents({ ...filter, limit }, ledger, context);
    if (paymentId !== undefined) await showNotes([...byProject.values()], context);
    const [by] = users.size === 1 ? users : [];
    if (count > 0)
      context.terminal.note(
        joinTexts(
          [message('Times are {zone}.', { zone: formatZone(now) }), by && message('All by {user}.', { user: by })],
          ' ',
        ),
      );
    for (const summary of summaries) context.terminal.note(formatRefundSummary(summary));
    if (count === 0) context.terminal.note(await nothingFound(filter, ledger));
    if (hasMore)
      context.terminal.note(
        message('Only the newest {limit} are shown. For more, run the same command with --limit {more}.', {
          limit: String(limit),
          more: String(limit * 10),
        }),
      );
    return new Streamed(0);
  },

  view: () => [],
};

/** Shows the matching intents, newest first, and sums them up. */
async function showIntents(filter: HistoryFilter, ledger: Ledger, { terminal }: Pick<Context, 'terminal'>) {
  const users = new Set<string>();
  const byProject = new Map<string, Intent>();
  let summaries: readonly RefundSummary[] = [];
  let [count, hasMore] = [0, false];
  let line: ReturnType<typeof historyLine> | undefined;
  for await (const group of readHistory({ ...filter, limit: filter.limit + 1 }, ledger)) {
    const shown = group.slice(0, filter.limit - count);
    hasMore = shown.length < group.length;
    const documents = shown.map(intentDocument);
    for (const { user, host } of documents) users.add(`${user}@${host}`);
    // Whether later ones are of other users is not known yet.
    line ??= historyLine(terminal.columns, users.size > 1 || group.length === QUERY_ROWS);
    for (const [at, document] of documents.entries()) terminal.emit(document, line(count + at === 0));
    for (const intent of shown) byProject.set(intent.project, intent);
    summaries = summarizeRefunds(documents, summaries);
    count += shown.length;
  }
  return { count, hasMore, users, byProject, summaries };
}

/** Shows the notes on a payment beside its writes. */
async function showNotes(intents: readonly Intent[], { ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>) {
  const notesOf = await readNotes(intents, await ledger());
  const ofProject = new Map(intents.map((intent) => [intent.project, notesOf(intent)]));
  const notes = [...ofProject.values()].flat();
  if (notes.length > 0)
    terminal.tell({ notes }, (shown, style) => [style.dim(style.say('Notes')), ...noteLines(shown.notes, style, 2)]);
}

/** Explains an empty result: an unknown name or phone does not prove that nothing was sent. */
async function nothingFound(
  { paymentId, user, phone }: Pick<HistoryFilter, 'paymentId' | 'user' | 'phone'>,
  ledger: Ledger,
): Promise<Text> {
  const parts: Text[] = [
    joinTexts([message('No write of this ledger matches.'), lookalikeSentence(paymentId ?? '')], ' '),
  ];
  if (user !== undefined) {
    const users = await ledger.users();
    const exists = users.some((name) => name === user || name.slice(0, name.lastIndexOf('@')) === user);
    if (!exists && users.length > 0)
      parts.push(message('There is no user {user}. Known users: {users}.', { user, users: users.join(', ') }));
  }
  if (phone !== undefined) {
    parts.push(
      message(
        'No write of this ledger has a payment whose phone is known from a sale, a status or a callback. Payments that were only seen in callbacks: rocketpay find <phone>. With the id of the payment: rocketpay history --payment <id>',
      ),
    );
  }
  if (paymentId !== undefined && parts.length === 1)
    parts.push(message('What its callbacks show: rocketpay timeline {payment}', { payment: shellWord(paymentId) }));
  return joinTexts(parts, ' ');
}
