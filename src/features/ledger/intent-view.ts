import { columns, wrapped } from '#cli/text-table';
import { joinTexts, type Message } from '#domain/language/message';
import { type OpenWrites, openWritesSentences } from '#domain/ledger/result-sentences';
import { KIND_WORDS, STATE_WORDS } from '#domain/ledger/state-words';
import { reasonText } from '#domain/ledger/stored-reason';
import type { Amount } from '#domain/payments/amount';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { formatRefundSummary, type RefundSummary } from '#domain/refunds/refund-summary';
import { refundAgainCommand } from '#domain/terminal/advice-profile';
import type { Style, View } from '#domain/terminal/terminal';
import { newestNoteLines } from '#features/notes/note-view';
import type {
  CandidateDocument,
  CommandDocument,
  IntentDocument,
  PendingDocument,
  ResumedDocument,
} from '#schemas/document-types';

/** Width of the line with all its columns. */
const LINE_WIDTH = 80;

/** Width of an amount in a language that groups its digits: `100 000,00 KZT`. */
const GROUPED_AMOUNT = 14;

/** Returns the widths of the columns, which depend on the language. A longer payment id has a line of its own. */
function columnWidths({ show }: Style) {
  const longest = (texts: Readonly<Record<string, Message>>) =>
    Math.max(...Object.values(texts).map((text) => show(text).length));
  const [time, kind, state] = [show({ time: 0, to: 'minute' }).length, longest(KIND_WORDS), longest(STATE_WORDS)];
  const amount = show(1000) === '1000' ? 11 : GROUPED_AMOUNT;
  return { time, kind, state, amount, intent: 15, payment: LINE_WIDTH - (time + kind + state + amount + 15 + 5) };
}

/** Formats an intent as a table row with fixed widths, because rows are printed one by one. */
const intentLine: View<IntentDocument> = (intent, style) => {
  const { paymentId } = intent;
  const widths = columnWidths(style);
  const fits = paymentId !== null && paymentId.length <= widths.payment;
  const cells = [
    style.show({ time: Date.parse(intent.createdAt), to: 'minute' }),
    style.show(KIND_WORDS[intent.kind]).padEnd(widths.kind),
    styledState(intent.state, style, widths.state),
    style.show(amountText(intent)).padStart(widths.amount),
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
    const { say } = style;
    const widths = columnWidths(style);
    const heads = [
      say('Time').padEnd(widths.time),
      say('Kind').padEnd(widths.kind),
      say('State').padEnd(widths.state),
      say('Amount').padStart(widths.amount),
      say('Write').padEnd(widths.intent),
    ];
    const header = [...heads, ...(isWide ? [say('User').padEnd(USER)] : []), say('Payment')].join(' ');
    const isNarrow = columns !== undefined && !isWide && severalUsers;
    const by = isNarrow ? [style.dim(' '.repeat(INDENT) + say('by {user}', { user: user(intent).trimEnd() }))] : [];
    return [...(isFirst && columns !== undefined ? [style.dim(header)] : []), rest.trimEnd(), ...below, ...by];
  };

/** Indentation of a continuation line, so that it starts below the kind. */
const INDENT = 17;

/** Formats writes without a final result. */
export const pendingLines: View<readonly PendingDocument[]> = (intents, style, exact) =>
  intents.flatMap((intent, at) => [
    ...intentLine(intent, style, exact[at] ?? intent),
    ...(intent.reason === null ? [] : wrapped(style.show(reasonText(intent.reason)), INDENT).map(style.dim)),
    ...newestNoteLines(intent.notes, intent.paymentId, style, INDENT),
  ]);

/** The fields of a pending document after its writes. */
export type PendingRest = Omit<CommandDocument<'pending'>, 'intents'>;

/**
 * Formats what follows the writes without a final result: their number, the next command, and what waits for an approval.
 *
 * @param first id of the first of these writes
 */
export const pendingEndLines = (
  { open, accepted, first }: Pick<OpenWrites, 'open' | 'accepted'> & { readonly first: string | undefined },
  { requests, inFlight, notSeen }: PendingRest,
  style: Style,
  exact: PendingRest,
): string[] => [
  ...openWritesSentences({ open, accepted, inFlight, notSeen }).map(style.show),
  ...(notSeen === 0 ? [] : [style.say('See which: rocketpay history --state never_arrived')]),
  ...(first === undefined
    ? []
    : [style.say('Next: rocketpay resume {intent}', { intent: open + accepted === 1 ? first : '--all' })]),
  ...requestsLines(requests, style, exact.requests),
];

/** Formats the refunds that wait for an approval. */
function requestsLines(requests: PendingRest['requests'], style: Style, exact: PendingRest['requests']): string[] {
  if (requests.length === 0) return [];
  return [
    style.say('Not sent, because they wait for the approval of another member:'),
    ...requests.flatMap((request, at) => [
      ...intentLine(request, style, exact[at] ?? request),
      ...wrapped(style.say('requested by {user}', { user: `${request.user}@${request.host}` }), INDENT).map(style.dim),
      ...newestNoteLines(request.notes, request.paymentId, style, INDENT),
      `${' '.repeat(INDENT)}${request.approve}`,
    ]),
  ];
}

/** Formats the result of each intent, and the next command. */
export const resumedLines: View<readonly ResumedDocument[]> = (resumed, style) =>
  resumed.flatMap((one) => [
    `${style.bold(one.intent)} ${formatTitle(one, style)}: ${styledState(one.state, style)}`,
    ...nextLines(one, style).flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(line, 2))),
  ]);

/** The fields of the result of resuming that its last lines show. */
export type ResumeCounts = Omit<CommandDocument<'resume'>, 'resumed'>;

/** Formats what follows the results: sums of several, or that there was nothing to resume. */
export function resumedEndLines(
  resumed: number,
  summaries: readonly RefundSummary[],
  { plan, ...counts }: ResumeCounts,
  style: Style,
): string[] {
  if (resumed === 0) return openWritesSentences({ ...counts, inFlight: 0 }, plan).map(style.show);
  if (resumed === 1) return [];
  return summaries.flatMap((summary) => wrapped(style.show(formatRefundSummary(summary)), 0));
}

function nextLines(one: ResumedDocument, style: Style): string[] {
  const { say, show } = style;
  const { finding, intent, reason, error, askAt, candidates = [] } = one;
  const manually = `  rocketpay resume ${intent} --close-as <state> --reason "…"`;
  switch (finding) {
    case 'found':
    case 'closed':
      return [...codeLines(one, style), ...(reason === null ? [] : [`${show(reasonText(reason))}.`])];
    case 'no_result':
      return [
        say('The platform has accepted it and has not shown its result yet.'),
        say('Next: rocketpay resume {intent} --wait', { intent }),
      ];
    case 'never_arrived':
      return notSeenLines(one, style);
    case 'not_yet':
      return [
        say('Its result is not available before {time}.', { time: { time: Date.parse(askAt ?? ''), zone: true } }),
        say('Next: rocketpay resume {intent} --wait', { intent }),
      ];
    case 'in_flight':
      return [
        say('Process {process} is sending it now, or was interrupted while sending it.', {
          process: `${one.user}@${one.host}`,
        }),
      ];
    case 'ambiguous':
      return [
        say('It may be one of these operations, or none of them:'),
        ...columns(candidates.map((candidate) => candidateCells(candidate, style))).map((line) => `  ${line}`),
        say('Check the Dashboard. Then choose the operation, or the result if it is none of them:'),
        `  rocketpay resume ${intent} --operation <id>`,
        manually,
      ];
    case 'undecidable':
      return [say('A status cannot show the result. Check the Dashboard, then set the result:'), manually];
    default:
      return [show(error ?? reasonText(reason ?? ''))];
  }
}

/** Explains a write that the platform does not show after the settle time. */
function notSeenLines({ kind, path, paymentId, amountMinor, currency }: ResumedDocument, { say }: Style): string[] {
  const sentence = say('The platform did not show it after the settle time.');
  if (!isRefundIntent({ kind, path })) return [`${sentence} ${say('It can be sent again.')}`];
  return [
    `${sentence} ${say('It may still process it: a second refund would then pay twice.')}`,
    ...(paymentId === null || amountMinor === null || currency === null
      ? []
      : [say('The same amount again:'), `  ${refundAgainCommand(paymentId, { minor: amountMinor, currency })}`]),
  ];
}

const candidateCells = (
  { operationId, type, status, amountMinor, currency, createdAt }: CandidateDocument,
  { show }: Style,
) => [
  '',
  operationId,
  type,
  status,
  show(amountText({ amountMinor, currency })),
  createdAt === null ? '' : show({ time: Date.parse(createdAt) }),
];

/** Explains the code of a write in a line, or none for a success. */
export function codeLines({ code, state }: Pick<IntentDocument, 'code' | 'state'>, { show }: Style): string[] {
  if (code === null || code === '0') return [];
  const known = state === 'refused' || state === 'denied' ? explainRequestCode(code) : explainOperationCode(code);
  return [show(joinTexts([code, known?.meaning], ' '))];
}

function formatTitle(
  { kind, paymentId: payment, amountMinor, currency }: IntentDocument,
  { show, say }: Style,
): string {
  const write = [show(KIND_WORDS[kind]), show(amountText({ amountMinor, currency }))]
    .filter((part) => part !== '')
    .join(' ');
  return payment === null ? write : say('{write} of {payment}', { write, payment });
}

const amountText = ({ amountMinor, currency }: Pick<IntentDocument, 'amountMinor' | 'currency'>): Amount | '' =>
  amountMinor === null || currency === null ? '' : { minor: amountMinor, currency };

/** Colours a state by its meaning and pads it to a width. */
export function styledState(state: IntentDocument['state'], style: Style, width = 0): string {
  const words = style.show(STATE_WORDS[state]).padEnd(width);
  if (state === 'done' || state === 'accepted') return style.good(words);
  if (state === 'sending' || state === 'unknown') return style.warn(words);
  return style.bad(words);
}
