import { neutralText } from '#domain/encoding/invisible-characters';
import type { IntentState } from '#domain/ledger/intent';
import { explainOperationCode, explainRequestCode } from '#domain/platform-codes/platform-codes';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { DAY_MS } from '#domain/time/duration';
import { formatLocalTime, formatZone } from '#domain/time/format-timestamp';
import { type LedgerCounts, type ReportGroup, type RequestCount, SLOT_MS } from './ledger-counts.ts';

/** What became known of refunds: each is counted in exactly one of these. */
export const REFUND_RESULTS = ['done', 'declined', 'accepted', 'unknown', 'notSeen', 'notSent'] as const;
export type RefundResult = (typeof REFUND_RESULTS)[number];

/** The results in words. */
export const RESULT_LABELS: Readonly<Record<RefundResult, string>> = {
  done: 'done',
  declined: 'declined or refused',
  accepted: 'accepted, no result yet',
  unknown: 'unknown: no answer yet',
  notSeen: 'not shown by the platform',
  notSent: 'not sent or not processed',
};

const RESULTS: Readonly<Record<IntentState, RefundResult>> = {
  done: 'done',
  declined: 'declined',
  refused: 'declined',
  accepted: 'accepted',
  sending: 'unknown',
  unknown: 'unknown',
  never_arrived: 'notSeen',
  denied: 'notSent',
  not_sent: 'notSent',
  held: 'notSent',
};

/** A number of refunds and the sum of their amounts. */
export interface Share {
  readonly refunds: number;
  readonly amountMinor: number;
}

/** Refunds of one currency by result. `asked` is the sum of all but `notSent`. */
type RefundShares = Readonly<Record<RefundResult | 'asked', Share>>;

/** Refunds of one currency; null where their amount is not known. */
export interface RefundTotal extends RefundShares {
  readonly currency: string | null;
}

/** What the ledger knows of a period. */
export interface Report {
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  /** The period in the zone of this machine. */
  readonly period: string;
  readonly mode: 'live' | 'test';
  /** Requests of the other mode in the period, which are not counted. */
  readonly otherMode: number;
  readonly by: ReportGroup | null;
  readonly refunds: readonly RefundTotal[];
  readonly groups: readonly (RefundTotal & { readonly group: string })[];
  readonly unit: 'hour' | 'day';
  /** Refunds over time, each hour or day of the period. */
  readonly times: readonly { readonly start: string; readonly label: string; readonly refunds: Numbers }[];
  readonly durations: {
    readonly refunds: number;
    readonly medianMilliseconds: number | null;
    readonly p90Milliseconds: number | null;
  };
  readonly payments: { readonly seen: number; readonly statuses: readonly { status: string; payments: number }[] };
  readonly codes: readonly ReportCode[];
  readonly callbacks: LedgerCounts['callbacks'];
}

/** Numbers of refunds by result. */
type Numbers = Readonly<Record<RefundResult, number>>;

interface ReportCode {
  readonly code: string;
  readonly meaning: string | null;
  readonly refunds: number;
  readonly others: number;
}

interface ReportRange {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
  readonly mode: Report['mode'];
  readonly by: ReportGroup | undefined;
}

/** Builds a report from what the database has counted. */
export function buildReport(counts: LedgerCounts, { since, until, mode, by }: ReportRange): Report {
  const unit = until - since <= 2 * DAY_MS ? 'hour' : 'day';
  const { median, p90, count } = counts.durations;
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    period: `${formatLocalTime(since).slice(0, -3)} to ${formatLocalTime(until).slice(0, -3)} ${formatZone(since)}`,
    mode,
    otherMode: counts.modes[mode === 'live' ? 'test' : 'live'],
    by: by ?? null,
    refunds: toTotals(counts.requests),
    groups:
      by === 'hour' ? groupByHour(counts.slots) : toGroups(counts.groups, by === 'code' ? 'no code' : 'not known'),
    unit,
    times: toTimes(counts.slots, since, until, unit),
    durations: { refunds: count, medianMilliseconds: median ?? null, p90Milliseconds: p90 ?? null },
    payments: {
      seen: counts.payments.reduce((sum, one) => sum + one.count, 0),
      statuses: counts.payments
        .map((one) => ({ status: plain(one.status), payments: one.count }))
        .sort((one, other) => other.payments - one.payments),
    },
    codes: toCodes(counts.requests),
    callbacks: counts.callbacks,
  };
}

/** Maximum length of a text of the ledger in a report. */
const MAX_TEXT = 300;

/** Returns a text without invisible characters and of limited length: another member of a team may have written it. */
const plain = (text: string): string => neutralText(text.slice(0, MAX_TEXT));

const NOTHING: Share = { refunds: 0, amountMinor: 0 };
const NO_SHARES: RefundShares = {
  asked: NOTHING,
  ...{ done: NOTHING, declined: NOTHING, accepted: NOTHING, unknown: NOTHING, notSeen: NOTHING, notSent: NOTHING },
};

const add = ({ refunds, amountMinor }: Share, { count, minor }: RequestCount): Share => ({
  refunds: refunds + count,
  amountMinor: amountMinor + minor,
});

function addRequest(shares: RefundShares, request: RequestCount): RefundShares {
  const result = RESULTS[request.state];
  const asked = result === 'notSent' ? shares.asked : add(shares.asked, request);
  return { ...shares, asked, [result]: add(shares[result], request) };
}

/** Adds up the refunds among requests, for each currency. */
function toTotals(requests: readonly RequestCount[]): RefundTotal[] {
  const totals = new Map<string, RefundShares>();
  for (const request of requests.filter(isRefundIntent)) {
    const currency = plain(request.currency ?? '');
    totals.set(currency, addRequest(totals.get(currency) ?? NO_SHARES, request));
  }
  return [...totals]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, shares]) => ({ currency: currency === '' ? null : currency, ...shares }));
}

/** Adds up the refunds of each group; the groups with most refunds come first. */
function toGroups(
  requests: readonly (RequestCount & { readonly group: string | undefined })[],
  noGroup = '',
): Report['groups'] {
  const groups = groupBy(requests, ({ group }) => (group === undefined ? noGroup : plain(group)));
  return [...groups]
    .flatMap(([group, own]) => toTotals(own).map((total) => ({ group, ...total })))
    .sort((one, other) => other.asked.refunds - one.asked.refunds || (one.group < other.group ? -1 : 1));
}

/** Groups items by a key, in the order of their first items. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own === undefined) groups.set(keyOf(item), [item]);
    else own.push(item);
  }
  return groups;
}

const groupByHour = (slots: LedgerCounts['slots']): Report['groups'] =>
  [...toGroups(slots.map((slot) => ({ ...slot, group: `${localHour(slot.slot * SLOT_MS)}:00` })))].sort((one, other) =>
    one.group < other.group ? -1 : 1,
  );

const localHour = (time: number): string => String(new Date(time).getHours()).padStart(2, '0');

function toTimes(slots: LedgerCounts['slots'], since: number, until: number, unit: Report['unit']): Report['times'] {
  const start = (time: number): number => {
    const date = new Date(time);
    if (unit === 'hour') date.setMinutes(0, 0, 0);
    else date.setHours(0, 0, 0, 0);
    return date.getTime();
  };
  const none: Numbers = { done: 0, declined: 0, accepted: 0, unknown: 0, notSeen: 0, notSent: 0 };
  const times = new Map<number, Numbers>();
  // A step is never longer than an hour or a day, also where the clock changes: each start is found.
  for (let time = since; time < until; time += unit === 'hour' ? SLOT_MS * 4 : DAY_MS / 2) times.set(start(time), none);
  for (const slot of slots.filter(isRefundIntent)) {
    const at = start(slot.slot * SLOT_MS);
    const before = times.get(at) ?? none;
    const result = RESULTS[slot.state];
    times.set(at, { ...before, [result]: before[result] + slot.count });
  }
  const isLong = times.size > MAX_TIMES;
  return [...times]
    .filter(([, refunds]) => !isLong || Object.values(refunds).some((count) => count > 0))
    .sort(([one], [other]) => one - other)
    .map(([time, refunds]) => ({
      start: new Date(time).toISOString(),
      label: unit === 'hour' ? formatLocalTime(time).slice(5, 16) : formatLocalTime(time).slice(0, 10),
      refunds,
    }));
}

/** Maximum number of hours or days of which also the empty ones are listed. */
const MAX_TIMES = 100;

/** Counts the codes of the platform other than success; the most frequent come first. */
function toCodes(requests: LedgerCounts['requests']): ReportCode[] {
  const codes = groupBy(
    requests.filter(({ code }) => code !== undefined && code !== '0'),
    ({ code, state }) => `${code} ${state === 'refused' || state === 'denied' ? 'request' : 'operation'}`,
  );
  const sum = (some: readonly RequestCount[]) => some.reduce((total, { count }) => total + count, 0);
  return [...codes]
    .map(([key, own]) => {
      const [code = '', where] = key.split(' ');
      const explained = where === 'request' ? explainRequestCode(code) : explainOperationCode(code);
      const refunds = sum(own.filter(isRefundIntent));
      return { code: plain(code), meaning: explained?.meaning.toString() ?? null, refunds, others: sum(own) - refunds };
    })
    .sort((one, other) => other.refunds + other.others - one.refunds - one.others);
}
