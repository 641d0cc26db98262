import { columns, wrapped } from '#cli/columns';
import { formatTime, formatZonedTime } from '#cli/format-age';
import { openWritesSentences } from '#domain/ledger/result-sentences';
import { formatAmount, formatMajor } from '#domain/payments/amount';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { formatRefundSummary, summarizeRefunds } from '#domain/refunds/refund-summary';
import { refundAgainCommand } from '#domain/terminal/advice-profile';
import type { Style, View } from '#domain/terminal/terminal';
import { newestNoteLines, noteLines } from '#features/notes/note-view';
import type { CandidateDocument, CommandDocument, IntentDocument, ResumedDocument } from '#schemas/document-types';

const WIDTHS = { kind: 6, state: 13, amount: 11 };

/** Maximum length of a payment id within the line; a longer one has a line of its own. */
const MAX_ID_WIDTH = 14;

/** Formats an intent as a table row with fixed widths, because rows are printed one by one. */
const intentLine: View<IntentDocument> = (intent, style) => {
  const { paymentId } = intent;
  const fits = paymentId !== null && paymentId.length <= MAX_ID_WIDTH;
  const cells = [
    formatTime(Date.parse(intent.createdAt)).slice(0, 'YYYY-MM-DD HH:MM'.length),
    intent.kind.padEnd(WIDTHS.kind),
    stateText(intent.state, style, WIDTHS.state),
    formatMajorAmount(intent).padStart(WIDTHS.amount),
    style.dim(intent.intent),
    ...(fits ? [paymentId] : []),
  ];
  const below = paymentId === null || fits ? [] : [`${' '.repeat(INDENT)}${paymentId}`];
  return [cells.join(' '), ...below];
};

/** Minimum terminal width for the user column. */
const WIDE = 110;

/** Width of the `user@host` column; a longer value moves the next columns. */
const USER = 24;

/**
 * Returns the view of history rows. On a terminal it has a header. The user has a column on a wide terminal, and a line
 * below the row on a narrow one.
 *
 * @param columns width of the terminal; undefined for a pipe, which has neither header nor user
 * @param severalUsers whether the rows differ in their user
 */
export const historyLine =
  (columns: number | undefined, severalUsers: boolean) =>
  (isFirst: boolean): View<IntentDocument> =>
  (intent, style, exact) => {
    const isWide = columns !== undefined && columns >= WIDE;
    const user = ({ user: name, host }: IntentDocument) => `${name}@${host}`.padEnd(USER);
    const [line = '', ...below] = intentLine(intent, style, exact);
    const at = line.indexOf(intent.intent) + intent.intent.length;
    const rest = isWide ? `${line.slice(0, at)} ${user(intent)}${line.slice(at)}` : line;
    const heads = [
      'Time'.padEnd(16),
      'Kind'.padEnd(WIDTHS.kind),
      'State'.padEnd(WIDTHS.state),
      'Amount'.padStart(WIDTHS.amount),
    ];
    const header = [...heads, 'Write'.padEnd(15), ...(isWide ? ['User'.padEnd(USER)] : []), 'Payment'].join(' ');
    const isNarrow = columns !== undefined && !isWide && severalUsers;
    const by = isNarrow ? [style.dim(`${' '.repeat(INDENT)}by ${user(intent).trimEnd()}`)] : [];
    return [...(isFirst && columns !== undefined ? [style.dim(header)] : []), rest.trimEnd(), ...below, ...by];
  };

/** Indentation of a continuation line, so that it starts below the kind. */
const INDENT = 17;

/** Formats the writes without a final result, and the next command. */
export const pendingLines: View<CommandDocument<'pending'>> = (
  { intents, requests, inFlight, notSeen },
  style,
  exact,
) => {
  const accepted = intents.filter(({ result }) => result === 'accepted').length;
  const lines = intents.flatMap((intent, at) => [
    ...intentLine(intent, style, exact.intents[at] ?? intent),
    ...(intent.reason === null ? [] : wrapped(intent.reason, INDENT).map(style.dim)),
    ...newestNoteLines(intent.notes, intent.paymentId, style, INDENT),
  ]);
  const [first] = intents;
  const next = intents.length === 1 && first !== undefined ? first.intent : '--all';
  return [
    ...lines,
    ...openWritesSentences({ open: intents.length - accepted, accepted, inFlight, notSeen }),
    ...(notSeen === 0 ? [] : ['See which: rocketpay history --state never_arrived']),
    ...(intents.length === 0 ? [] : [`Next: rocketpay resume ${next}`]),
    ...requestsLines(requests, style, exact.requests),
  ];
};

/** Formats the refunds that wait for an approval. */
function requestsLines(
  requests: CommandDocument<'pending'>['requests'],
  style: Style,
  exact: CommandDocument<'pending'>['requests'],
): string[] {
  if (requests.length === 0) return [];
  return [
    'Not sent, because they wait for the approval of another member:',
    ...requests.flatMap((request, at) => [
      ...intentLine(request, style, exact[at] ?? request),
      ...wrapped(`requested by ${request.user}@${request.host}`, INDENT).map(style.dim),
      ...newestNoteLines(request.notes, request.paymentId, style, INDENT),
      `${' '.repeat(INDENT)}${request.approve}`,
    ]),
  ];
}

/** Formats the result of each intent, and the next command. */
export const resumedLines: View<CommandDocument<'resume'>> = ({ resumed, plan, ...counts }, style) => {
  if (resumed.length === 0) {
    const subject = plan === undefined ? undefined : `row of ${plan} that was sent`;
    return openWritesSentences({ ...counts, inFlight: 0 }, subject);
  }
  const lines = resumed.flatMap((one) => [
    `${style.bold(one.intent)} ${formatTitle(one)}: ${stateText(one.state, style)}`,
    ...nextLines(one).flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(line, 2))),
  ]);
  const summaries = resumed.length === 1 ? [] : summarizeRefunds(resumed).map(formatRefundSummary);
  return [...lines, ...summaries.flatMap((line) => wrapped(line, 0))];
};

function nextLines(one: ResumedDocument): string[] {
  const { finding, intent, reason, error, askAt, candidates = [] } = one;
  const manually = `  rocketpay resume ${intent} --close-as <state> --reason "…"`;
  switch (finding) {
    case 'found':
    case 'closed':
      return [...codeLines(one), ...(reason === null ? [] : [`${reason}.`])];
    case 'no_result':
      return [
        'The platform has accepted it and has not shown its result yet.',
        `Next: rocketpay resume ${intent} --wait`,
      ];
    case 'never_arrived':
      return notSeenLines(one);
    case 'not_yet':
      return [
        `Its result is not available before ${formatZonedTime(Date.parse(askAt ?? ''))}.`,
        `Next: rocketpay resume ${intent} --wait`,
      ];
    case 'in_flight':
      return [`Process ${one.user}@${one.host} is sending it now, or was interrupted while sending it.`];
    case 'ambiguous':
      return [
        'It may be one of these operations, or none of them:',
        ...columns(candidates.map(candidateCells)).map((line) => `  ${line}`),
        'Check the Dashboard. Then choose the operation, or the result if it is none of them:',
        `  rocketpay resume ${intent} --operation <id>`,
        manually,
      ];
    case 'undecidable':
      return ['A status cannot show the result. Check the Dashboard, then set the result:', manually];
    default:
      return [error ?? reason ?? ''];
  }
}

/** Explains a write that the platform does not show after the settle time. */
function notSeenLines({ kind, path, paymentId, amountMinor, currency }: ResumedDocument): string[] {
  const sentence = 'The platform did not show it after the settle time.';
  if (!isRefundIntent({ kind, path })) return [`${sentence} It can be sent again.`];
  return [
    `${sentence} It may still process it: a second refund would then pay twice.`,
    ...(paymentId === null || amountMinor === null || currency === null
      ? []
      : ['The same amount again:', `  ${refundAgainCommand(paymentId, { minor: amountMinor, currency })}`]),
  ];
}

const candidateCells = ({ operationId, type, status, amountMinor, currency, createdAt }: CandidateDocument) => [
  '',
  operationId,
  type,
  status,
  formatMajorAmount({ amountMinor, currency }),
  createdAt === null ? '' : formatTime(Date.parse(createdAt)),
];

/** Formats a receipt: the request, its user, its result, and its records in the audit trail. */
export const receiptLines: View<CommandDocument<'receipt'>> = (receipt, style) => {
  const { amountMinor, currency, records } = receipt;
  const amount = amountMinor === null || currency === null ? null : formatAmount({ minor: amountMinor, currency });
  const fields: [string, string | null][] = [
    ['Intent', receipt.intent],
    ['Kind', receipt.kind === 'raw' ? `raw, ${receipt.path}` : receipt.kind],
    ['State', stateText(receipt.state, style)],
    ['Payment', receipt.paymentId],
    ['Amount', amount],
    ['Phone', receipt.phone],
    ['Request id', receipt.requestId],
    ['Operation', receipt.operationId],
    ['Code', codeLines(receipt)[0] ?? null],
    ['Reason', receipt.reason],
    ['Again', receipt.again],
    ['Approval', receipt.approval],
    ['Description', receipt.description],
    ['Ticket', receipt.ticket],
    ['Key', receipt.key],
    ['Started', `${formatZonedTime(Date.parse(receipt.createdAt))} by ${receipt.user}@${receipt.host}`],
    ['Changed', formatZonedTime(Date.parse(receipt.changedAt))],
    ['Profile', `${receipt.profile}, project ${receipt.project} (${receipt.mode})`],
  ];
  const trail = records.map(({ number, at, by, event, hash }) => ['', `#${number}`, formatTime(at), event, by, hash]);
  return [
    ...columns(
      fields.flatMap(([name, value]) => toRows(name, value)),
      (text, column) => (column === 0 ? style.dim(text) : text),
    ),
    ...(receipt.notes.length === 0 ? [] : [style.dim('Notes'), ...noteLines(receipt.notes, style, 2)]),
    style.dim('Audit trail'),
    ...columns(trail.map((cells) => cells.slice(0, 5))),
    `${style.dim('Hash')}  ${receipt.hash}`,
  ];
};

/** Formats a field; a long value continues in indented rows. */
function toRows(name: string, value: string | null): string[][] {
  if (value === null) return [];
  return wrapped(value, 0, 66).map((line, at) => [at === 0 ? name : '', line]);
}

function codeLines({ code, state }: Pick<IntentDocument, 'code' | 'state'>): string[] {
  if (code === null || code === '0') return [];
  const known = state === 'refused' || state === 'denied' ? explainRequestCode(code) : explainOperationCode(code);
  return [[code, known?.meaning].filter((part) => part !== undefined).join(' ')];
}

function formatTitle({ kind, paymentId, amountMinor, currency }: IntentDocument): string {
  return [kind, formatMajorAmount({ amountMinor, currency }), paymentId === null ? '' : `of ${paymentId}`]
    .filter((part) => part !== '')
    .join(' ');
}

const formatMajorAmount = ({ amountMinor, currency }: Pick<IntentDocument, 'amountMinor' | 'currency'>): string =>
  amountMinor === null || currency === null ? '' : formatMajor({ minor: amountMinor, currency });

/** Colours a state by its meaning and pads it to a width. */
function stateText(state: IntentDocument['state'], style: Style, width = 0): string {
  const words = state.replace('_', ' ').padEnd(width);
  if (state === 'done' || state === 'accepted') return style.good(words);
  if (state === 'sending' || state === 'unknown') return style.warn(words);
  return style.bad(words);
}
