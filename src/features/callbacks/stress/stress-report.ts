import type { RecordedPayment, StressDelivery, StressReport } from '#schemas/document-types';

/**
 * How a handler stood a storm. Answers cannot tell how often it did the work: it may answer "OK" to each copy and record
 * one, or answer each with a new time and record none twice. Only its own records can.
 *
 * @param payments what the storm was about
 * @param recorded how often the handler's records have each of them; undefined when they were not asked
 */
export function stressReport(
  deliveries: readonly StressDelivery[],
  payments: readonly string[],
  recorded?: readonly RecordedPayment[],
): StressReport {
  const repeats = deliveries.filter(({ repeat }) => repeat);
  const answered = deliveries.filter(({ status }) => status !== null);
  const refused = answered.filter(({ delivered }) => !delivered);
  const again = refused.filter(({ repeat }) => repeat).length;
  const unanswered = deliveries.length - answered.length;
  const verdict = resultOf(recorded);
  return {
    payments,
    sent: deliveries.length,
    answered200: answered.length - refused.length,
    repeats: repeats.length,
    repeatsAnswered200: repeats.filter(({ delivered }) => delivered).length,
    unanswered,
    slowestMilliseconds: Math.max(0, ...deliveries.map(({ milliseconds }) => milliseconds)),
    idempotent: verdict === 'unknown' ? null : verdict === 'idempotent',
    verdict,
    ...(recorded === undefined ? {} : { recorded }),
    findings: [
      ...(recorded ?? []).filter(({ times }) => times !== 1).map(recordFinding),
      ...counted('Not answered 200 the first time', refused.length - again, otherSuccess(refused)),
      ...counted('Not answered 200 when it came again', again, 'The platform sends it again, up to 120 times.'),
      ...counted('No answer at all', unanswered),
    ],
    warnings: [
      ...counted(
        'Answered in new words again and again',
        [...answersOf(deliveries).values()].filter(keepsChanging).length,
        'The answer may hold a time or an id, or the work may be done each time.',
      ),
      ...(takesCopiesForFirst(deliveries)
        ? ['Copies at the same time were each answered like a first one. The work may be done twice then.']
        : []),
    ],
  };
}

function resultOf(recorded: readonly RecordedPayment[] | undefined): StressReport['verdict'] {
  if (recorded === undefined || recorded.length === 0) return 'unknown';
  if (recorded.some(({ times }) => times !== null && times !== 1)) return 'not_idempotent';
  return recorded.every(({ times }) => times === 1) ? 'idempotent' : 'unknown';
}

const recordFinding = ({ payment, times }: RecordedPayment): string =>
  times === null
    ? `Your records did not say how often they have ${payment}: print one whole number.`
    : `Your records have ${payment} ${times} times; once is right.`;

/** A handler that answers 201 or 204 has taken the callback, and the platform does not know. */
function otherSuccess(refused: readonly StressDelivery[]): string {
  const other = refused.find(({ status }) => status !== null && status > 200 && status < 300);
  return other === undefined ? '' : `Your program answers ${other.status}; only 200 counts as delivered.`;
}

const counted = (what: string, count: number, next = ''): string[] =>
  count === 0 ? [] : [`${what}: ${count} ${count === 1 ? 'callback' : 'callbacks'}. ${next}`.trimEnd()];

const keyOf = ({ payment, event }: StressDelivery): string => `${payment} ${event}`;

/** The texts of the answers 200 to each callback, and how often each came. */
function answersOf(deliveries: readonly StressDelivery[]): Map<string, Map<string, number>> {
  const answers = new Map<string, Map<string, number>>();
  for (const delivery of deliveries.filter(({ delivered }) => delivered)) {
    const counts = answers.get(keyOf(delivery)) ?? new Map<string, number>();
    counts.set(delivery.answer, (counts.get(delivery.answer) ?? 0) + 1);
    answers.set(keyOf(delivery), counts);
  }
  return answers;
}

/** A handler may say one thing to the first and another to all that come after it. */
const keepsChanging = (counts: ReadonlyMap<string, number>): boolean =>
  counts.size > 2 || (counts.size === 2 && Math.min(...counts.values()) > 1);

/** It tells a repeat from the first one, but not where copies of a new one come at the same time. */
function takesCopiesForFirst(deliveries: readonly StressDelivery[]): boolean {
  const taken = deliveries.filter(({ delivered }) => delivered);
  const first = taken.findLast(({ kind }) => kind === 'first');
  const repeat = taken.find((one) => one.kind === 'repeat' && first !== undefined && keyOf(one) === keyOf(first));
  const copies = taken.filter(({ kind, payment }) => kind === 'concurrent' && payment !== first?.payment);
  const told = first !== undefined && repeat !== undefined && first.answer !== repeat.answer;
  return told && copies.length > 1 && new Set(copies.map(({ answer }) => answer)).size === 1;
}
